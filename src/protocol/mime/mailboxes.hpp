// Address lists of header fields: RFC 5322 section 3.4 with its obsolete forms (section 4.4) and RFC 6532.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "domain/address/address.hpp"

namespace bailey::mime {

struct Mailbox {
    // Unquoted; valid UTF-8 without control characters; encoded words (RFC 2047) as they stand; may be empty.
    std::string display;
    Address address;
};

// The mailboxes of a From, To, Cc ... field in their order; groups are opened up, so the result may be empty.
// Linear in the length of `value`. Errors: bad_syntax (also: an address that Address does not take), too_long (such an
// address), too_many (more than `most`).
Result<std::vector<Mailbox>> parse_mailboxes(std::string_view value, std::size_t most = 1000);

// `"Display" <address>`, or the address alone where there is no display name. Parses back to the same.
std::string text(const Mailbox& mailbox);

}  // namespace bailey::mime
