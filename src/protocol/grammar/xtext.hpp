// xtext, RFC 3461 section 4: printable ASCII in which "+XX" stands for any octet.
#pragma once
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace bailey::grammar {

// Errors: bad_syntax, also where the decoded text is not UTF-8 or has control characters: it will be written into
// header fields. Octets beyond ASCII may stand for themselves (RFC 6533 section 3, utf-8-addr-unitext).
Result<std::string> decode_xtext(std::string_view text);
std::string encode_xtext(std::string_view text);

}  // namespace bailey::grammar
