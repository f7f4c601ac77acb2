#include "protocol/grammar/utf8.hpp"

#include <algorithm>

namespace bailey::grammar {
namespace {

bool between(unsigned char c, unsigned char low, unsigned char high) { return c >= low && c <= high; }

// The octets of the character that starts `text`, 0 where none does: the rows of UTF8-octets in RFC 3629 section 4.
std::size_t utf8_char(std::string_view text) {
    const auto octet = [&](std::size_t i) { return static_cast<unsigned char>(i < text.size() ? text[i] : '\0'); };
    const auto tail = [&](std::size_t i) { return between(octet(i), 0x80, 0xbf); };
    const unsigned char first = octet(0), second = octet(1);
    if (first <= 0x7f) return 1;
    if (between(first, 0xc2, 0xdf)) return tail(1) ? 2 : 0;
    if (between(first, 0xe0, 0xef)) {
        const bool second_fits = first == 0xe0   ? between(second, 0xa0, 0xbf)
                                 : first == 0xed ? between(second, 0x80, 0x9f)
                                                 : tail(1);
        return second_fits && tail(2) ? 3 : 0;
    }
    if (between(first, 0xf0, 0xf4)) {
        const bool second_fits = first == 0xf0   ? between(second, 0x90, 0xbf)
                                 : first == 0xf4 ? between(second, 0x80, 0x8f)
                                                 : tail(1);
        return second_fits && tail(2) && tail(3) ? 4 : 0;
    }
    return 0;
}

}  // namespace

bool is_utf8(std::string_view text) {
    while (!text.empty()) {
        const auto octets = utf8_char(text);
        if (octets == 0) return false;
        text.remove_prefix(octets);
    }
    return true;
}

bool is_ascii(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return (static_cast<unsigned char>(c) & 0x80) == 0; });
}

}  // namespace bailey::grammar
