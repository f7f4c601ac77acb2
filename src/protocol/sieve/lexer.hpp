// The tokens of a script: RFC 5228 section 8.1.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace bailey::sieve {

enum class TokenKind {
    identifier,   // text: in lower case
    tag,          // text: in lower case, without its colon
    number,       // number
    string,       // text: quotes, stuffing and escapes undone, line ends CRLF
    punctuation,  // text: one of ; , ( ) [ ] { }
    end,
    bad,  // text: a sentence that says why; the lexer stays there
};

struct Token {
    TokenKind kind = TokenKind::end;
    std::size_t line = 1;  // on which it begins
    std::string text = {};
    std::uint64_t number = 0;

    bool is(char mark) const { return kind == TokenKind::punctuation && text[0] == mark; }
};

// Lines may end in CRLF or in a bare LF.
class Lexer {
public:
    explicit Lexer(std::string_view script) : script_(script) {}  // valid UTF-8, see unreadable()
    Token next();

private:
    bool skip_white();
    bool skip_comment();
    char peek(std::size_t ahead = 0) const { return at_ + ahead < script_.size() ? script_[at_ + ahead] : '\0'; }
    Token bad(std::size_t line, std::string sentence);
    Token number(std::size_t line);
    Token quoted(std::size_t line);
    Token multi_line(std::size_t line);
    std::string word();

    std::string_view script_;
    std::size_t at_ = 0, line_ = 1;
};

// The line of the first octet that no script can have (RFC 5228 section 2.1: UTF-8, and no NUL); 0: there is none.
std::size_t unreadable(std::string_view script);

}  // namespace bailey::sieve
