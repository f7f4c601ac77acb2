#include "protocol/grammar/xtext.hpp"

#include <algorithm>

#include "protocol/grammar/characters.hpp"
#include "protocol/grammar/utf8.hpp"

namespace bailey::grammar {
namespace {

constexpr std::string_view hex_digits = "0123456789ABCDEF";

bool is_control(char c) { return (c >= '\0' && c < ' ') || c == '\x7f'; }
bool is_xchar(char c) { return (is_vchar(c) && c != '+' && c != '=') || is_utf8_part(c); }

}  // namespace

Result<std::string> decode_xtext(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        if (text[0] != '+') {
            if (!is_xchar(text[0])) return Errc::bad_syntax;
            out += text[0];
            text.remove_prefix(1);
            continue;
        }
        // hexchar: exactly two digits, letters in upper case.
        if (text.size() < 3) return Errc::bad_syntax;
        const auto high = hex_digits.find(text[1]), low = hex_digits.find(text[2]);
        if (high == std::string_view::npos || low == std::string_view::npos) return Errc::bad_syntax;
        out += static_cast<char>(high * 16 + low);
        text.remove_prefix(3);
    }
    if (std::ranges::any_of(out, is_control) || !is_utf8(out)) return Errc::bad_syntax;
    return out;
}

std::string encode_xtext(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (const char c : text) {
        if (is_vchar(c) && c != '+' && c != '=') {
            out += c;
            continue;
        }
        const auto octet = static_cast<unsigned char>(c);
        out += '+';
        out += hex_digits[octet >> 4];
        out += hex_digits[octet & 15];
    }
    return out;
}

}  // namespace bailey::grammar
