// What the header section of a part says of it: RFC 2045, 2183, 2392, 2557, 3282.
#pragma once
#include <string_view>
#include <vector>

#include "protocol/mime/structure.hpp"

namespace bailey::mime {

// Fills `part` from its fields. `in_digest`: the default type is message/rfc822 (RFC 2046 section 5.1.5). True where a
// limit was met.
bool read_properties(std::string_view message, const std::vector<Field>& fields, const ParameterLimits& limits,
                     bool in_digest, Part& part);

}  // namespace bailey::mime
