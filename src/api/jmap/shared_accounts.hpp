// The accounts of somebody who may open shared mailboxes, and folders and address books of others.
#pragma once
#include "api/jmap/account.hpp"
#include "services/sharing/shared_mailboxes.hpp"
#include "services/sharing/shared_objects.hpp"

namespace bailey::jmap {

// The caller's own account, then the shared mailboxes they may read, by address (service.md section 9), then accounts
// of which something is shared with them, by address (section 8); read-only where they have no right to write. Whoever
// may open a mailbox as a whole sees all of it, whatever of it is shared with them besides. Both outlive it. Costs no
// SQL as a rule: it is asked at every request.
Accounts own_and_shared_accounts(sharing::SharedMailboxes& shared, sharing::SharedObjects* objects = nullptr);

}  // namespace bailey::jmap
