#include "protocol/mime/encode.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "protocol/grammar/base64.hpp"
#include "protocol/grammar/characters.hpp"

namespace bailey::mime {
namespace {

constexpr std::size_t longest_line = 998;     // RFC 5322 section 2.1.1
constexpr std::size_t encoded_line = 76;      // RFC 2045 section 6.7 (5), 6.8
constexpr std::size_t octets_of_a_line = 57;  // which are 76 of base64

bool stands(char c) { return (grammar::is_vchar(c) && c != '=') || grammar::is_wsp(c); }

}  // namespace

std::string with_crlf(std::string_view text) {
    std::string out;
    out.reserve(text.size() + text.size() / 32);
    while (!text.empty()) {
        const auto end = text.find('\n');
        auto line = text.substr(0, end);
        if (end == std::string_view::npos) return out += line;
        if (line.ends_with('\r')) line.remove_suffix(1);
        (out += line) += "\r\n";
        text.remove_prefix(end + 1);
    }
    return out;
}

std::string_view fitting_encoding(std::string_view text) {
    bool plain = true;
    std::size_t escapes = 0;
    for (std::size_t at = 0; at < text.size();) {
        const auto end = std::min(text.find("\r\n", at), text.size());
        const auto line = text.substr(at, end - at);
        plain &= line.size() <= longest_line;
        for (char c : line) {
            escapes += !stands(c);
            plain &= is_ascii(c) && c != '\0' && c != '\r' && c != '\n';
        }
        at = end + 2;
    }
    if (plain) return "7bit";
    return escapes < text.size() / 6 ? "quoted-printable" : "base64";
}

std::string encode_quoted_printable(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    out.reserve(text.size() + text.size() / 8);
    std::size_t column = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char c = text[at];
        const auto rest = text.substr(at + 1);
        if (c == '\r' && rest.starts_with('\n')) {
            out += "\r\n";
            column = 0;
            ++at;
            continue;
        }
        const bool at_end = rest.empty() || rest.starts_with("\r\n");
        const bool plain = stands(c) && !(at_end && grammar::is_wsp(c));  // rule (3)
        const std::size_t size = plain ? 1 : 3;
        if (column + size > encoded_line - (at_end ? 0 : 1)) {
            out += "=\r\n";
            column = 0;
        }
        if (plain)
            out += c;
        else
            ((out += '=') += digits[static_cast<unsigned char>(c) >> 4]) += digits[static_cast<unsigned char>(c) & 15];
        column += size;
    }
    return out;
}

void Base64Encoder::feed(std::string_view bytes, std::string& out) {
    out.reserve(out.size() + bytes.size() / 3 * 4 + bytes.size() / 28 + encoded_line);
    if (!rest_.empty()) {
        const auto taken = std::min(bytes.size(), octets_of_a_line - rest_.size());
        rest_ += bytes.substr(0, taken);
        bytes.remove_prefix(taken);
        if (rest_.size() < octets_of_a_line) return;
        (out += grammar::encode_base64(rest_)) += "\r\n";
        rest_.clear();
    }
    for (; bytes.size() >= octets_of_a_line; bytes.remove_prefix(octets_of_a_line))
        (out += grammar::encode_base64(bytes.substr(0, octets_of_a_line))) += "\r\n";
    rest_ = bytes;
}

void Base64Encoder::finish(std::string& out) {
    if (!rest_.empty()) (out += grammar::encode_base64(rest_)) += "\r\n";
    rest_.clear();
}

}  // namespace bailey::mime
