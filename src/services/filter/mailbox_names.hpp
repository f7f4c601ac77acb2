// Mailboxes as scripts name them: "Clients/Smith" is a mailbox within another, "INBOX" in any case is the Inbox.
#pragma once
#include <string_view>

#include "services/mailbox/index.hpp"

namespace bailey::filter {

const mailbox::Mailbox* mailbox_named(const mailbox::Index& index, std::string_view name);  // null: none
// RFC 8579: "\\Junk" is the mailbox with the role "junk".
const mailbox::Mailbox* mailbox_for(const mailbox::Index& index, std::string_view special_use);
// The JMAP id, RFC 9042 section 3 and RFC 8621 section 2: "m17".
const mailbox::Mailbox* mailbox_with_id(const mailbox::Index& index, std::string_view id);
// Makes what of the path is not there yet. Errors: bad_syntax (no mailbox can have such a name), too_many (mailboxes,
// or levels).
Result<std::int64_t> make_mailbox(const mailbox::Account& account, const mailbox::Index& index, std::string_view name);

}  // namespace bailey::filter
