// Time zones by their IANA names ("Europe/London"), from the system's files (RFC 8536).
#pragma once
#include <chrono>
#include <string_view>

#include "base/clock.hpp"
#include "base/result.hpp"

namespace bailey {

// How far east of UTC the clocks of that zone stand at `at`, to the minute. Errors: not_found (no such zone, or the
// system has none), corrupt.
Result<std::chrono::minutes> offset_in(std::string_view zone, Time at);

}  // namespace bailey
