// The four counts of mailboxes, RFC 8621 section 2, as a sum over threads: what a thread adds to them depends on its
// own emails alone.
#pragma once
#include <span>
#include <unordered_map>
#include <vector>

#include "services/mailbox/snapshot.hpp"

namespace bailey::mailbox {

class Counting {
public:
    // Mailboxes of which one may be the trash.
    Counting(const Snapshot& snapshot, std::span<const Mailbox> mailboxes);

    void add(std::span<const Place> thread);  // all places of one thread; none: nothing
    void add_all();
    std::int64_t trash() const { return trash_; }  // 0: there is none
    std::size_t threads() const { return threads_; }
    MailboxCounts of(std::int64_t mailbox) const;

private:
    const Snapshot& snapshot_;
    std::int64_t trash_ = 0;
    std::size_t threads_ = 0;
    std::unordered_map<std::int64_t, MailboxCounts> counts_;
    std::vector<std::int64_t> in_;  // mailboxes of the thread that is being counted
};

MailboxCounts sum(const MailboxCounts& a, const MailboxCounts& more, const MailboxCounts& less);

}  // namespace bailey::mailbox
