// Text within HTML and XML.
#pragma once
#include <string>
#include <string_view>

namespace bailey::apps::demo {

// `text` as the content of an element: '&', '<' and '>' stand for themselves no longer. Not for attributes.
std::string markup_escaped(std::string_view text);

}  // namespace bailey::apps::demo
