// What lies beside the mail of an account: contacts and groups, identities with signatures, filters, Out of Office.
#pragma once
#include "apps/demo/scene.hpp"
#include "apps/stores.hpp"
#include "services/mailbox/account.hpp"

namespace bailey::apps::demo {

Result<void> give_belongings(Stores& stores, mailbox::Accounts& mail, const mailbox::Account& account,
                             const Correspondent& owner, const Cast& cast, Time now);

}  // namespace bailey::apps::demo
