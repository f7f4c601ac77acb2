// The header section of a message on its way in: what delivery must know of it, and what must not travel on.
// RFC 5322 sections 2.2 and 3.6; obsolete white space before a field's colon is understood (section 4.5.3).
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace bailey::mime {

enum class Field { from, sender, to, cc, subject, date, message_id, auto_submitted };
constexpr std::size_t known_fields = 8;

// Passes a message through as it arrives, without the Bcc fields (RFC 5322 section 3.6.3), the Resent-Bcc fields
// (3.6.6) and the Return-Path fields (RFC 5321 section 4.4). The header section is held back until it is complete and
// kept for questions; the body passes without being copied or looked at.
class HeaderFilter {
public:
    explicit HeaderFilter(std::size_t limit) : limit_(limit) {}

    struct Passed {
        std::string_view header;  // the whole section with its blank line, once; lives as long as the filter
        std::string_view body;    // a part of the bytes given
    };
    // The next bytes of the message, CRLF line ends. After an error nothing may follow.
    // Errors: too_long (the section has more than `limit` octets, its blank line included), bad_syntax (no field at
    // all, or a line that is neither a field nor the continuation of one).
    Result<Passed> feed(std::string_view bytes);
    // The message is over. A section without a blank line is completed with one. Errors: as feed().
    Result<Passed> finish();

    // Once the section has been passed on:
    bool complete() const { return complete_; }
    std::string_view section() const { return kept_; }  // as passed on
    std::size_t received() const { return received_; }  // Received fields: the hops so far
    std::size_t count(Field field) const { return found_[static_cast<std::size_t>(field)].count; }
    // The first such field's value as written, folds included, without white space at its ends.
    std::optional<std::string_view> value(Field field) const;

private:
    struct Found {
        std::size_t count = 0, at = 0, size = 0;  // in kept_
    };
    Result<void> scan();
    Result<bool> note(std::string_view field, std::size_t at);  // false: the field is not passed on

    std::size_t limit_;
    std::string kept_;
    std::array<Found, known_fields> found_{};
    std::size_t received_ = 0;
    bool complete_ = false;
};

// A field's value on one line: each fold becomes what it stands for (RFC 5322 section 2.2.3).
std::string unfolded(std::string_view value);

}  // namespace bailey::mime
