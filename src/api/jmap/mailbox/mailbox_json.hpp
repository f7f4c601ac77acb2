// A Mailbox as its JSON, RFC 8621 section 2.
#pragma once
#include "api/jmap/account.hpp"
#include "api/jmap/sharing/shares.hpp"
#include "protocol/jmap/json.hpp"
#include "services/mailbox/index.hpp"

namespace bailey::jmap {

json::object mailbox_json(const Account& account, const mailbox::Mailbox& mailbox, const ShareWith& shared);
json::object mailbox_rights(const Account& account, std::int64_t id);  // myRights

}  // namespace bailey::jmap
