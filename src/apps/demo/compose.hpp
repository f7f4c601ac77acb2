// Letters as messages (RFC 5322), with quotes of what they answer and what is attached to them.
#pragma once
#include <string>
#include <vector>

#include "apps/demo/letter.hpp"
#include "base/result.hpp"

namespace bailey::apps::demo {

// `all` is the correspondence it is part of. Errors: those of mime::build.
Result<std::string> compose(const Letter& letter, const std::vector<Letter>& all);

}  // namespace bailey::apps::demo
