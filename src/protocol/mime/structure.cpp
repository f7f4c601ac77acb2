#include "protocol/mime/structure.hpp"

#include <algorithm>
#include <array>
#include <cstring>

#include "protocol/grammar/characters.hpp"
#include "protocol/mime/part_properties.hpp"

namespace bailey::mime {
namespace {

constexpr std::size_t longest_name = 997;  // of a field: HeaderFilter's

// RFC 5322 section 3.6.8
constexpr std::array<bool, 256> ftext_table() {
    std::array<bool, 256> table{};
    for (std::size_t c = '!'; c <= '~'; ++c) table[c] = c != ':';
    return table;
}
constexpr auto is_ftext = ftext_table();

struct Delimiter {
    std::size_t open;  // which of the parts that are open
    bool closes;
    std::size_t begin, after;  // its line
};

class Scanner {
public:
    Scanner(std::string_view text, const Limits& limits) : text_(text), limits_(limits) {}
    Structure run();

private:
    // The parts from the root to where the scanner is; all without an end yet.
    struct Open {
        std::uint32_t part;
        std::string boundary;  // empty: none is looked for
        bool any = false;      // a delimiter was found
    };

    std::size_t line_end(std::size_t at) const;
    std::optional<Delimiter> delimiter_at(std::size_t line) const;
    std::optional<Delimiter> next_delimiter() const;
    void begin_part();
    void begin_remainder();
    void read_header(Part& part);
    bool read_field(std::size_t end, bool& recorded);
    void end_parts(std::size_t keep, std::size_t end);
    void add_body_as_text(std::uint32_t multipart);
    std::uint32_t add_part();

    std::string_view text_;
    const Limits& limits_;
    Structure out_;
    std::vector<Open> open_;
    std::size_t at_ = 0;
    std::size_t boundaries_ = 0;  // how many of open_ have one
};

// Behind the LF, or the end of all.
std::size_t Scanner::line_end(std::size_t at) const {
    const auto* found = static_cast<const char*>(std::memchr(text_.data() + at, '\n', text_.size() - at));
    return found ? static_cast<std::size_t>(found - text_.data()) + 1 : text_.size();
}

// RFC 2046 section 5.1.1: delimiter = "--" boundary, close-delimiter = delimiter "--", transport-padding = *LWSP-char.
// The innermost that fits counts; an outer one ends all within it.
std::optional<Delimiter> Scanner::delimiter_at(std::size_t line) const {
    const auto after = line_end(line);
    auto content = text_.substr(line + 2, after - line - 2);
    while (!content.empty() && (content.back() == '\n' || content.back() == '\r' || grammar::is_wsp(content.back())))
        content.remove_suffix(1);
    const auto bare = content.ends_with("--") ? content.substr(0, content.size() - 2) : std::string_view();
    for (auto n = open_.size(); n-- > 0;) {
        const auto& boundary = open_[n].boundary;
        if (boundary.empty()) continue;
        if (content == boundary) return Delimiter{n, false, line, after};
        if (bare == boundary) return Delimiter{n, true, line, after};
    }
    return std::nullopt;
}

std::optional<Delimiter> Scanner::next_delimiter() const {
    if (boundaries_ == 0) return std::nullopt;
    for (auto line = at_; line < text_.size(); line = line_end(line))
        if (text_[line] == '-' && line + 1 < text_.size() && text_[line + 1] == '-')
            if (auto found = delimiter_at(line)) return found;
    return std::nullopt;
}

std::uint32_t Scanner::add_part() {
    const auto place = static_cast<std::uint32_t>(out_.parts.size());
    auto& part = out_.parts.emplace_back();
    part.header = part.body = {at_, at_};
    part.first_field = out_.fields.size();
    if (open_.empty()) return place;
    part.parent = open_.back().part;
    auto& parent = out_.parts[part.parent];
    parent.children.push_back(place);
    part.number = parent.number.empty() ? "" : parent.number + '.';
    part.number += std::to_string(parent.children.size());
    return place;
}

void Scanner::begin_part() {
    const auto place = add_part();
    auto& part = out_.parts[place];
    read_header(part);
    part.body.begin = at_;
    const bool in_digest = part.parent != Part::none && out_.parts[part.parent].type == "multipart/digest";
    out_.truncated |= read_properties(text_, out_.fields, limits_.parameters, in_digest, part);
    std::string boundary;
    if (part.is_multipart()) {
        boundary = part.parameter("boundary").value_or("");
        while (!boundary.empty() && grammar::is_wsp(boundary.back())) boundary.pop_back();
        if (open_.size() >= limits_.depth) {
            part.type = "application/octet-stream";
            boundary.clear();
            out_.truncated = true;
        }
    } else if (part.parent == Part::none) {
        part.number = "1";
    }
    boundaries_ += !boundary.empty();
    open_.push_back({place, std::move(boundary)});
}

// One part too many: it is the last, and all the rest of the message is in it.
void Scanner::begin_remainder() {
    const auto place = add_part();
    auto& part = out_.parts[place];
    part.type = "application/octet-stream";
    out_.truncated = true;
    open_.push_back({place, {}});
}

void Scanner::read_header(Part& part) {
    const auto begin = at_;
    bool recorded = false;  // the last field is in out_.fields, and may be continued
    while (at_ < text_.size()) {
        const auto end = line_end(at_);
        if (text_[at_] == '\n' || text_.substr(at_, 2) == "\r\n") {
            part.header.end = at_;
            at_ = end;
            break;
        }
        if (boundaries_ > 0 && text_.substr(at_, 2) == "--" && delimiter_at(at_)) {
            part.header.end = at_;
            break;
        }
        // "From ": the line mbox files have before each message.
        const bool of_mbox = at_ == begin && (text_.substr(at_, 5) == "From " || text_.substr(at_, 6) == ">From ");
        if (!of_mbox && !read_field(end, recorded)) {
            part.header.end = at_;
            break;
        }
        at_ = part.header.end = end;
    }
    part.fields = out_.fields.size() - part.first_field;
}

// The line from at_ to `end`: a field or more of one. False: neither.
bool Scanner::read_field(std::size_t end, bool& recorded) {
    const auto value_end = end - (text_[end - 1] != '\n' ? 0 : end - at_ > 1 && text_[end - 2] == '\r' ? 2 : 1);
    if (grammar::is_wsp(text_[at_])) {
        if (at_ == out_.parts.back().header.begin) return false;
        if (recorded) out_.fields.back().value.end = value_end;
        return true;
    }
    auto colon = at_;
    const auto most = std::min(end, at_ + longest_name);
    while (colon < most && is_ftext[static_cast<unsigned char>(text_[colon])]) ++colon;
    const Range name{at_, colon};
    while (colon < most && grammar::is_wsp(text_[colon])) ++colon;  // RFC 5322 section 4.5.8
    if (name.size() == 0 || colon == end || text_[colon] != ':') return false;
    recorded = out_.fields.size() < limits_.header_fields;
    out_.truncated |= !recorded;
    if (recorded) out_.fields.push_back({name, {colon + 1, std::max(colon + 1, value_end)}});
    return true;
}

// Ends the open parts from `keep` on.
void Scanner::end_parts(std::size_t keep, std::size_t end) {
    while (open_.size() > keep) {
        const auto last = std::move(open_.back());
        open_.pop_back();
        boundaries_ -= !last.boundary.empty();
        auto& part = out_.parts[last.part];
        part.body.end = std::max(part.body.begin, end);
        if (part.is_multipart() && !last.any && part.body.size() > 0) add_body_as_text(last.part);
    }
}

// A multipart whose boundary is nowhere: what it holds is to be seen all the same.
void Scanner::add_body_as_text(std::uint32_t multipart) {
    if (out_.parts.size() >= limits_.parts) {
        out_.parts[multipart].type = "application/octet-stream";
        out_.truncated = true;
        return;
    }
    open_.push_back({multipart, {}, true});
    const auto place = add_part();
    open_.pop_back();
    auto& child = out_.parts[place];
    child.body = out_.parts[multipart].body;
    child.header = {child.body.begin, child.body.begin};
    child.type = "text/plain";
    child.charset = "us-ascii";
}

Structure Scanner::run() {
    begin_part();
    while (auto found = next_delimiter()) {
        // The line end before a delimiter belongs to it (RFC 2046 section 5.1.1).
        auto end = found->begin;
        if (end > 0 && text_[end - 1] == '\n') --end;
        if (end > 0 && end < found->begin && text_[end - 1] == '\r') --end;
        end_parts(found->open + 1, end);
        at_ = found->after;
        auto& multipart = open_.back();
        multipart.any = true;
        if (found->closes) {
            multipart.boundary.clear();
            --boundaries_;
        } else if (out_.parts.size() + 1 >= limits_.parts) {
            begin_remainder();
            break;
        } else {
            begin_part();
        }
    }
    end_parts(0, text_.size());
    auto& root = out_.parts.front();
    if (root.number.empty() && !root.is_multipart()) root.number = "1";
    return std::move(out_);
}

}  // namespace

std::optional<std::string> Part::part_id() const {
    if (is_multipart()) return std::nullopt;
    return number;
}

std::optional<std::string_view> Part::parameter(std::string_view parameter_name) const {
    for (const auto& p : parameters)
        if (p.name == parameter_name) return p.value;
    return std::nullopt;
}

const Part* Structure::find(std::string_view part_id) const {
    for (const auto& part : parts)
        if (!part.is_multipart() && part.number == part_id) return &part;
    return nullptr;
}

Structure parse(std::string_view message, const Limits& limits) { return Scanner(message, limits).run(); }

std::vector<std::string_view> all_fields(std::string_view message, const Structure& structure, const Part& part,
                                         std::string_view name) {
    std::vector<std::string_view> found;
    for (auto n = part.first_field; n < part.first_field + part.fields; ++n)
        if (grammar::same_word(structure.fields[n].name.of(message), name))
            found.push_back(structure.fields[n].value.of(message));
    return found;
}

std::optional<std::string_view> last_field(std::string_view message, const Structure& structure, const Part& part,
                                           std::string_view name) {
    for (auto n = part.first_field + part.fields; n-- > part.first_field;)
        if (grammar::same_word(structure.fields[n].name.of(message), name))
            return structure.fields[n].value.of(message);
    return std::nullopt;
}

}  // namespace bailey::mime
