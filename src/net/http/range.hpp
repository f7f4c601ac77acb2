// Range requests (RFC 9110 section 14) and the conditions that go with them (section 13).
#pragma once
#include <cstdint>
#include <string_view>

#include "net/http/fields.hpp"

namespace bailey::net::http {

struct Range {
    enum class Kind { whole, part, unsatisfiable };
    Kind kind = Kind::whole;
    std::uint64_t first = 0, count = 0;  // of a part
};

// What a GET with these fields wants of a representation of `length` octets. A malformed Range, one of several ranges
// and one whose If-Range does not match is for the whole, as section 14.2 allows.
Range range_wanted(const Fields& request, std::string_view etag, std::uint64_t length);

// Does If-None-Match hold this entity tag (weak comparison, section 8.8.3.2)?
bool already_has(const Fields& request, std::string_view etag);

}  // namespace bailey::net::http
