// Base 64, RFC 4648 section 4.
#pragma once
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace bailey::grammar {

std::string encode_base64(std::string_view bytes);
// Strict: padding is required, and white space, characters outside the alphabet and stray bits in the last character
// are bad_syntax (RFC 4648 sections 3.2 to 3.5).
Result<std::string> decode_base64(std::string_view text);

}  // namespace bailey::grammar
