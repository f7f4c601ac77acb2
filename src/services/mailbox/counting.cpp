#include "services/mailbox/counting.hpp"

#include <algorithm>

namespace bailey::mailbox {

Counting::Counting(const Snapshot& snapshot, std::span<const Mailbox> mailboxes) : snapshot_(snapshot) {
    for (auto& m : mailboxes)
        if (m.role == "trash") trash_ = m.id;
}

void Counting::add(std::span<const Place> thread) {
    if (thread.empty()) return;
    ++threads_;
    in_.clear();
    bool unread_in_trash = false, unread_elsewhere = false;
    auto emails = snapshot_.emails();
    for (auto place : thread) {
        auto& e = emails[place];
        auto boxes = snapshot_.mailboxes_of(e);
        for (auto box : boxes) {
            auto& counts = counts_[box];
            ++counts.emails;
            counts.unread_emails += e.unread();
            if (std::ranges::find(in_, box) == in_.end()) in_.push_back(box);
        }
        if (!e.unread()) continue;
        // Emails in the trash are treated as though they were a thread of their own (RFC 8621 section 2).
        const bool in_trash = trash_ != 0 && std::ranges::find(boxes, trash_) != boxes.end();
        unread_in_trash |= in_trash;
        unread_elsewhere |= !in_trash || boxes.size() > 1;
    }
    for (auto box : in_) {
        auto& counts = counts_[box];
        ++counts.threads;
        counts.unread_threads += box == trash_ ? unread_in_trash : unread_elsewhere;
    }
}

void Counting::add_all() {
    auto emails = snapshot_.emails();
    auto places = snapshot_.by_thread();
    for (std::size_t begin = 0, end = 0; begin < places.size(); begin = end) {
        while (end < places.size() && emails[places[end]].thread == emails[places[begin]].thread) ++end;
        add(places.subspan(begin, end - begin));
    }
}

MailboxCounts Counting::of(std::int64_t mailbox) const {
    auto at = counts_.find(mailbox);
    return at == counts_.end() ? MailboxCounts{} : at->second;
}

MailboxCounts sum(const MailboxCounts& a, const MailboxCounts& more, const MailboxCounts& less) {
    return {.emails = a.emails + more.emails - less.emails,
            .unread_emails = a.unread_emails + more.unread_emails - less.unread_emails,
            .threads = a.threads + more.threads - less.threads,
            .unread_threads = a.unread_threads + more.unread_threads - less.unread_threads};
}

}  // namespace bailey::mailbox
