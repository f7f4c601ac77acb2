// Text as searches compare it.
#pragma once
#include <string>
#include <string_view>

namespace bailey {

// Without case, accents and compatibility forms: "SIÂN" and "Siân" are "sian". Octets that are no UTF-8 come out as
// U+FFFD.
std::string searchable(std::string_view text);

}  // namespace bailey
