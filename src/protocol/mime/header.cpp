#include "protocol/mime/header.hpp"

#include <algorithm>

#include "protocol/grammar/characters.hpp"

namespace bailey::mime {
namespace {

using grammar::is_wsp;
using grammar::same_word;

constexpr auto npos = std::string_view::npos;
constexpr std::string_view section_end = "\r\n\r\n";

constexpr std::array<std::string_view, known_fields> names{"From",    "Sender", "To",         "Cc",
                                                           "Subject", "Date",   "Message-ID", "Auto-Submitted"};
constexpr std::array<std::string_view, 3> private_names{"Bcc", "Resent-Bcc", "Return-Path"};

// RFC 5322 section 3.6.8
bool is_ftext(char c) { return grammar::is_vchar(c) && c != ':'; }

std::string_view trimmed(std::string_view text) {
    const auto is_space = [](char c) { return is_wsp(c) || c == '\r' || c == '\n'; };
    while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
    return text;
}

// Where the header section ends in `bytes`, its blank line included, when `before` came earlier; npos: not yet.
std::size_t end_of_section(std::string_view before, std::string_view bytes) {
    // The end may be cut in two. A message that begins with a blank line has an empty section.
    std::string edge(before.size() < 3 ? "\r\n" : "");
    const auto tail = before.substr(before.size() - std::min<std::size_t>(before.size(), 3));
    edge.append(tail);
    const auto earlier = edge.size();
    edge.append(bytes.substr(0, 3));
    if (const auto at = edge.find(section_end); at != npos) return at + section_end.size() - earlier;
    const auto at = bytes.find(section_end);
    return at == npos ? npos : at + section_end.size();
}

}  // namespace

Result<HeaderFilter::Passed> HeaderFilter::feed(std::string_view bytes) {
    if (complete_) return Passed{{}, bytes};
    const auto end = end_of_section(kept_, bytes);
    const auto header = bytes.substr(0, end);
    if (header.size() > limit_ - kept_.size()) return Errc::too_long;
    kept_.append(header);
    if (end == npos) return Passed{};
    BAILEY_CHECK(scan());
    return Passed{kept_, bytes.substr(end)};
}

Result<HeaderFilter::Passed> HeaderFilter::finish() {
    if (complete_) return Passed{};
    if (kept_.empty()) return Errc::bad_syntax;
    if (!kept_.ends_with("\r\n")) kept_ += "\r\n";
    kept_ += "\r\n";
    if (kept_.size() > limit_) return Errc::too_long;
    BAILEY_CHECK(scan());
    return Passed{kept_, {}};
}

std::optional<std::string_view> HeaderFilter::value(Field field) const {
    const auto& found = found_[static_cast<std::size_t>(field)];
    if (found.count == 0) return std::nullopt;
    return std::string_view(kept_).substr(found.at, found.size);
}

// Cuts the section into fields and leaves out those that must not travel on.
Result<void> HeaderFilter::scan() {
    const std::string all = std::exchange(kept_, {});
    kept_.reserve(all.size());
    const auto fields = std::string_view(all).substr(0, all.size() - 2);  // without the blank line
    for (std::size_t at = 0; at < fields.size();) {
        auto end = at;
        do {  // a line that begins with white space goes on with the field
            const auto line_end = fields.find("\r\n", end);
            end = line_end == npos ? fields.size() : line_end + 2;
        } while (end < fields.size() && is_wsp(fields[end]));
        const auto field = fields.substr(at, end - at);
        BAILEY_TRY(const bool wanted, note(field, kept_.size()));
        if (wanted) kept_.append(field);
        at = end;
    }
    if (kept_.empty()) return Errc::bad_syntax;
    kept_ += "\r\n";
    complete_ = true;
    return {};
}

Result<bool> HeaderFilter::note(std::string_view field, std::size_t at) {
    const auto colon = field.find(':');
    if (colon == npos) return Errc::bad_syntax;
    auto name = field.substr(0, colon);
    while (!name.empty() && is_wsp(name.back())) name.remove_suffix(1);
    if (name.empty() || !std::ranges::all_of(name, is_ftext)) return Errc::bad_syntax;
    const auto is_name = [&](std::string_view other) { return same_word(name, other); };
    if (std::ranges::any_of(private_names, is_name)) return false;
    if (is_name("Received")) ++received_;
    const auto row = std::ranges::find_if(names, is_name);
    if (row == names.end()) return true;
    auto& found = found_[static_cast<std::size_t>(row - names.begin())];
    if (found.count++ > 0) return true;
    const auto value = trimmed(field.substr(colon + 1));
    found.at = at + static_cast<std::size_t>(value.data() - field.data());
    found.size = value.size();
    return true;
}

std::string unfolded(std::string_view value) {
    std::string out;
    out.reserve(value.size());
    for (const char c : value)
        if (c != '\r' && c != '\n') out += c;
    return out;
}

}  // namespace bailey::mime
