// UTF-8, RFC 3629.
#pragma once
#include <string_view>

namespace bailey::grammar {

// Well-formed: no overlong form, no surrogate, nothing above U+10FFFF.
bool is_utf8(std::string_view text);
bool is_ascii(std::string_view text);

}  // namespace bailey::grammar
