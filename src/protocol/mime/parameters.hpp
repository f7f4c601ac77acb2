// The value and parameters of Content-Type and Content-Disposition: RFC 2045 section 5.1, RFC 2183, with RFC 2231
// (pieces, charsets), and RFC 2047 within parameters, which is forbidden and common.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace bailey::mime {

struct ParameterLimits {
    std::size_t parameters = 100;  // each name once; more are left out
    std::size_t pieces = 200;      // of RFC 2231, of all parameters
    std::size_t octets = 32768;    // of the field that are looked at
};

struct Parameter {
    std::string name;   // lower case, without the marks of RFC 2231
    std::string value;  // UTF-8 without control characters
};

struct ParameterField {
    std::string value;  // "text/plain", "attachment": lower case, without CFWS; may be empty
    std::vector<Parameter> parameters;
    bool truncated = false;

    const std::string* find(std::string_view name) const;
};

// Never fails: what cannot be read is left out. Of two of the same name the first counts, but RFC 2231's form over the
// plain one (RFC 2231 section 3 gives no rule; programs that write both mean this).
ParameterField parse_parameters(std::string_view field, const ParameterLimits& limits = {});

// `; name=value`, folded, for a line that is `column` long: a token, a quoted-string, or pieces of RFC 2231 where the
// value is long or not ASCII. No line is longer than 78 octets. `value` is UTF-8. Moves `column`.
std::string parameter_text(std::string_view name, std::string_view value, std::size_t& column);

}  // namespace bailey::mime
