#include "apps/demo/writing.hpp"

#include "apps/demo/papers/markup.hpp"

namespace bailey::apps::demo {
namespace {

constexpr std::size_t line_octets = 72;
constexpr int most_quotes = 4;  // of letters within each other

std::string_view next_line(std::string_view& text) {
    const auto end = std::min(text.find('\n'), text.size());
    const auto line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return line;
}

// Signatures are not quoted: what follows one is what that letter quoted itself.
std::string quoted(std::string_view text) {
    std::string out;
    bool signature = false;
    while (!text.empty()) {
        const auto line = next_line(text);
        if (line.starts_with("On ") || line.starts_with("----")) signature = false;
        if (line == "-- ") signature = true;
        if (signature) continue;
        out += line.starts_with('>') || line.empty() ? ">" : "> ";
        out += line;
        out += '\n';
    }
    return out;
}

std::string names(const std::vector<const Correspondent*>& list) {
    std::string out;
    for (auto* c : list) out += (out.empty() ? "" : ", ") + c->name + " <" + c->address + '>';
    return out;
}

std::string quote(const Letter& letter, const std::vector<Letter>& all, int depth) {
    std::string out = letter.text;
    if (!letter.answers || depth == 0) return out;
    auto& before = all[*letter.answers];
    while (out.ends_with('\n')) out.pop_back();
    if (letter.forwards) {
        out += "\n\n---- Forwarded message ----\nFrom: " + before.from->name + " <" + before.from->address +
               ">\nDate: " + long_date(day_of(before.sent)) + ' ' + clock_text(before.sent) +
               "\nSubject: " + before.subject + "\nTo: " + names(before.to) + "\n\n";
        return out + quote(before, all, depth - 1);
    }
    out += "\n\nOn " + long_date(day_of(before.sent)) + " at " + clock_text(before.sent) + ", " + before.from->name +
           " wrote:\n\n";
    return out + quoted(quote(before, all, depth - 1));
}

// One paragraph as lines; `soft` ends those that go on. `mark` is before each (RFC 3676 section 4.5).
void paragraph(std::string& out, std::string_view mark, std::string_view text, std::string_view soft) {
    std::string line;
    auto end_line = [&](std::string_view end) {
        // Space-stuffing, section 4.4.
        const bool stuff =
            !soft.empty() && (line.starts_with(' ') || line.starts_with('>') || line.starts_with("From "));
        out += mark;
        if (!mark.empty() && !line.empty()) out += ' ';
        if (mark.empty() && stuff) out += ' ';
        out += line;
        out += end;
        out += "\r\n";
        line.clear();
    };
    while (!text.empty()) {
        const auto space = text.find(' ', text.find_first_not_of(' ') == text.npos ? 0 : text.find_first_not_of(' '));
        const auto word = text.substr(0, std::min(space, text.size()));
        text.remove_prefix(std::min(word.size() + 1, text.size()));
        if (!line.empty() && line.size() + 1 + word.size() > line_octets)
            end_line(soft);
        else if (!line.empty())
            line += ' ';
        line += word;
    }
    end_line("");
}

std::string in_lines(std::string_view text, std::string_view soft) {
    std::string out;
    while (!text.empty()) {
        auto line = next_line(text);
        const auto depth = std::min(line.find_first_not_of('>'), line.size());
        const auto mark = line.substr(0, depth);
        line.remove_prefix(depth);
        if (!mark.empty() && line.starts_with(' ')) line.remove_prefix(1);
        if (line == "-- " && mark.empty()) {
            out += "-- \r\n";
            continue;
        }
        while (line.ends_with(' ')) line.remove_suffix(1);
        // What is laid out with spaces stays as it is.
        if (line.starts_with("  ") && mark.empty())
            out += (soft.empty() ? "" : " ") + std::string(line) + "\r\n";
        else
            paragraph(out, mark, line, soft);
    }
    return out;
}

}  // namespace

std::string with_quotes(const Letter& letter, const std::vector<Letter>& all) {
    return quote(letter, all, most_quotes);
}

std::string flowed(std::string_view text) { return in_lines(text, " "); }
std::string wrapped(std::string_view text) { return in_lines(text, ""); }

std::string as_html(std::string_view text) {
    std::string out =
        "<!DOCTYPE html>\r\n<html><head><meta charset=\"utf-8\"></head>\r\n<body style=\"font-family: Calibri, Arial, "
        "sans-serif; font-size: 11pt; color: #1f1f1f\">\r\n";
    std::size_t depth = 0;
    bool open = false, signature = false, layout = false;
    auto close = [&] {
        if (open) out += layout ? "</pre>\r\n" : "</p>\r\n";
        open = layout = false;
    };
    while (!text.empty()) {
        auto line = next_line(text);
        const auto marks = std::min(line.find_first_not_of('>'), line.size());
        line.remove_prefix(marks);
        if (marks > 0 && line.starts_with(' ')) line.remove_prefix(1);
        if (marks != depth) close();
        if (marks == 0 && (line.starts_with("On ") || line.starts_with("----"))) signature = false;
        for (; depth < marks; ++depth)
            out +=
                "<blockquote style=\"margin: 0 0 0 0.6em; padding-left: 0.8em; border-left: 2px solid #b5c4d6\">\r\n";
        for (; depth > marks; --depth) out += "</blockquote>\r\n";
        if (line.empty() || line == "-- ") {
            close();
            if (!line.empty()) signature = true;
            continue;
        }
        const bool laid_out = line.starts_with("  ");
        if (open && layout != laid_out) close();
        if (!open) {
            layout = laid_out;
            out += layout                    ? "<pre style=\"font-family: Consolas, monospace\">"
                   : signature && depth == 0 ? "<p style=\"color: #5a6472; font-size: 10pt\">"
                                             : "<p>";
        } else {
            out += layout ? "\r\n" : "<br>\r\n";
        }
        open = true;
        out += markup_escaped(line);
    }
    close();
    for (; depth > 0; --depth) out += "</blockquote>\r\n";
    return out + "</body></html>\r\n";
}

}  // namespace bailey::apps::demo
