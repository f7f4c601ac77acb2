// Names that users and their programs give to things: a short line of text.
#pragma once
#include <string>
#include <string_view>

#include "base/text.hpp"

namespace bailey::signin {

// Without control characters, at most 200 octets, whole characters; empty where it is no UTF-8.
inline std::string text_for_people(std::string_view text) {
    constexpr std::size_t most = 200;
    std::string kept;
    for (std::size_t at = 0; at < text.size();) {
        auto begin = at;
        auto c = next_code_point(text, at);
        if (!c) return {};
        if (kept.size() + (at - begin) > most) break;
        if (*c >= 0x20 && *c != 0x7f && !(*c >= 0x80 && *c < 0xa0)) kept += text.substr(begin, at - begin);
    }
    return kept;
}

}  // namespace bailey::signin
