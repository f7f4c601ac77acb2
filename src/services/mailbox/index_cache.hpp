// The indexes in memory, as many as there is room for.
#pragma once
#include <atomic>
#include <list>
#include <mutex>
#include <unordered_map>

#include "services/mailbox/query.hpp"
#include "services/mailbox/snapshot.hpp"

namespace bailey::store::cell_accounts {
struct Counters;
}

namespace bailey::mailbox {

Overview overview_of(const store::cell_accounts::Counters& counters, const Account& account);

class IndexCache {
public:
    explicit IndexCache(std::uint64_t most_octets) : most_octets_(most_octets) {}
    ~IndexCache();

    Result<std::shared_ptr<const Snapshot>> index(const Account& account);
    // What sorting by from, to, subject or sent goes by: a number for each of the snapshot's emails, by place, in the
    // order of what they stand for.
    Result<std::vector<std::uint64_t>> sort_keys(const Account& account, const Snapshot& snapshot, SortBy by) {
        return sort_keys(account, snapshot, snapshot, by);
    }
    // The same of a part of the snapshot's emails.
    Result<std::vector<std::uint64_t>> sort_keys(const Account& account, const Snapshot& snapshot, const Snapshot& part,
                                                 SortBy by);

    std::size_t accounts() const;  // held in memory
    std::uint64_t octets() const;

private:
    struct Entry;
    using EntryPtr = std::shared_ptr<Entry>;
    using Used = std::list<std::pair<AccountId, EntryPtr>>;  // those used latest first

    EntryPtr entry(AccountId account);
    void forget(AccountId account);
    Result<std::shared_ptr<const Snapshot>> refresh(const Account& account, Entry& entry);
    void weigh(AccountId account, Entry& entry);  // after it has changed

    const std::uint64_t most_octets_;
    mutable std::mutex mutex_;
    Used used_;
    std::unordered_map<AccountId, Used::iterator> entries_;
    std::uint64_t octets_ = 0;
};

}  // namespace bailey::mailbox
