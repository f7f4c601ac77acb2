#include "domain/mail/marking.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace bailey {
namespace {

constexpr std::size_t longest_name = 64;

// A word of a header field: visible ASCII and single blanks, so that there is one way to write it.
bool is_name(std::string_view text) {
    if (text.empty() || text.size() > longest_name || trim(text) != text) return false;
    return std::ranges::all_of(text, [](char c) { return c >= ' ' && c < '\x7f' && c != ','; });
}

// A folded value on one line, without the white space around it.
std::string flat(std::string_view value) {
    std::string text;
    for (char c : value)
        if (c != '\r' && c != '\n') text += c == '\t' ? ' ' : c;
    return std::string(trim(text));
}

}  // namespace

Result<Markings> Markings::create(std::vector<std::string> names) {
    Markings markings;
    for (auto& name : names) {
        if (!is_name(name) || markings.rank(name) || markings.names_.size() == unlimited) return Errc::bad_syntax;
        markings.names_.push_back(std::move(name));
    }
    return markings;
}

Result<Markings> Markings::parse(std::string_view text) {
    std::vector<std::string> names;
    while (!trim(text).empty()) {
        auto comma = text.find(',');
        names.emplace_back(trim(text.substr(0, comma)));
        text = comma == std::string_view::npos ? std::string_view() : text.substr(comma + 1);
    }
    return create(std::move(names));
}

std::optional<int> Markings::rank(std::string_view name) const {
    auto at = std::ranges::find_if(names_, [&](auto& known) { return equals_ignoring_case(known, name); });
    if (at == names_.end()) return {};
    return static_cast<int>(at - names_.begin());
}

std::string_view Markings::name(int ceiling) const {
    auto last = static_cast<int>(names_.size()) - 1;
    return names_[static_cast<std::size_t>(std::clamp(ceiling, 0, last))];
}

Result<std::optional<int>> Markings::of(const std::vector<std::string_view>& fields) const {
    if (none() || fields.empty()) return std::optional<int>();
    if (fields.size() > 1) return Errc::unsupported;
    auto known = rank(flat(fields.front()));
    if (!known) return Errc::unsupported;
    return known;
}

std::string marking_line(std::string_view marking) {
    return std::string(marking_field).append(": ").append(marking).append("\r\n");
}

}  // namespace bailey
