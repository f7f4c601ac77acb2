// Character references of HTML (its standard, section 13.2.5.72): numbers, and the names mail uses.
#pragma once
#include <string>
#include <string_view>

namespace bailey::mime {

struct HtmlReference {
    std::string text;      // UTF-8
    std::size_t size = 0;  // octets of HTML; 0: it is no reference
};
// `html` begins with "&".
HtmlReference decode_reference(std::string_view html);

}  // namespace bailey::mime
