// Mailboxes: making, changing and destroying them (RFC 8621 section 2.5). Listing is Index::mailboxes().
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "services/mailbox/account.hpp"

namespace bailey::mailbox {

struct NewMailbox {
    std::string name = {};
    std::int64_t parent = 0;
    std::string role = {};
    std::int64_t sort_order = 0;
    bool subscribed = true;
};
struct MailboxChange {
    std::int64_t id = 0;
    std::optional<std::string> name = {}, role = {};  // role "": none
    std::optional<std::int64_t> parent = {}, sort_order = {};
    std::optional<bool> subscribed = {};
    bool shared = false;  // with whom it is shared, which is kept elsewhere, changed: its state moves
};
// Done in this order: created, updated, destroyed. A `parent` of -1, -2 ... means the first, second ... of `create`.
struct MailboxSet {
    std::vector<NewMailbox> create = {};
    std::vector<MailboxChange> update = {};
    std::vector<std::int64_t> destroy = {};
    bool remove_emails = false;  // onDestroyRemoveEmails
    std::optional<State> if_in_state = {};
};

enum class MailboxFault {
    none,
    not_found,
    bad_name,    // empty, too long, not UTF-8, control characters
    name_taken,  // by a sibling
    bad_role,    // not one of the registered
    role_taken,  // by another mailbox
    bad_parent,  // not there, or below the mailbox itself
    too_deep,
    too_many,
    bad_sort_order,
    has_child,   // mailboxHasChild
    has_email,   // mailboxHasEmail
    protected_,  // the Inbox stays, with its role
};
struct MailboxSetDone {
    State old_state, new_state;
    struct Made {
        std::int64_t id = 0;  // where fault is none
        MailboxFault fault = MailboxFault::none;
    };
    std::vector<Made> created;
    std::vector<MailboxFault> updated, destroyed;
    bool emails_changed = false;
};
// One transaction for all. Emails that were in no other mailbox are destroyed with it where remove_emails says so.
// Errors: conflict (stateMismatch), denied (somebody who sees part of the account).
Result<MailboxSetDone> set_mailboxes(const Account& account, const MailboxSet& set);

// The mailbox with this role; for delivery and drafts. Errors: not_found.
Result<std::int64_t> mailbox_with_role(const Account& account, std::string_view role);

}  // namespace bailey::mailbox
