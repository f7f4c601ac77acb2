#include "protocol/mime/decode.hpp"

#include <algorithm>
#include <array>
#include <cstring>

#include "base/text.hpp"
#include "protocol/grammar/characters.hpp"
#include "protocol/mime/charset.hpp"

namespace bailey::mime {
namespace {

constexpr std::uint32_t not_a_digit = 0x80000000, white = 0xC0000000;
constexpr std::size_t longest_line = 8192;  // longer ones are taken in blocks, counted from their beginning
constexpr std::size_t piece_size = 16384;

// The value of an octet at each of the four places of a quantum, already shifted.
constexpr std::array<std::array<std::uint32_t, 256>, 4> base64_tables() {
    constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::array<std::array<std::uint32_t, 256>, 4> tables{};
    for (std::size_t place = 0; place < 4; ++place) {
        tables[place].fill(not_a_digit);
        for (std::uint32_t value = 0; value < 64; ++value)
            tables[place][static_cast<unsigned char>(digits[value])] = value << (18 - 6 * place);
        for (unsigned char c : {' ', '\t', '\r', '\n'}) tables[place][c] = white;
    }
    return tables;
}
constexpr auto base64_values = base64_tables();

constexpr std::array<signed char, 256> hex_table() {
    std::array<signed char, 256> values{};
    values.fill(-1);
    for (int i = 0; i < 10; ++i) values[static_cast<std::size_t>('0' + i)] = static_cast<signed char>(i);
    for (int i = 0; i < 6; ++i) {
        values[static_cast<std::size_t>('A' + i)] = static_cast<signed char>(10 + i);
        values[static_cast<std::size_t>('a' + i)] = static_cast<signed char>(10 + i);
    }
    return values;
}
constexpr auto hex_values = hex_table();
int hex_value(char c) { return hex_values[static_cast<unsigned char>(c)]; }

struct Line {
    std::string_view content, end;
};
Line split_line_end(std::string_view line) {
    std::size_t end = line.ends_with("\r\n") ? 2 : line.ends_with('\n') ? 1 : 0;
    return {line.substr(0, line.size() - end), line.substr(line.size() - end)};
}

// How much of a line without an end can be decoded alone: no escape is cut.
std::size_t block_size(std::string_view line) {
    for (std::size_t back = 1; back <= 2; ++back)
        if (line[longest_line - back] == '=') return longest_line - back;
    return longest_line;
}

// Calls `take(line, ended)` for each whole line, or block of a long one; what is left is the beginning of a line.
template <class Take>
std::string_view for_lines(std::string_view body, Take take) {
    while (!body.empty()) {
        const auto end = body.substr(0, longest_line).find('\n');
        if (end == std::string_view::npos && body.size() < longest_line) break;
        const bool ended = end != std::string_view::npos;
        const auto size = ended ? end + 1 : block_size(body);
        take(body.substr(0, size), ended);
        body.remove_prefix(size);
    }
    return body;
}

}  // namespace

TransferDecoder::TransferDecoder(TransferEncoding encoding) : encoding_(encoding) {
    problem_ = encoding == TransferEncoding::unknown;
}

void TransferDecoder::feed(std::string_view body, std::string& out) {
    switch (encoding_) {
    case TransferEncoding::identity:
    case TransferEncoding::unknown: out += body; return;
    case TransferEncoding::base64: return base64(body, out);
    case TransferEncoding::quoted_printable: return quoted_printable(body, out);
    case TransferEncoding::uuencode: return uuencode(body, out);
    }
}

void TransferDecoder::finish(std::string& out) {
    if (encoding_ == TransferEncoding::base64) {
        // A last quantum without its padding is read; one digit alone says nothing.
        if (digits_ >= 2) out += static_cast<char>(bits_ >> 16);
        if (digits_ == 3) out += static_cast<char>(bits_ >> 8);
        problem_ |= digits_ > 0;
    } else if (encoding_ == TransferEncoding::quoted_printable) {
        quoted_printable_line(line_, true, out);
    } else if (encoding_ == TransferEncoding::uuencode) {
        uuencode_line(line_, out);
        problem_ |= uu_ != Uu::after;
    }
    line_.clear();
}

// RFC 2045 section 6.8. Other characters are passed over; after padding, another run of base64 may follow.
void TransferDecoder::base64(std::string_view body, std::string& out) {
    const auto start = out.size();
    out.resize(start + body.size() / 4 * 3 + 3);
    char* to = out.data() + start;
    const auto* from = reinterpret_cast<const unsigned char*>(body.data());
    const auto* end = from + body.size();
    while (from != end) {
        while (digits_ == 0 && end - from >= 4) {
            const auto quantum = base64_values[0][from[0]] | base64_values[1][from[1]] | base64_values[2][from[2]] |
                                 base64_values[3][from[3]];
            if (quantum & not_a_digit) break;
            to[0] = static_cast<char>(quantum >> 16);
            to[1] = static_cast<char>(quantum >> 8);
            to[2] = static_cast<char>(quantum);
            to += 3;
            from += 4;
            padding_ = 0;
        }
        if (from == end) break;
        const auto octet = *from++;
        const auto value = base64_values[digits_][octet];
        if (value == white) continue;
        if (octet == '=') {
            if (digits_ >= 2) {
                *to++ = static_cast<char>(bits_ >> 16);
                if (digits_ == 3) *to++ = static_cast<char>(bits_ >> 8);
                padding_ = static_cast<std::uint8_t>(3 - digits_);  // still allowed
            } else if (digits_ == 1 || padding_ == 0) {
                problem_ = true;
            } else {
                --padding_;
            }
            digits_ = 0;
            bits_ = 0;
            continue;
        }
        if (value & not_a_digit) {
            problem_ = true;
            continue;
        }
        bits_ |= value;
        padding_ = 0;
        if (++digits_ < 4) continue;
        for (int shift : {16, 8, 0}) *to++ = static_cast<char>(bits_ >> shift);
        digits_ = 0;
        bits_ = 0;
    }
    out.resize(static_cast<std::size_t>(to - out.data()));
}

void TransferDecoder::quoted_printable(std::string_view body, std::string& out) {
    auto take = [&](std::string_view line, bool ended) { quoted_printable_line(line, ended, out); };
    // The line that has begun is completed first, so that the rest need not be copied.
    while (!line_.empty() && !body.empty()) {
        const auto end = body.substr(0, longest_line).find('\n');
        const auto size = std::min(end == std::string_view::npos ? longest_line : end + 1, body.size());
        const auto begun = std::move(line_) + std::string(body.substr(0, size));
        body.remove_prefix(size);
        line_ = for_lines(begun, take);
    }
    line_ += for_lines(body, take);
}

// RFC 2045 section 6.7. White space at the end of a line was added on the way (rule 3); `ended` is false in the middle
// of a line.
void TransferDecoder::quoted_printable_line(std::string_view line, bool ended, std::string& out) {
    auto [content, end] = split_line_end(line);
    if (ended) {
        const auto last = content.find_last_not_of(" \t\r");
        content = content.substr(0, last == std::string_view::npos ? 0 : last + 1);
        if (content.ends_with('=')) {
            content.remove_suffix(1);
            end = {};
        }
    }
    for (;;) {
        const auto escape = content.find('=');
        out += content.substr(0, escape);
        if (escape == std::string_view::npos) break;
        content.remove_prefix(escape);
        const int high = content.size() > 2 ? hex_value(content[1]) : -1;
        const int low = content.size() > 2 ? hex_value(content[2]) : -1;
        if (high < 0 || low < 0) {
            problem_ = true;
            out += '=';
            content.remove_prefix(1);
        } else {
            out += static_cast<char>(high << 4 | low);
            content.remove_prefix(3);
        }
    }
    out += end;
}

void TransferDecoder::uuencode(std::string_view body, std::string& out) {
    std::string joined;
    if (!line_.empty()) body = joined = line_ + std::string(body);
    line_ = for_lines(body, [&](auto line, bool) { uuencode_line(line, out); });
}

// IEEE 1003.1, uuencode: a length, then four characters for every three octets.
void TransferDecoder::uuencode_line(std::string_view line, std::string& out) {
    const auto content = split_line_end(line).content;
    if (uu_ == Uu::before && content.starts_with("begin ")) {
        uu_ = Uu::within;
    } else if (uu_ == Uu::within && trim(content) == "end") {
        uu_ = Uu::after;
    } else if (uu_ == Uu::within && !content.empty()) {
        auto value = [&](std::size_t at) {  // trailing spaces may be lost
            return at < content.size() ? static_cast<unsigned>(content[at] - ' ') & 63u : 0u;
        };
        const auto octets = value(0);
        problem_ |= content.size() > 1 + (octets + 2) / 3 * 4 + 1;  // some programs add a checksum
        for (std::size_t i = 0; i < octets; ++i) {
            const auto at = 1 + i / 3 * 4 + i % 3;
            out += static_cast<char>(value(at) << (2 + 2 * (i % 3)) | value(at + 1) >> (4 - 2 * (i % 3)));
        }
    }
}

DecodedBody decode_transfer(std::string_view body, TransferEncoding encoding) {
    DecodedBody decoded;
    TransferDecoder decoder(encoding);
    decoder.feed(body, decoded.bytes);
    decoder.finish(decoded.bytes);
    decoded.encoding_problem = decoder.problem();
    return decoded;
}

std::size_t decoded_size(std::string_view body, TransferEncoding encoding) {
    if (encoding == TransferEncoding::identity || encoding == TransferEncoding::unknown) return body.size();
    TransferDecoder decoder(encoding);
    std::size_t size = 0;
    std::string out;
    for (; !body.empty(); body.remove_prefix(std::min(piece_size, body.size()))) {
        decoder.feed(body.substr(0, piece_size), out);
        size += out.size();
        out.clear();
    }
    decoder.finish(out);
    return size + out.size();
}

}  // namespace bailey::mime
