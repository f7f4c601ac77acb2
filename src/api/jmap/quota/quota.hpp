// JMAP Quotas, RFC 9425: one Quota an account, the octets of its mail.
#pragma once
#include "api/jmap/api.hpp"
#include "services/mailbox/account.hpp"

namespace bailey::jmap {

inline constexpr std::string_view quota_uri = "urn:ietf:params:jmap:quota";

// "used-limit": both tell all that can change of it, so that every state there ever was can be compared with the
// present.
std::string quota_state(const mailbox::Overview& overview);

// `accounts` outlives `api`.
void add_quota(Api& api, mailbox::Accounts& accounts);

}  // namespace bailey::jmap
