// Stories: who wrote what to whom, as the files of letters/ tell it.
//
//     ### name                               a story
//     == sol > counsel; clerks @0 09:42 #a   from > to, to; cc @days after the story's beginning, hour
//     Subject: Brief to counsel - {case}     without it: an answer to the letter before, or to "re #a"
//     Attach: docx instructions              what papers/ can write
//     With: html flag                        see Letter
//                                            an empty line
//     The text, without greeting and signature: both depend on who writes to whom.
//
// "@-25" is minutes before now. "[[a|b]]" is one of these; "{...}" is filled in by the scene (scene.hpp).
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bailey::apps::demo {

struct Line {  // one letter of a story
    std::string_view from;
    std::vector<std::string_view> to, cc;
    int day = 0, hour = 0, minute = 0;
    std::optional<int> minutes_ago = {};  // in place of the day
    std::string_view id;
    std::optional<std::size_t> answers = {};  // which line of the story
    std::string_view subject;                 // empty: that of what it answers
    std::vector<std::string_view> attachments = {};
    std::vector<std::string_view> with = {};
    std::string_view text;

    bool has(std::string_view option) const;
};

struct Story {
    std::string_view name;
    std::vector<Line> lines;
};

std::vector<Story> stories_from(std::string_view text);

}  // namespace bailey::apps::demo
