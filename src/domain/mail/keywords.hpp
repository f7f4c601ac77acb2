// Keywords of messages, RFC 8621 section 4.1.1. The usual ones are bits of a message's flags; others are words.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace bailey {

namespace flag {
constexpr std::uint32_t seen = 1, answered = 2, flagged = 4, draft = 8, forwarded = 16, junk = 32, notjunk = 64,
                        phishing = 128, mdn_sent = 256;
constexpr std::uint32_t keywords = 0xffff;           // the bits that are keywords
constexpr std::uint32_t attachment = 1u << 16;       // hasAttachment, kept here so that filtering by it opens nothing
constexpr std::uint32_t unread_mask = seen | draft;  // neither: unread (RFC 8621 section 2, unreadEmails)
}  // namespace flag

struct Keywords {
    static constexpr std::size_t most_words = 100;
    std::uint32_t flags = 0;         // within flag::keywords
    std::vector<std::string> words;  // lower case, sorted, each once; none that has a bit

    void add(const Keywords& more);
    void remove(const Keywords& less);
    bool operator==(const Keywords&) const = default;
};

// All of them; in time near to linear, however many a hostile client names.
Keywords united(const std::vector<Keywords>& all);

// One keyword, in lower case. Errors: bad_syntax (not 1 to 255 characters of the allowed).
Result<Keywords> keyword(std::string_view name);
std::vector<std::string> names(const Keywords& keywords);  // sorted

}  // namespace bailey
