// Short printable names for texts of any length: what "duplicate" and "vacation" are remembered under.
#pragma once
#include <initializer_list>
#include <string>
#include <string_view>

namespace bailey::sieve {

// Different lists of texts have different digests (RFC 5230 section 4.2). Characters of base 32.
std::string digest(std::initializer_list<std::string_view> texts);

}  // namespace bailey::sieve
