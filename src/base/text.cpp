#include "base/text.hpp"

#include <algorithm>

namespace bailey {
namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";
constexpr std::string_view base32_digits = "abcdefghijklmnopqrstuvwxyz234567";
constexpr std::string_view base64_digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

// The digit's value in each alphabet, -1 where it is none.
constexpr std::array<signed char, 256> values_of(std::string_view digits) {
    std::array<signed char, 256> values{};
    values.fill(-1);
    for (std::size_t i = 0; i < digits.size(); ++i)
        values[static_cast<unsigned char>(digits[i])] = static_cast<signed char>(i);
    return values;
}
constexpr auto hex_values = values_of(hex_digits);
constexpr auto base64_values = values_of(base64_digits);

}  // namespace

std::string ascii_lower(std::string_view text) {
    std::string lower(text);
    for (char& c : lower) c = ascii_lower(c);
    return lower;
}

bool equals_ignoring_case(std::string_view a, std::string_view b) {
    return std::ranges::equal(a, b, [](char x, char y) { return ascii_lower(x) == ascii_lower(y); });
}

std::string_view trim(std::string_view text) {
    auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::string hex(ByteView bytes) {
    std::string text;
    text.reserve(bytes.size() * 2);
    for (auto b : bytes) {
        text += hex_digits[b >> 4];
        text += hex_digits[b & 15];
    }
    return text;
}

Result<Bytes> from_hex(std::string_view text) {
    if (text.size() % 2 != 0) return Errc::bad_syntax;
    Bytes bytes;
    bytes.reserve(text.size() / 2);
    for (std::size_t i = 0; i < text.size(); i += 2) {
        int high = hex_values[static_cast<unsigned char>(ascii_lower(text[i]))];
        int low = hex_values[static_cast<unsigned char>(ascii_lower(text[i + 1]))];
        if (high < 0 || low < 0) return Errc::bad_syntax;
        bytes.push_back(static_cast<std::uint8_t>(high << 4 | low));
    }
    return bytes;
}

std::string base64(ByteView bytes) {
    std::string text;
    text.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        auto have = std::min<std::size_t>(3, bytes.size() - i);
        std::uint32_t quantum = 0;
        for (std::size_t k = 0; k < 3; ++k) quantum = quantum << 8 | (k < have ? bytes[i + k] : 0u);
        for (std::size_t k = 0; k < 4; ++k) text += k <= have ? base64_digits[quantum >> (18 - 6 * k) & 63] : '=';
    }
    return text;
}

Result<Bytes> from_base64(std::string_view text) {
    if (text.size() % 4 != 0) return Errc::bad_syntax;
    std::size_t padding = text.ends_with("==") ? 2 : text.ends_with('=') ? 1 : 0;
    auto digits = text.substr(0, text.size() - padding);
    Bytes bytes;
    bytes.reserve(text.size() / 4 * 3);
    std::uint32_t bits = 0;
    int count = 0;
    for (char c : digits) {
        int value = base64_values[static_cast<unsigned char>(c)];
        if (value < 0) return Errc::bad_syntax;
        bits = (bits << 6 | static_cast<std::uint32_t>(value)) & 0xffffff;
        if ((count += 6) < 8) continue;
        count -= 8;
        bytes.push_back(static_cast<std::uint8_t>(bits >> count));
    }
    if ((bits & ((1u << count) - 1)) != 0) return Errc::bad_syntax;
    return bytes;
}

std::string base64url(ByteView bytes) {
    auto text = base64(bytes);
    std::ranges::replace(text, '+', '-');
    std::ranges::replace(text, '/', '_');
    text.erase(text.find_last_not_of('=') + 1);
    return text;
}

Result<Bytes> from_base64url(std::string_view text) {
    if (text.find_first_of("+/") != text.npos) return Errc::bad_syntax;
    std::string usual(text);
    std::ranges::replace(usual, '-', '+');
    std::ranges::replace(usual, '_', '/');
    if (usual.find('=') == usual.npos) usual.append((4 - usual.size() % 4) % 4, '=');
    return from_base64(usual);
}

std::string base32(ByteView bytes) {
    std::string text;
    std::uint32_t bits = 0;
    int count = 0;
    for (auto b : bytes) {
        bits = (bits << 8 | b) & 0xffff;
        for (count += 8; count >= 5;) text += base32_digits[bits >> (count -= 5) & 31];
    }
    if (count > 0) text += base32_digits[bits << (5 - count) & 31];
    return text;
}

// RFC 3629 section 4: the ranges of the second octet keep out overlong forms, surrogates and what is beyond U+10FFFF.
std::optional<char32_t> next_code_point(std::string_view text, std::size_t& at) {
    auto octet = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    auto lead = octet(at);
    if (lead < 0x80) return text[at++];
    std::size_t more = lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3;
    if (lead < 0xC2 || lead > 0xF4 || text.size() - at <= more) return std::nullopt;
    unsigned char low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    unsigned char high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    char32_t c = lead & (0x3Fu >> more);
    for (std::size_t i = 1; i <= more; ++i) {
        auto b = octet(at + i);
        if (b < low || b > high) return std::nullopt;
        low = 0x80;
        high = 0xBF;
        c = c << 6 | (b & 0x3Fu);
    }
    at += more + 1;
    return c;
}

bool valid_utf8(std::string_view text) {
    for (std::size_t at = 0; at < text.size();)
        if (!next_code_point(text, at)) return false;
    return true;
}

}  // namespace bailey
