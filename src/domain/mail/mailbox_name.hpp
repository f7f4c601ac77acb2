// What mailboxes may be called and what they may be for (RFC 8621 section 2).
#pragma once
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace bailey {

// The name as it is kept: Net-Unicode (RFC 5198), so in normal form C; blanks at its ends go.
// Errors: bad_syntax (nothing is left, not UTF-8, control characters or line ends), too_long.
Result<std::string> mailbox_name(std::string_view text, std::size_t most_octets);

// Is it a role of the IANA registry "IMAP Mailbox Name Attributes" that says what a mailbox is for? Lower case.
bool registered_role(std::string_view role);

}  // namespace bailey
