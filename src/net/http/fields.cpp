#include "net/http/fields.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace bailey::net::http {
namespace {

// No value may end its line, or the next one would be the peer's to write.
std::string one_line(std::string_view value) {
    std::string kept;
    for (char c : value)
        if (c == '\t' || (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f)) kept += c;
    return kept;
}

}  // namespace

std::string_view Fields::get(std::string_view name) const {
    for (auto& [n, v] : all_)
        if (equals_ignoring_case(n, name)) return v;
    return {};
}

bool Fields::has(std::string_view name) const { return count(name) != 0; }

std::size_t Fields::count(std::string_view name) const {
    return static_cast<std::size_t>(
        std::ranges::count_if(all_, [&](auto& f) { return equals_ignoring_case(f.first, name); }));
}

std::string Fields::joined(std::string_view name) const {
    std::string list;
    for (auto& [n, v] : all_)
        if (equals_ignoring_case(n, name)) list.append(list.empty() ? "" : ", ").append(v);
    return list;
}

bool Fields::lists(std::string_view name, std::string_view word) const {
    auto list = joined(name);
    for (std::string_view rest = list; !rest.empty();) {
        auto element = rest.substr(0, rest.find(','));
        rest.remove_prefix(std::min(element.size() + 1, rest.size()));
        if (equals_ignoring_case(trim(element.substr(0, element.find(';'))), word)) return true;
    }
    return false;
}

void Fields::set(std::string_view name, std::string_view value) {
    remove(name);
    add(name, value);
}

void Fields::add(std::string_view name, std::string_view value) { all_.emplace_back(name, one_line(value)); }

void Fields::remove(std::string_view name) {
    std::erase_if(all_, [&](auto& f) { return equals_ignoring_case(f.first, name); });
}

}  // namespace bailey::net::http
