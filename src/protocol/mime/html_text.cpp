// The text of HTML for previews and search. Not a browser: tags are told from text as the HTML standard's tokeniser
// does (section 13.2.5), and that is all. Nothing of it is ever shown as HTML.
#include <algorithm>
#include <array>
#include <charconv>

#include "base/text.hpp"
#include "protocol/grammar/characters.hpp"
#include "protocol/mime/bodies.hpp"
#include "protocol/mime/html_entities.hpp"

namespace bailey::mime {
namespace {

constexpr std::array<std::string_view, 8> unread{"script", "style",    "title",  "template",
                                                 "head",   "noscript", "object", "textarea"};
constexpr std::array<std::string_view, 33> blocks{
    "address",  "article", "aside",  "blockquote", "body", "br", "center", "dd",      "div",   "dl", "dt",
    "fieldset", "figure",  "footer", "form",       "h1",   "h2", "h3",     "h4",      "h5",    "h6", "header",
    "hr",       "li",      "main",   "nav",        "ol",   "p",  "pre",    "section", "table", "tr", "ul"};

template <class Names>
bool is_one_of(std::string_view name, const Names& names) {
    return std::ranges::find(names, name) != names.end();
}

bool is_white(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'; }

class HtmlReader {
public:
    HtmlReader(std::string_view html, std::size_t most, Attributes attributes)
        : rest_(html), most_(most), attributes_(attributes) {}

    std::string read() {
        while (!rest_.empty() && out_.size() < most_) {
            const auto special = std::min(rest_.find_first_of("<&"), rest_.size());
            text(rest_.substr(0, special));
            rest_.remove_prefix(special);
            if (rest_.starts_with('<'))
                tag();
            else if (rest_.starts_with('&'))
                reference();
        }
        cut();
        return std::move(out_);
    }

private:
    enum class Gap { none, space, line };

    void gap(Gap wanted) { gap_ = std::max(gap_, wanted); }

    void put(std::string_view characters) {
        if (gap_ != Gap::none && !out_.empty()) out_ += gap_ == Gap::line ? '\n' : ' ';
        gap_ = Gap::none;
        out_ += characters;
    }

    void text(std::string_view run) {
        constexpr std::size_t longest_character = 4;  // so that cut() sees where one ends
        while (!run.empty() && out_.size() <= most_) {
            const auto size = static_cast<std::size_t>(std::ranges::find_if(run, is_white) - run.begin());
            if (size > 0) put(run.substr(0, std::min(size, most_ + longest_character)));
            run.remove_prefix(size);
            if (run.empty()) break;
            gap(Gap::space);
            run.remove_prefix(1);
        }
    }

    void reference() {
        const auto read = decode_reference(rest_);
        if (read.size == 0) {
            put("&");
            rest_.remove_prefix(1);
            return;
        }
        if (read.text == "\xC2\xA0" || read.text == " ")
            gap(Gap::space);
        else
            put(read.text);
        rest_.remove_prefix(read.size);
    }

    void skip_past(std::string_view end) {
        const auto at = rest_.find(end);
        rest_.remove_prefix(at == std::string_view::npos ? rest_.size() : at + end.size());
    }

    // "<" with a letter, "/", "!" or "?" behind it; else it is text.
    void tag() {
        if (rest_.starts_with("<!--")) {
            rest_.remove_prefix(2);
            return skip_past("-->");
        }
        const char next = rest_.size() > 1 ? rest_[1] : ' ';
        if (next == '!' || next == '?') return skip_past(">");
        const bool closes = next == '/';
        auto name = rest_.substr(closes ? 2 : 1);
        std::size_t size = 0;
        constexpr std::size_t longest_name = 16;
        while (size < name.size() && size < longest_name &&
               (grammar::is_alpha(name[size]) || grammar::is_digit(name[size])))
            ++size;
        if (size == 0 || !grammar::is_alpha(name[0])) {
            put("<");
            rest_.remove_prefix(1);
            return;
        }
        const auto lower = ascii_lower(name.substr(0, size));
        const auto from = rest_;
        skip_tag();
        if (is_one_of(lower, blocks)) gap(Gap::line);
        if (lower == "td" || lower == "th") gap(Gap::space);
        if (closes) return;
        if (attributes_ == Attributes::shown) read_attributes(from.substr(0, from.size() - rest_.size()));
        if (is_one_of(lower, unread)) skip_element(lower);
    }

    // What a browser shows of them: alt and title, in quotes as programs write them.
    void read_attributes(std::string_view tag) {
        for (std::size_t at = 0; at < tag.size(); ++at) {
            const char quote = tag[at];
            if ((quote != '"' && quote != '\'') || tag[at - 1] != '=') continue;
            const auto before = tag.substr(0, at - 1);
            const auto name = before.substr(before.find_last_of(" \t\r\n\f") + 1);
            const auto end = std::min(tag.find(quote, at + 1), tag.size());
            if (equals_ignoring_case(name, "alt") || equals_ignoring_case(name, "title")) {
                const auto value = HtmlReader(tag.substr(at + 1, end - at - 1), most_, Attributes::left_out).read();
                gap(Gap::space);
                if (!value.empty()) put(value);
                gap(Gap::space);
            }
            at = end;
        }
    }

    // To behind the ">" that is not in an attribute's quotes.
    void skip_tag() {
        std::size_t at = 1;
        while (at < rest_.size() && rest_[at] != '>') {
            const char c = rest_[at++];
            const bool opens_value = (c == '"' || c == '\'') && rest_[at - 2] == '=';
            if (opens_value) at = std::min(rest_.find(c, at), rest_.size() - 1) + 1;
        }
        rest_.remove_prefix(std::min(at + 1, rest_.size()));
    }

    // Its content is not for reading. `head` often lacks its end: <body> ends it as well.
    void skip_element(std::string_view name) {
        while (!rest_.empty()) {
            rest_.remove_prefix(std::min(rest_.find('<'), rest_.size()));
            const auto after = rest_.substr(std::min<std::size_t>(1, rest_.size()));
            const bool ends = after.starts_with('/') && equals_ignoring_case(after.substr(1, name.size()), name);
            const bool body = name == "head" && equals_ignoring_case(after.substr(0, 4), "body");
            if (ends || body) return skip_tag();
            rest_.remove_prefix(std::min<std::size_t>(1, rest_.size()));
        }
    }

    void cut() {
        if (out_.size() <= most_) return;
        auto end = most_;
        while (end > 0 && (static_cast<unsigned char>(out_[end]) & 0xC0) == 0x80) --end;
        out_.resize(end);
    }

    std::string_view rest_;
    std::size_t most_;
    Attributes attributes_;
    std::string out_;
    Gap gap_ = Gap::none;
};

}  // namespace

std::string html_to_text(std::string_view html, std::size_t most_octets, Attributes attributes) {
    return HtmlReader(html, most_octets, attributes).read();
}

}  // namespace bailey::mime
