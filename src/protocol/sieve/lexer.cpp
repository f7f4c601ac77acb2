#include "protocol/sieve/lexer.hpp"

#include <algorithm>
#include <limits>

#include "base/text.hpp"
#include "protocol/grammar/characters.hpp"

namespace bailey::sieve {
namespace {

using grammar::is_alpha;
using grammar::is_digit;

bool begins_identifier(char c) { return is_alpha(c) || c == '_'; }
bool in_identifier(char c) { return begins_identifier(c) || is_digit(c); }

// QUANTIFIER; 0: it is none.
std::uint64_t quantity(char c) {
    switch (ascii_lower(c)) {
    case 'k': return 1ull << 10;
    case 'm': return 1ull << 20;
    case 'g': return 1ull << 30;
    }
    return 0;
}

}  // namespace

Token Lexer::bad(std::size_t line, std::string sentence) { return {TokenKind::bad, line, std::move(sentence)}; }

std::string Lexer::word() {
    const auto start = at_;
    while (at_ < script_.size() && in_identifier(script_[at_])) ++at_;
    return ascii_lower(script_.substr(start, at_ - start));
}

// bracket-comment, behind its "/*". False where it does not end.
bool Lexer::skip_comment() {
    const auto end = script_.find("*/", at_ + 2);
    if (end == std::string_view::npos) return false;
    for (; at_ < end + 2; ++at_) line_ += script_[at_] == '\n';
    return true;
}

// white-space. False where a comment does not end.
bool Lexer::skip_white() {
    while (at_ < script_.size()) {
        const char c = script_[at_];
        if (c == '\n') ++line_;
        if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
            ++at_;
        } else if (c == '#') {
            at_ = std::min(script_.find('\n', at_), script_.size());
        } else if (c == '/' && peek(1) == '*') {
            if (!skip_comment()) return false;
        } else {
            break;
        }
    }
    return true;
}

Token Lexer::next() {
    if (!skip_white()) return bad(line_, "This comment has no end: \"*/\" is missing.");
    const auto line = line_;
    if (at_ >= script_.size()) return {TokenKind::end, line};
    const char c = script_[at_];
    if (begins_identifier(c)) {
        auto name = word();
        if (name == "text" && peek() == ':') return multi_line(line);
        return {TokenKind::identifier, line, std::move(name)};
    }
    if (is_digit(c)) return number(line);
    if (c == '"') return quoted(line);
    if (c == ':') {
        ++at_;
        if (!begins_identifier(peek())) return bad(line, "A colon must be followed by the name of an argument.");
        return {TokenKind::tag, line, word()};
    }
    if (std::string_view(";,()[]{}").find(c) != std::string_view::npos) {
        ++at_;
        return {TokenKind::punctuation, line, std::string(1, c)};
    }
    if (!is_ascii(c)) return bad(line, "A letter beyond ASCII can stand only within quotes or a comment.");
    return bad(line, "\"" + std::string(1, c >= ' ' ? c : '?') + "\" means nothing here.");
}

// number = 1*DIGIT [QUANTIFIER]
Token Lexer::number(std::size_t line) {
    constexpr auto most = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    std::uint64_t value = 0;
    for (; is_digit(peek()); ++at_) {
        const auto digit = static_cast<std::uint64_t>(peek() - '0');
        if (value > (most - digit) / 10) return bad(line, "This number is too large.");
        value = value * 10 + digit;
    }
    if (const auto unit = quantity(peek())) {
        ++at_;
        if (value > most / unit) return bad(line, "This number is too large.");
        value *= unit;
    }
    if (in_identifier(peek())) return bad(line, "A number may end in K, M or G and in nothing else.");
    return {TokenKind::number, line, {}, value};
}

// quoted-string
Token Lexer::quoted(std::size_t line) {
    std::string text;
    for (++at_; at_ < script_.size(); ++at_) {
        char c = script_[at_];
        if (c == '"') {
            ++at_;
            return {TokenKind::string, line, std::move(text)};
        }
        if (c == '\\') {  // section 2.4.2: before another character it is ignored
            if (++at_ == script_.size()) break;
            c = script_[at_];
        }
        if (c == '\n') {
            ++line_;
            if (!text.ends_with('\r')) text += '\r';
        }
        text += c;
    }
    return bad(line, "This text has no closing quote.");
}

// multi-line, behind "text"
Token Lexer::multi_line(std::size_t line) {
    ++at_;
    while (peek() == ' ' || peek() == '\t') ++at_;
    if (peek() == '#') at_ = std::min(script_.find('\n', at_), script_.size());
    if (peek() == '\r') ++at_;
    if (peek() != '\n') return bad(line, "The text after \"text:\" must begin on a new line.");
    ++at_;
    ++line_;
    std::string text;
    while (at_ < script_.size()) {
        auto end = script_.find('\n', at_);
        const bool last = end == std::string_view::npos;
        if (last) end = script_.size();
        auto content = script_.substr(at_, end - at_);
        if (content.ends_with('\r')) content.remove_suffix(1);
        if (content == ".") {
            // The line end stays for skip_white() to count.
            at_ = end;
            return {TokenKind::string, line, std::move(text)};
        }
        if (last) break;
        ++line_;
        at_ = end + 1;
        if (content.starts_with('.')) content.remove_prefix(1);  // section 2.4.2: dot-stuffing
        text += content;
        text += "\r\n";
    }
    return bad(line, "This text has no end: a line with nothing but a dot is missing.");
}

std::size_t unreadable(std::string_view script) {
    std::size_t line = 1;
    for (std::size_t at = 0; at < script.size();) {
        const char c = script[at];
        if (c == '\n') ++line;
        if (c == '\0' || !next_code_point(script, at)) return line;
    }
    return 0;
}

}  // namespace bailey::sieve
