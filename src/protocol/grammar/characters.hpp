// The character classes of RFC 5234 appendix B.1 and RFC 5322 section 3.2, and words compared without regard to case.
#pragma once
#include <string_view>

namespace bailey::grammar {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_alpha(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
constexpr bool is_wsp(char c) { return c == ' ' || c == '\t'; }
constexpr bool is_vchar(char c) { return c > ' ' && c < '\x7f'; }
constexpr bool is_utf8_part(char c) { return (static_cast<unsigned char>(c) & 0x80) != 0; }  // of a longer character
// RFC 5322 section 3.2.3, with RFC 6532 section 3.2.
constexpr bool is_atext(char c) {
    return is_alpha(c) || is_digit(c) || is_utf8_part(c) ||
           std::string_view("!#$%&'*+-/=?^_`{|}~").find(c) != std::string_view::npos;
}

constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
constexpr bool same_word(std::string_view a, std::string_view b) {
    if (a.size() != b.size()) return false;
    for (std::size_t i = 0; i < a.size(); ++i)
        if (lower(a[i]) != lower(b[i])) return false;
    return true;
}

}  // namespace bailey::grammar
