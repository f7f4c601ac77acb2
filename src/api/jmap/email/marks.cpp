#include "api/jmap/email/marks.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace bailey::jmap {
namespace {

constexpr std::string_view begin_mark = "<mark>", end_mark = "</mark>";

struct Span {
    std::size_t begin, end;
};

// In order, those that touch or overlap made one.
std::vector<Span> found_in(std::string_view text, const std::vector<mailbox::Term>& terms) {
    const auto words = mailbox::words_of(text);
    std::vector<Span> all;
    for (const auto& term : terms) {
        for (const auto& at : mailbox::occurrences(words, term)) {
            all.push_back({words[at.first].begin, words[at.last - 1].end});
        }
    }
    std::ranges::sort(all, {}, &Span::begin);
    std::vector<Span> joined;
    for (const auto& span : all) {
        if (!joined.empty() && span.begin <= joined.back().end) {
            joined.back().end = std::max(joined.back().end, span.end);
        } else {
            joined.push_back(span);
        }
    }
    return joined;
}

// Section 5: these three at least.
std::string_view escaped(std::string_view character) {
    if (character == "&") return "&amp;";
    if (character == "<") return "&lt;";
    if (character == ">") return "&gt;";
    if (character == "\n" || character == "\r" || character == "\t") return " ";
    return character;
}

// The text from `from` on, as much as `most` octets hold, every mark closed.
std::string write(std::string_view text, std::size_t from, const std::vector<Span>& spans, std::size_t most) {
    std::string out;
    auto span = std::ranges::find_if(spans, [&](const Span& s) { return s.end > from; });
    bool open = false;
    for (auto at = from; at < text.size();) {
        if (open && at >= span->end) {
            out += end_mark;
            open = false;
            ++span;
        }
        const auto start = at;
        if (!next_code_point(text, at)) ++at;
        const auto piece = escaped(text.substr(start, at - start));
        const bool opens = !open && span != spans.end() && start >= span->begin;
        const auto room = (opens ? begin_mark.size() : 0) + piece.size() + (open || opens ? end_mark.size() : 0);
        if (out.size() + room > most) break;
        if (opens) out += begin_mark;
        open |= opens;
        out += piece;
    }
    if (open) out += end_mark;
    return out;
}

// White space is one space, line ends too.
std::string collapsed(std::string_view text) {
    std::string out;
    for (char c : text) {
        const bool white = c == ' ' || c == '\n' || c == '\r' || c == '\t';
        if (!white) out += c;
        if (white && !out.empty() && out.back() != ' ') out += ' ';
    }
    if (out.ends_with(' ')) out.pop_back();
    return out;
}

}  // namespace

json::value marked(std::string_view text, const std::vector<mailbox::Term>& terms) {
    const auto spans = found_in(text, terms);
    if (spans.empty()) return nullptr;
    return json::value(write(text, 0, spans, std::string_view::npos));
}

json::value marked_excerpt(std::string_view text, const std::vector<mailbox::Term>& terms) {
    constexpr std::size_t most = 255, before = 60;
    const auto line = collapsed(text);
    const auto spans = found_in(line, terms);
    if (spans.empty()) return nullptr;
    // Begin at a word somewhat before it.
    const auto first = spans.front().begin;
    std::size_t from = 0;
    if (first > before) {
        const auto space = line.find(' ', first - before);
        from = space < first ? space + 1 : first;
    }
    return json::value(write(line, from, spans, most));
}

}  // namespace bailey::jmap
