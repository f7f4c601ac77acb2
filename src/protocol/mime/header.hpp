// The header section of a message (RFC 5322 sections 2.2 and 3.6) as it streams in: collected, bounded, looked up.
// The body never passes through here. Field bodies stay as they were sent: 8-bit text, NUL and all.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace bailey::mime {

// Fields in their order, each ending in CRLF; the empty line after them is not part of it.
class Header {
public:
    std::string_view text() const { return text_; }
    bool empty() const { return fields_.empty(); }
    std::size_t size() const { return fields_.size(); }
    std::string_view name(std::size_t n) const;   // as written
    std::string_view value(std::size_t n) const;  // still folded, without white space at its ends
    // Names match in either case. The first field of the name, and how many there are.
    std::optional<std::string_view> value(std::string_view name) const;
    std::size_t count(std::string_view name) const;

private:
    friend class HeaderFilter;
    struct Field {
        std::size_t name, name_size, value, end;  // places in text_; `end` is after the CRLF
    };
    std::string text_;
    std::vector<Field> fields_;
};

// A folded value on one line (RFC 5322 section 2.2.3).
std::string unfolded(std::string_view value);

// Takes a message from its first octet to the end of its header section:
//
//     BAILEY_TRY(auto progress, filter.feed(bytes));          // bytes loses what the header section took
//     if (progress == HeaderFilter::need_more) return {};     // bytes is empty
//     write(filter.header().text(), "\r\n", filter.body_begins(), bytes);  // all that follows is body
//
// The section ends at the empty line, or before the first line that cannot be a field: such a line is body
// (RFC 5322 section 2.1 asks for an empty line between them; the caller writes one either way). Without Bcc and
// Resent-Bcc (RFC 5322 section 3.6.3) and Return-Path (RFC 5321 section 4.4). A bare LF ends a line as CRLF does, so
// that no field hides behind it. What comes out does not depend on how the message was cut into pieces.
class HeaderFilter {
public:
    enum Progress { need_more, complete };

    explicit HeaderFilter(std::size_t most_octets) : most_octets_(most_octets) {}

    // Errors: too_long, more octets of header than allowed. Not to be called again after complete or an error.
    Result<Progress> feed(std::string_view& bytes);
    void finish();  // the message ended within its header section: complete now

    const Header& header() const { return header_; }               // once complete
    std::string_view body_begins() const { return body_begins_; }  // octets taken that turned out to be body

private:
    enum class Line { field, continuation, empty, none, unknown };
    Line judge(std::string_view line) const;
    void accept(Line kind, std::size_t octets);
    Progress end_at_line();

    std::size_t most_octets_;
    std::size_t octets_ = 0;  // of whole lines so far, with those left out
    std::size_t line_ = 0;    // where in the text the line that is coming in begins
    bool any_ = false, leaving_out_ = false;
    Header header_;
    std::string body_begins_;
};

}  // namespace bailey::mime
