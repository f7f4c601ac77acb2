// The data types of RFC 8620 sections 1.2 to 1.4.
#pragma once
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "protocol/jmap/json.hpp"

namespace bailey::jmap {

using Moment = std::chrono::sys_time<std::chrono::milliseconds>;

constexpr std::int64_t int_max = (std::int64_t{1} << 53) - 1;  // section 1.3

// 1 to 255 of A-Z a-z 0-9 - _ (section 1.2).
bool is_id(std::string_view text);

// An Int; a number like 1.0 or 1e3, which JSON does not tell from an integer, is one too. None: something else.
std::optional<std::int64_t> int_from(const json::value& value);
std::optional<std::int64_t> unsigned_int_from(const json::value& value);

// "2014-10-30T06:12:00Z" (section 1.4): capital letters, Z, no fraction that is zero.
std::optional<Moment> utc_date_from(std::string_view text);
// "2014-10-30T14:12:00+08:00": the moment it means.
std::optional<Moment> date_from(std::string_view text);
std::string utc_date(Moment time);
// With the offset of that many minutes east of UTC.
std::string date(Moment time, int minutes_east);

}  // namespace bailey::jmap
