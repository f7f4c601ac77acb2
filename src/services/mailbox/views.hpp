// What those see who see part of an account: their own index, made of the whole one, and what changed in it.
#pragma once
#include <array>
#include <map>
#include <mutex>
#include <utility>

#include "services/mailbox/query.hpp"
#include "services/mailbox/snapshot.hpp"
#include "services/mailbox/trail.hpp"
#include "services/mailbox/view.hpp"

namespace bailey::mailbox {

// Thread-safe. All take an account that has a view.
class Views {
public:
    enum class Of { email, mailbox, thread, address_book, contact };
    explicit Views(std::uint64_t most_octets) : most_octets_(most_octets) {}

    struct Seen {
        std::shared_ptr<const Snapshot> whole, part;
    };
    Result<Seen> see(const Account& account);
    Result<std::vector<std::uint64_t>> sort_keys(const Account& account, const Snapshot& part, SortBy by);

    // For what is not in the index: all that is seen of it now, by id. Returns its state.
    State follow(const Account& account, Of of, std::vector<Trail::Thing> now);
    // Errors: conflict (cannotCalculateChanges: this process has not seen one of the states, or has forgotten it).
    Result<Changes> changes(const Account& account, Of of, State since, State end, std::size_t most);
    // Threads whose emails changed between two states of Email.
    Result<std::vector<std::int64_t>> threads(const Account& account, State since, State end);

private:
    struct Entry {
        std::mutex mutex;
        View view;
        std::shared_ptr<const Snapshot> part;  // null: not asked for yet
        std::array<Trail, 5> trails;
        std::uint64_t used = 0, octets = 0;  // under Views::mutex_
        Trail& trail(Of of) { return trails[static_cast<std::size_t>(of)]; }
    };
    using EntryPtr = std::shared_ptr<Entry>;
    EntryPtr entry(const Account& account);
    void weigh(Entry& entry);

    const std::uint64_t most_octets_;
    std::mutex mutex_;
    std::map<std::pair<AccountId, AccountId>, EntryPtr> entries_;  // by account and viewer
    std::uint64_t octets_ = 0, uses_ = 0;
};

// Is this email there for whom the account was opened?
Result<bool> sees_email(const Account& account, std::int64_t email);

// A write of emails by somebody who sees part of the account, told in their states. `job` is given the state that Email
// must have in the whole account for it, and returns its Result with the states of that. Errors: conflict, and the
// job's.
template <class Job>
auto write_seen(const Account& account, const std::optional<State>& if_in_state, Job job)
    -> decltype(job(if_in_state)) {
    constexpr int most_tries = 5;
    for (int tries = 1;; ++tries) {
        BAILEY_TRY(auto before, account.home->views().see(account));
        const auto seen = before.part->overview().email;
        if (if_in_state && *if_in_state != seen) return Errc::conflict;
        auto expected = if_in_state ? std::optional(before.whole->overview().email) : std::nullopt;
        auto done = job(expected);
        // Something else changed, which they do not see.
        if (!done && expected && done.error() == Errc::conflict && tries < most_tries) continue;
        if (!done) return done;
        BAILEY_TRY(auto after, account.home->views().see(account));
        const bool alone =
            done->old_state == before.whole->overview().email && done->new_state == after.whole->overview().email;
        // Where somebody else wrote too, the state before both: what changed since is told then.
        done->old_state = seen;
        done->new_state = alone ? after.part->overview().email : seen;
        return done;
    }
}

}  // namespace bailey::mailbox
