// The text of a letter in the forms that mail programs send: format=flowed (RFC 3676), wrapped lines, HTML.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "apps/demo/letter.hpp"

namespace bailey::apps::demo {

// The letter's text and, below it, what it answers or passes on, quoted: paragraphs on one line each, quoted ones
// behind ">".
std::string with_quotes(const Letter& letter, const std::vector<Letter>& all);

std::string flowed(std::string_view text);   // lines of at most 76 octets where words allow, soft ones end in a space
std::string wrapped(std::string_view text);  // the same, all hard
std::string as_html(std::string_view text);  // a whole document

}  // namespace bailey::apps::demo
