// The target of a request line (RFC 9112 section 3.2). Private to net/http.
#pragma once
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace bailey::net::http {

struct TargetParts {
    std::string path;   // "*" for OPTIONS * alone
    std::string query;  // without the "?"
    std::string host;   // of an absolute target; else empty
};
// Origin, absolute or asterisk form. Errors: bad_syntax, also for "." and ".." segments and control characters, encoded
// or not.
Result<TargetParts> parse_target(std::string_view target);

}  // namespace bailey::net::http
