// JSON values as JMAP knows them: I-JSON (RFC 7493) in, I-JSON out. The values are Boost.JSON's; everybody includes
// this header instead of <boost/json.hpp>, which is heavy.
#pragma once
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/string.hpp>
#include <boost/json/value.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace bailey::jmap {

namespace json = boost::json;

struct JsonLimits {
    std::size_t depth = 64;         // arrays and objects inside each other
    std::size_t values = 500'000;   // values and names in all: what a parsed text may cost in memory
    std::size_t name_bytes = 4096;  // one member's name
};

// Errors: bad_syntax (no JSON, or no I-JSON: a name twice in one object, invalid UTF-8, a surrogate or noncharacter in
// a string, a number beyond a double's range), too_long (deeper, larger or longer names than `limits`).
Result<json::value> parse_json(std::string_view text, const JsonLimits& limits = {});

// Whatever the value holds, the text is I-JSON: octets that are no UTF-8, and noncharacters, come out as U+FFFD (RFC
// 7493 section 2.1), infinite numbers as null.
std::string write_json(const json::value& value);
void write_json(const json::value& value, std::string& to);
void write_json(const json::object& object, std::string& to);

// A string value's text.
inline std::string_view text_of(const json::string& s) { return {s.data(), s.size()}; }
inline std::string_view text_of(json::string_view s) { return {s.data(), s.size()}; }
// The member of that name, or null where there is none.
const json::value* member(const json::object& object, std::string_view name);

json::array array_of(const std::vector<std::string>& texts);

}  // namespace bailey::jmap
