// What is attached to letters, made from a word of theirs: "pdf skeleton", "docx instructions", "png plan", "ics
// conference".
#pragma once
#include <string>
#include <string_view>

#include "apps/demo/letter.hpp"

namespace bailey::apps::demo {

struct Attachment {
    std::string name, type, content;
};
// `n`: which of the letter's attachments. One that nobody knows how to write is empty, which a test looks for.
Attachment attachment(const Letter& letter, std::size_t n);

std::string calendar(const Letter& letter, bool request);  // RFC 5545: the conference or hearing that it is about

}  // namespace bailey::apps::demo
