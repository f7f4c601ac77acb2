// What comes every week or month: warned lists, the diary, newsletters.
#pragma once
#include "apps/demo/letter.hpp"

namespace bailey::apps::demo {

void warned_lists(const Cast& cast, Time now, std::vector<Letter>& letters);
void diaries(const Cast& cast, Time now, std::vector<Letter>& letters);
void newsletters(const Cast& cast, Time now, std::vector<Letter>& letters);

}  // namespace bailey::apps::demo
