#include "protocol/grammar/base64.hpp"

#include <array>
#include <cstdint>

namespace bailey::grammar {
namespace {

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::uint32_t no_value = 64;

constexpr auto values = [] {
    std::array<std::uint8_t, 256> table{};
    table.fill(no_value);
    for (std::size_t i = 0; i < alphabet.size(); ++i)
        table[static_cast<unsigned char>(alphabet[i])] = static_cast<std::uint8_t>(i);
    return table;
}();

constexpr std::uint32_t value_of(char c) { return values[static_cast<unsigned char>(c)]; }
constexpr std::uint32_t octet_of(char c) { return static_cast<unsigned char>(c); }
constexpr char octet(std::uint32_t bits, int shift) { return static_cast<char>((bits >> shift) & 0xff); }
constexpr char letter(std::uint32_t bits, int shift) { return alphabet[(bits >> shift) & 0x3f]; }

}  // namespace

std::string encode_base64(std::string_view bytes) {
    std::string out;
    out.reserve((bytes.size() + 2) / 3 * 4);
    for (; bytes.size() >= 3; bytes.remove_prefix(3)) {
        const auto bits = octet_of(bytes[0]) << 16 | octet_of(bytes[1]) << 8 | octet_of(bytes[2]);
        out.append({letter(bits, 18), letter(bits, 12), letter(bits, 6), letter(bits, 0)});
    }
    if (bytes.size() == 2) {
        const auto bits = octet_of(bytes[0]) << 16 | octet_of(bytes[1]) << 8;
        out.append({letter(bits, 18), letter(bits, 12), letter(bits, 6), '='});
    } else if (bytes.size() == 1) {
        const auto bits = octet_of(bytes[0]) << 16;
        out.append({letter(bits, 18), letter(bits, 12), '=', '='});
    }
    return out;
}

Result<std::string> decode_base64(std::string_view text) {
    if (text.size() % 4 != 0) return Errc::bad_syntax;
    std::size_t padding = 0;
    while (padding < 2 && padding < text.size() && text[text.size() - 1 - padding] == '=') ++padding;
    std::string out;
    out.reserve(text.size() / 4 * 3);
    for (; !text.empty(); text.remove_prefix(4)) {
        const auto pads = text.size() == 4 ? padding : 0;
        std::uint32_t bits = 0;
        for (std::size_t i = 0; i < 4; ++i) {
            const auto value = i >= 4 - pads ? 0 : value_of(text[i]);
            if (value == no_value) return Errc::bad_syntax;
            bits = bits << 6 | value;
        }
        // Bits that no octet holds must be zero, or one octet would have several spellings.
        if ((pads == 1 && (bits & 0xff) != 0) || (pads == 2 && (bits & 0xffff) != 0)) return Errc::bad_syntax;
        out += octet(bits, 16);
        if (pads < 2) out += octet(bits, 8);
        if (pads < 1) out += octet(bits, 0);
    }
    return out;
}

}  // namespace bailey::grammar
