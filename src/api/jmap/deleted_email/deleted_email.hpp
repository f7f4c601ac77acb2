// DeletedEmail: emails that were destroyed and can be brought back for some days (service.md section 8).
// DeletedEmail/get, /query and /restore, and /set, which destroys for good.
#pragma once
#include "api/jmap/api.hpp"
#include "services/mailbox/account.hpp"

namespace bailey::jmap {

inline constexpr std::string_view recoverable_uri = "urn:bailey:params:jmap:recoverable";

// The capability, {"days": n}, and its methods; nothing where `days` is 0. `accounts` outlives `api`.
void add_deleted_emails(Api& api, mailbox::Accounts& accounts, std::uint64_t days);

}  // namespace bailey::jmap
