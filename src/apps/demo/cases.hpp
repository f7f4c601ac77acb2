// The invented cases that the letters are about.
#pragma once
#include <span>
#include <string_view>

namespace bailey::apps::demo {

struct Case {
    std::string_view number;  // "T20260417"
    std::string_view first, last;
    bool woman;
    std::string_view charge;
    bool welsh;                // at Aberwen, with the Welsh solicitor
    std::string_view witness;  // a civilian
    std::string_view place;
    std::string_view language;  // empty: no interpreter
    std::string_view expertise;
    bool custody;
    int began;   // days ago
    int weight;  // in percent: how much of it is left in the mailbox
};

std::span<const Case> cases();

}  // namespace bailey::apps::demo
