// What is remembered of an account for some time: ids that "duplicate" has seen, who had a vacation answer, and which
// failing script its owner was told of. Items of the account; what is over goes.
#pragma once
#include <string_view>

#include "base/clock.hpp"
#include "services/mailbox/items.hpp"

namespace bailey::filter {

// `type` is duplicate or vacation_reply. Both block.
Result<bool> remembers(const mailbox::Account& account, mailbox::ItemType type, std::string_view name, Time now);
Result<void> remember(const mailbox::Account& account, mailbox::ItemType type, std::string_view name, Time until,
                      Time now);

}  // namespace bailey::filter
