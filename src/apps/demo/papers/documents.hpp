// The case papers of the demonstration: what stands in them.
#pragma once
#include <string_view>

#include "apps/demo/letter.hpp"
#include "apps/demo/papers/paper.hpp"

namespace bailey::apps::demo {

// `kind`: "skeleton", "schedule" ... Without blocks where there is no such document.
Paper document(std::string_view kind, const Letter& letter, Dice& dice);

}  // namespace bailey::apps::demo
