// A story told in a scene: its letters, with greetings, signatures and times.
#pragma once
#include "apps/demo/letter.hpp"
#include "apps/demo/story.hpp"

namespace bailey::apps::demo {

// Appends the letters that were written by `now`. Parts that nobody plays are left out; so are letters to nobody.
void tell(const Story& story, const Scene& scene, Time now, std::vector<Letter>& letters);

// Paragraphs on one line each; lines that begin with white space, "- ", ">" or a number stay lines.
std::string reflowed(std::string_view text);

}  // namespace bailey::apps::demo
