// The word that was probably meant, for a message about one that is unknown.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace bailey::config {

// ", did you mean "word"?" with the known word at most two letters away; empty where there is none.
std::string did_you_mean(std::string_view word, const std::vector<std::string_view>& known);

}  // namespace bailey::config
