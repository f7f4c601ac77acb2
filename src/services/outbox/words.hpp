// What notices say, in English and in Welsh. Private to this folder.
#pragma once
#include <string>
#include <string_view>

#include "services/outbox/outbox.hpp"

namespace bailey::outbox {

struct Words {
    std::string_view subject;
    std::string_view text;  // {service}, {site}, {code} and {link} stand for what they say; LF line ends
};
const Words& words(Kind kind, std::string_view language);  // "cy"; anything else is English

}  // namespace bailey::outbox
