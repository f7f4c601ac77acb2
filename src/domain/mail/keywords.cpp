#include "domain/mail/keywords.hpp"

#include <algorithm>
#include <iterator>

#include "base/text.hpp"

namespace bailey {
namespace {

struct Usual {
    std::string_view name;
    std::uint32_t bit;
};
// Those of RFC 8621 section 4.1.1, and $mdnsent (RFC 3503).
constexpr Usual usual[] = {
    {"$seen", flag::seen},       {"$answered", flag::answered},   {"$flagged", flag::flagged},
    {"$draft", flag::draft},     {"$forwarded", flag::forwarded}, {"$junk", flag::junk},
    {"$notjunk", flag::notjunk}, {"$phishing", flag::phishing},   {"$mdnsent", flag::mdn_sent},
};

}  // namespace

Keywords united(const std::vector<Keywords>& all) {
    Keywords whole;
    for (const auto& one : all) {
        whole.flags |= one.flags;
        whole.words.insert(whole.words.end(), one.words.begin(), one.words.end());
    }
    std::ranges::sort(whole.words);
    whole.words.erase(std::ranges::unique(whole.words).begin(), whole.words.end());
    return whole;
}

void Keywords::add(const Keywords& more) {
    flags |= more.flags;
    std::vector<std::string> both;
    std::ranges::set_union(words, more.words, std::back_inserter(both));
    words = std::move(both);
}

void Keywords::remove(const Keywords& less) {
    flags &= ~less.flags;
    std::vector<std::string> rest;
    std::ranges::set_difference(words, less.words, std::back_inserter(rest));
    words = std::move(rest);
}

Result<Keywords> keyword(std::string_view name) {
    if (name.empty() || name.size() > 255) return Errc::bad_syntax;
    for (char c : name)
        if (c < 0x21 || c > 0x7e || std::string_view("(){]%*\"\\").find(c) != std::string_view::npos)
            return Errc::bad_syntax;
    auto lower = ascii_lower(name);
    for (auto& u : usual)
        if (u.name == lower) return Keywords{u.bit, {}};
    return Keywords{0, {lower}};
}

std::vector<std::string> names(const Keywords& keywords) {
    auto all = keywords.words;
    for (auto& u : usual)
        if (keywords.flags & u.bit) all.emplace_back(u.name);
    std::ranges::sort(all);
    return all;
}

}  // namespace bailey
