// What was found, marked for people to see: the strings of a SearchSnippet, RFC 8621 section 5.
#pragma once
#include <string_view>
#include <vector>

#include "protocol/jmap/json.hpp"
#include "services/mailbox/words.hpp"

namespace bailey::jmap {

// All of `text` as HTML, with <mark> around what was found; null where nothing was.
json::value marked(std::string_view text, const std::vector<mailbox::Term>& terms);
// At most 255 octets of it, around what was found first.
json::value marked_excerpt(std::string_view text, const std::vector<mailbox::Term>& terms);

}  // namespace bailey::jmap
