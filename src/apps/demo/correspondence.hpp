// All letters of the demonstration, oldest first: two years of them, the newest minutes before `now`. The same for the
// same `now`.
#pragma once
#include <memory>
#include <vector>

#include "apps/demo/letter.hpp"

namespace bailey::apps::demo {

struct Correspondence {
    std::unique_ptr<Cast> cast;
    std::vector<Letter> letters;
};
Correspondence correspondence(const std::string& suffix, Time now);

}  // namespace bailey::apps::demo
