// What a User-Agent field (RFC 9110 section 10.1.5) says, in words that people know.
#pragma once
#include <string>
#include <string_view>

namespace bailey::signin_pages {

struct Device {
    std::string browser;  // "Firefox"; empty where it is none that is known
    std::string system;   // "Windows"; likewise

    std::string words(std::string_view agent) const;  // "Firefox on Windows"; `agent` where nothing is known
};
Device device_of(std::string_view agent);

}  // namespace bailey::signin_pages
