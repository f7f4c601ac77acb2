#include "apps/demo/papers/png.hpp"

#include <string_view>

#include "apps/demo/papers/deflate.hpp"

namespace bailey::apps::demo {
namespace {

void number(std::string& out, std::uint32_t n) {
    for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>((n >> shift) & 0xff);
}

// Length, type, data, and the CRC of type and data (RFC 2083 section 3.2).
void chunk(std::string& out, std::string_view type, std::string_view data) {
    number(out, static_cast<std::uint32_t>(data.size()));
    auto checked = std::string(type) + std::string(data);
    out += checked;
    number(out, crc32_of(checked));
}

}  // namespace

std::string png(const Picture& picture) {
    std::string out = "\x89PNG\r\n\x1a\n";
    std::string head;
    number(head, picture.width);
    number(head, picture.height);
    head += '\x08';                                   // bits a sample
    head += picture.channels == 3 ? '\x02' : '\x00';  // colour type
    head += std::string_view("\x00\x00\x00", 3);      // deflate, the five filters, not interlaced
    chunk(out, "IHDR", head);
    const auto line = static_cast<std::size_t>(picture.width) * picture.channels;
    std::string lines;
    lines.reserve((line + 1) * picture.height);
    for (std::size_t y = 0; y < picture.height; ++y) {
        lines += '\0';  // no filter
        lines.append(reinterpret_cast<const char*>(picture.pixels.data()) + y * line, line);
    }
    chunk(out, "IDAT", zlib_stream(lines));
    chunk(out, "IEND", {});
    return out;
}

}  // namespace bailey::apps::demo
