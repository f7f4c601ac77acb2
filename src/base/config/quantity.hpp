// Durations ("30s", "15m", "4h", "5d") and sizes ("512B", "256KB", "50MB", "2GB"; 1 KB is 1024 octets) as people
// write them: a whole number and one unit, without a space.
#pragma once
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace bailey::config {

// Errors: bad_syntax, also for what does not fit.
Result<std::chrono::seconds> duration_from(std::string_view text);
Result<std::uint64_t> size_from(std::string_view text);

// In the largest unit that is exact.
std::string to_text(std::chrono::seconds duration);
std::string size_text(std::uint64_t octets);

}  // namespace bailey::config
