// The states of an account's types as pushes tell them, from services/mailbox: one row a type.
#pragma once
#include "api/jmap/push/events.hpp"
#include "services/mailbox/account.hpp"

namespace bailey::jmap {

// `accounts` outlives it. Errors: those of mailbox::Accounts::open() and the reads.
StatesOf mailbox_states(mailbox::Accounts& accounts);
SeenStatesOf seen_mailbox_states(mailbox::Accounts& accounts);

}  // namespace bailey::jmap
