#include "protocol/mime/header.hpp"

#include <algorithm>
#include <array>

#include "protocol/grammar/characters.hpp"

namespace bailey::mime {
namespace {

constexpr std::size_t longest_name = 997;  // with its colon on a line of 998 octets (RFC 5322 section 2.1.1)
constexpr std::size_t usual_octets = 4096;
constexpr std::array<std::string_view, 3> left_out{"Bcc", "Resent-Bcc", "Return-Path"};

// RFC 5322 section 3.6.8
bool is_ftext(char c) { return grammar::is_vchar(c) && c != ':'; }

}  // namespace

std::string_view Header::name(std::size_t n) const {
    return std::string_view(text_).substr(fields_[n].name, fields_[n].name_size);
}

std::string_view Header::value(std::size_t n) const {
    auto& f = fields_[n];
    auto value = std::string_view(text_).substr(f.value, f.end - f.value);
    auto is_space = [](char c) { return grammar::is_wsp(c) || c == '\r' || c == '\n'; };
    while (!value.empty() && is_space(value.front())) value.remove_prefix(1);
    while (!value.empty() && is_space(value.back())) value.remove_suffix(1);
    return value;
}

std::optional<std::string_view> Header::value(std::string_view wanted) const {
    for (std::size_t n = 0; n < fields_.size(); ++n)
        if (grammar::same_word(name(n), wanted)) return value(n);
    return std::nullopt;
}

std::size_t Header::count(std::string_view wanted) const {
    std::size_t found = 0;
    for (std::size_t n = 0; n < fields_.size(); ++n) found += grammar::same_word(name(n), wanted);
    return found;
}

std::string unfolded(std::string_view value) {
    std::string line;
    line.reserve(value.size());
    for (std::size_t at = 0; at < value.size(); ++at) {
        bool fold =
            value[at] == '\r' && at + 2 < value.size() && value[at + 1] == '\n' && grammar::is_wsp(value[at + 2]);
        if (fold)
            ++at;
        else
            line += value[at];
    }
    return line;
}

// What a line is, from as much of it as is here. More of the line never changes an answer other than unknown.
HeaderFilter::Line HeaderFilter::judge(std::string_view line) const {
    if (line.empty() || line == "\r") return Line::unknown;
    if (line.front() == '\n' || line.starts_with("\r\n")) return Line::empty;
    if (grammar::is_wsp(line.front())) return any_ ? Line::continuation : Line::none;
    auto start = line.substr(0, longest_name + 1);
    std::size_t at = 0;
    while (at < start.size() && is_ftext(start[at])) ++at;
    if (at == 0) return Line::none;
    while (at < start.size() && grammar::is_wsp(start[at])) ++at;  // RFC 5322 section 4.5.8
    if (at < start.size()) return start[at] == ':' ? Line::field : Line::none;
    return start.size() > longest_name ? Line::none : Line::unknown;
}

Result<HeaderFilter::Progress> HeaderFilter::feed(std::string_view& bytes) {
    auto& text = header_.text_;
    if (text.empty()) text.reserve(std::min(bytes.size(), usual_octets));
    while (!bytes.empty()) {
        auto end = bytes.find('\n');
        bool whole = end != std::string_view::npos;
        auto taken = bytes.substr(0, whole ? end + 1 : bytes.size());
        text += taken;
        bytes.remove_prefix(taken.size());
        auto octets = text.size() - line_;
        auto kind = judge(std::string_view(text).substr(line_));
        bool of_header = kind == Line::field || kind == Line::continuation;
        if (of_header && octets_ + octets > most_octets_) return Errc::too_long;
        if (!of_header && kind != Line::unknown) {
            if (kind == Line::empty) text.resize(line_);
            return end_at_line();
        }
        if (whole && of_header) accept(kind, octets);
    }
    return need_more;
}

void HeaderFilter::finish() {
    auto kind = judge(std::string_view(header_.text_).substr(line_));
    if (kind == Line::field || kind == Line::continuation) {
        auto octets = header_.text_.size() - line_;
        header_.text_ += header_.text_.ends_with('\r') ? "\n" : "\r\n";
        accept(kind, octets);
    }
    end_at_line();
}

// The line at the end of the text is whole, and part of the header section.
void HeaderFilter::accept(Line kind, std::size_t octets) {
    auto& text = header_.text_;
    octets_ += octets;
    if (!text.ends_with("\r\n")) text.replace(text.size() - 1, 1, "\r\n");
    if (kind == Line::field) {
        auto line = std::string_view(text).substr(line_);
        auto colon = line.find(':');
        auto name = line.substr(0, colon);
        while (grammar::is_wsp(name.back())) name.remove_suffix(1);
        any_ = true;
        leaving_out_ = std::ranges::any_of(left_out, [&](auto other) { return grammar::same_word(name, other); });
        if (!leaving_out_) header_.fields_.push_back({line_, name.size(), line_ + colon + 1, 0});
    }
    if (leaving_out_)
        text.resize(line_);
    else
        header_.fields_.back().end = text.size();
    line_ = text.size();
}

HeaderFilter::Progress HeaderFilter::end_at_line() {
    body_begins_ = header_.text_.substr(line_);
    header_.text_.resize(line_);
    return complete;
}

}  // namespace bailey::mime
