#include "protocol/grammar/mail.hpp"

namespace bailey::grammar {
namespace {

bool is_fws(char c) { return is_wsp(c) || c == '\r' || c == '\n'; }

// comment = "(" *(ctext / quoted-pair / comment) ")"; counted, so that no depth costs stack.
bool comment(Cursor& text) {
    std::size_t depth = 0;
    do {
        if (text.done()) return false;
        if (text.take('(')) {
            ++depth;
        } else if (text.take(')')) {
            --depth;
        } else {
            text.take('\\');
            text.skip();
        }
    } while (depth > 0);
    return true;
}

// rule *("." rule), where white space and comments may stand around each dot.
template <class Rule>
std::optional<std::string> dotted(Cursor& text, Rule rule) {
    auto all = rule(text);
    if (!all) return std::nullopt;
    while (text.take('.')) {
        auto next = rule(text);
        if (!next) return std::nullopt;
        *all += '.';
        *all += *next;
    }
    return all;
}

}  // namespace

bool cfws(Cursor& text) {
    for (;;) {
        text.take_while(is_fws);
        if (text.peek() != '(') return true;
        if (!comment(text)) return false;
    }
}

std::optional<std::string> quoted_string(Cursor& text) {
    const auto start = text.at();
    std::string content;
    if (cfws(text) && text.take('"')) {
        while (!text.done() && text.peek() != '"') {
            text.take('\\');
            if (text.peek() != '\r' && text.peek() != '\n') content += text.peek();  // the folds are not part of it
            text.skip();
        }
        if (text.take('"') && cfws(text)) return content;
    }
    text.back_to(start);
    return std::nullopt;
}

std::optional<std::string> atom(Cursor& text) {
    const auto start = text.at();
    if (cfws(text)) {
        std::string content(text.take_while(is_atext));
        if (!content.empty() && cfws(text)) return content;
    }
    text.back_to(start);
    return std::nullopt;
}

std::optional<std::string> word(Cursor& text) {
    if (auto plain = atom(text)) return plain;
    return quoted_string(text);
}

std::optional<std::string> phrase(Cursor& text) {
    auto all = word(text);
    if (!all) return std::nullopt;
    for (;;) {
        if (text.take('.')) {
            *all += '.';
            if (!cfws(text)) return std::nullopt;
        } else if (auto next = word(text)) {
            *all += ' ';
            *all += *next;
        } else {
            return all;
        }
    }
}

std::optional<std::string> local_part(Cursor& text) { return dotted(text, word); }
std::optional<std::string> domain(Cursor& text) { return dotted(text, atom); }

std::string quoted(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    return out += '"';
}

}  // namespace bailey::grammar
