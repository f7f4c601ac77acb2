// The message as a Sieve script sees it. Implement it over whatever holds the message; raw_message.hpp does so over
// its octets.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bailey::sieve {

// RFC 5228 section 5.4. Addresses as "local@domain", without brackets.
struct Envelope {
    std::string from = {};                 // empty: <>, the null reverse-path
    std::string to = {};                   // the one recipient whose script runs
    std::optional<std::string> auth = {};  // the "auth" part of MAIL FROM, where there was one
};

// One part of the body, in document order; a multipart comes before its parts.
struct Part {
    std::string type;  // "text/plain", lower case
    // Transfer encoding undone; text in UTF-8, line ends CRLF as sent. Of a multipart: its prologue and epilogue; of a
    // message/rfc822: the header section of the message in it (RFC 5173 section 5.2).
    std::string content;
};

class Message {
public:
    virtual ~Message() = default;

    // Every field of the name (in any case), in order of appearance, unfolded, without white space at its ends.
    // `raw` leaves encoded words as they are; `decoded` is in UTF-8 (RFC 5228 section 2.7.2).
    virtual std::vector<std::string> raw(std::string_view field) const = 0;
    virtual std::vector<std::string> decoded(std::string_view field) const = 0;

    virtual const Envelope& envelope() const = 0;
    virtual std::uint64_t size() const = 0;  // octets

    virtual std::string_view raw_body() const = 0;               // octets after the empty line
    virtual const std::vector<Part>& parts() const = 0;          // bounded; made when first asked for
    virtual std::vector<std::string> readable_text() const = 0;  // of each text part, HTML reduced to its text
};

}  // namespace bailey::sieve
