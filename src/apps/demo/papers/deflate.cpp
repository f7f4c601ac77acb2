#include "apps/demo/papers/deflate.hpp"

#include <zlib.h>

namespace bailey::apps::demo {
namespace {

constexpr int zlib_window = 15, raw_window = -15;

Bytef* octets(std::string_view bytes) { return reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data())); }

std::string deflated(std::string_view bytes, int window) {
    z_stream z{};
    deflateInit2(&z, Z_BEST_SPEED, Z_DEFLATED, window, 8, Z_DEFAULT_STRATEGY);
    std::string out(deflateBound(&z, bytes.size()), '\0');
    z.next_in = octets(bytes);
    z.avail_in = static_cast<uInt>(bytes.size());
    z.next_out = octets(out);
    z.avail_out = static_cast<uInt>(out.size());
    deflate(&z, Z_FINISH);
    out.resize(z.total_out);
    deflateEnd(&z);
    return out;
}

std::string inflated(std::string_view bytes, int window) {
    z_stream z{};
    inflateInit2(&z, window);
    z.next_in = octets(bytes);
    z.avail_in = static_cast<uInt>(bytes.size());
    std::string out;
    char piece[65536];
    int state = Z_OK;
    while (state == Z_OK) {
        z.next_out = reinterpret_cast<Bytef*>(piece);
        z.avail_out = sizeof piece;
        state = inflate(&z, Z_NO_FLUSH);
        out.append(piece, sizeof piece - z.avail_out);
        if (z.avail_in == 0 && z.avail_out != 0) break;
    }
    inflateEnd(&z);
    return state == Z_STREAM_END ? out : std::string();
}

}  // namespace

std::string zlib_stream(std::string_view bytes) { return deflated(bytes, zlib_window); }
std::string raw_deflate(std::string_view bytes) { return deflated(bytes, raw_window); }
std::string from_zlib_stream(std::string_view bytes) { return inflated(bytes, zlib_window); }
std::string from_raw_deflate(std::string_view bytes) { return inflated(bytes, raw_window); }
std::uint32_t crc32_of(std::string_view bytes) {
    return static_cast<std::uint32_t>(crc32(0, octets(bytes), static_cast<uInt>(bytes.size())));
}

}  // namespace bailey::apps::demo
