#include "protocol/sieve/flags.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "protocol/grammar/characters.hpp"

namespace bailey::sieve {
namespace {

constexpr std::size_t most_flags = 200, longest_flag = 255;

// flag-keyword = atom, or one of the system flags that can be set (RFC 3501 section 9).
bool can_be_set(std::string_view flag) {
    constexpr std::array<std::string_view, 5> system{"\\Answered", "\\Flagged", "\\Deleted", "\\Seen", "\\Draft"};
    if (flag.starts_with('\\'))
        return std::ranges::any_of(system, [&](auto name) { return equals_ignoring_case(name, flag); });
    return flag.size() <= longest_flag && std::ranges::all_of(flag, [](char c) {
               return grammar::is_vchar(c) && std::string_view("(){%*\"\\]").find(c) == std::string_view::npos;
           });
}

template <class Do>
void for_each_flag(std::string_view list, Do action) {
    while (!list.empty()) {
        const auto end = std::min(list.find(' '), list.size());
        if (end > 0) action(list.substr(0, end));
        list.remove_prefix(std::min(end + 1, list.size()));
    }
}

Flags::iterator find(Flags& flags, std::string_view flag) {
    return std::ranges::find_if(flags, [&](auto& present) { return equals_ignoring_case(present, flag); });
}

}  // namespace

void add_flags(Flags& flags, std::string_view list) {
    for_each_flag(list, [&](std::string_view flag) {
        if (flags.size() < most_flags && can_be_set(flag) && find(flags, flag) == flags.end()) flags.emplace_back(flag);
    });
}

void remove_flags(Flags& flags, std::string_view list) {
    for_each_flag(list, [&](std::string_view flag) {
        if (const auto found = find(flags, flag); found != flags.end()) flags.erase(found);
    });
}

std::vector<std::string> flag_words(std::string_view list) {
    std::vector<std::string> out;
    for_each_flag(list, [&](std::string_view flag) { out.emplace_back(flag); });
    return out;
}

std::string joined(const Flags& flags) {
    std::string out;
    for (const auto& flag : flags) out += (out.empty() ? "" : " ") + flag;
    return out;
}

}  // namespace bailey::sieve
