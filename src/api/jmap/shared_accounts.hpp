// The accounts of somebody who may open shared mailboxes.
#pragma once
#include "api/jmap/account.hpp"
#include "services/sharing/shared_mailboxes.hpp"

namespace bailey::jmap {

// The caller's own account, then the shared mailboxes they may read, by address (service.md section 9); read-only where
// they have no right to write. `shared` outlives it. Costs no SQL as a rule: it is asked at every request.
Accounts own_and_shared_accounts(sharing::SharedMailboxes& shared);

}  // namespace bailey::jmap
