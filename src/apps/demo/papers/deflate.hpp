// zlib's streams (RFC 1950) and raw ones (RFC 1951), as PDF, PNG and ZIP want them.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace bailey::apps::demo {

std::string zlib_stream(std::string_view bytes);
std::string raw_deflate(std::string_view bytes);
// The opposites, for tests. Empty for what is no such stream.
std::string from_zlib_stream(std::string_view bytes);
std::string from_raw_deflate(std::string_view bytes);
std::uint32_t crc32_of(std::string_view bytes);

}  // namespace bailey::apps::demo
