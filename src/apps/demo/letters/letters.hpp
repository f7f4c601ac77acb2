// The stories (story.hpp), by what they are about.
#pragma once
#include <span>
#include <string_view>

namespace bailey::apps::demo::letters {

// Of a case, in the order of its life.
extern const std::string_view opening;      // instructed, bail, the first hearing
extern const std::string_view preparation;  // disclosure, conferences, experts, arguments
extern const std::string_view conduct;      // exhibits, offers, what goes astray between the parties
extern const std::string_view people;       // witnesses, interpreters, prison, victims
extern const std::string_view listing;      // fixtures, warned lists, adjournments
extern const std::string_view trial;        // the week itself
extern const std::string_view after;        // sentence, fees, appeal
extern const std::string_view welsh;        // of cases at Aberwen, beside those above

extern const std::string_view chambers;  // without a case: `days` before now are drawn
extern const std::string_view circuit;   // likewise, between members
extern const std::string_view unwanted;  // for Junk and Trash
extern const std::string_view fresh;     // of the last hours, at "@-minutes"; and drafts

// For what comes regularly (periodic.hpp).
struct News {
    std::string_view headline, text;
};
std::span<const News> circuit_news();
std::span<const News> clerks_news();
std::span<const std::string_view> openings();  // first sentences of a warned list

}  // namespace bailey::apps::demo::letters
