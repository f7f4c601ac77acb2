// The part of an account's index that somebody sees.
#pragma once
#include "services/mailbox/snapshot.hpp"
#include "services/mailbox/trail.hpp"
#include "services/mailbox/view.hpp"

namespace bailey::mailbox {

// Emails that are in a folder of the view, in those folders alone; its states are all 0.
std::shared_ptr<const Snapshot> project(const Snapshot& whole, const View& view);
std::shared_ptr<const Snapshot> with_overview(const Snapshot& part, const Overview& overview);

// All that is seen of it, by id.
std::vector<Trail::Thing> emails_seen(const Snapshot& part);
std::vector<Trail::Thing> mailboxes_seen(const Snapshot& part, const View& view);
std::vector<Trail::Thing> threads_seen(const Snapshot& part);
State delivery_seen(const Snapshot& part);  // EmailDelivery

}  // namespace bailey::mailbox
