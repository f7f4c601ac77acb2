#include "services/mailbox/index_cache.hpp"

#include "services/mailbox/loading.hpp"
#include "services/mailbox/sort_keys.hpp"
#include "services/mailbox/views.hpp"
#include "store/cells/cell.hpp"
#include "store/tables/accounts_in_cell.hpp"

namespace bailey::mailbox {

struct IndexCache::Entry {
    std::shared_ptr<const Snapshot> latest() {
        std::lock_guard lock(latest_mutex);
        return snapshot;
    }
    void publish(std::shared_ptr<const Snapshot> fresh) {
        std::lock_guard lock(latest_mutex);
        snapshot = std::move(fresh);
    }

    std::mutex refreshing;  // one thread reads the changes, the others wait for it
    SetNumbers numbers;     // under `refreshing`

    std::mutex latest_mutex;
    std::shared_ptr<const Snapshot> snapshot;

    std::mutex sorting;
    SortKeys sort_keys;  // under `sorting`

    std::atomic<std::uint64_t> number_octets{0}, sort_octets{0};
    std::uint64_t octets = 0;  // as it was weighed; under IndexCache::mutex_
};

IndexCache::~IndexCache() = default;

namespace {

bool is_of(const Snapshot& s, std::int64_t change, const Account& account) {
    return s.change() == change && s.overview().capacity_octets == account.capacity;
}

// Sets that no email has any more take room until all is read anew.
bool outgrown(const Snapshot& s) {
    return s.sets().mailbox_sets.size() + s.sets().word_sets.size() > 4 * s.emails().size() + 1000;
}

}  // namespace

Result<std::shared_ptr<const Snapshot>> IndexCache::index(const Account& account) {
    auto held = entry(account.id);
    {
        BAILEY_TRY(auto c, account.cell->readers().borrow());
        auto counters = store::cell_accounts::counters(*c, account.id);
        if (!counters && counters.error() == Errc::not_found) forget(account.id);
        if (!counters) return counters.error();
        auto latest = held->latest();
        if (latest && is_of(*latest, counters->change, account)) return latest;
    }
    auto fresh = refresh(account, *held);
    weigh(account.id, *held);
    return fresh;
}

Result<std::shared_ptr<const Snapshot>> IndexCache::refresh(const Account& account, Entry& entry) {
    std::lock_guard lock(entry.refreshing);
    auto base = entry.latest();
    if (base && outgrown(*base)) base.reset();
    std::vector<std::int64_t> missed;
    // Each round describes what came in the one before. Mail does not come faster than that for long.
    for (int round = 0; round < 20; ++round) {
        if (!base) {
            entry.numbers = {};
            missed.clear();
        }
        BAILEY_TRY(auto loaded, load(account, base.get(), missed, entry.numbers));
        if (loaded.restored) {
            base.reset();
            continue;
        }
        if (base && missed.empty() && loaded.undescribed.empty() && is_of(*base, loaded.news.change, account))
            return base;
        static const Snapshot nothing;
        SnapshotEditor editor(base ? *base : nothing);
        auto next = editor.apply(std::move(loaded.news), entry.numbers.sets());
        entry.number_octets = entry.numbers.octets();
        if (loaded.undescribed.empty()) {
            entry.publish(next);
            return next;
        }
        BAILEY_CHECK(describe(account, loaded.undescribed));
        base = std::move(next);
        missed = std::move(loaded.undescribed);
    }
    return Errc::try_later;
}

Result<std::vector<std::uint64_t>> IndexCache::sort_keys(const Account& account, const Snapshot& snapshot,
                                                         const Snapshot& part, SortBy by) {
    auto held = entry(account.id);
    std::vector<std::uint64_t> keys;
    {
        std::lock_guard lock(held->sorting);
        BAILEY_CHECK(held->sort_keys.learn(account, snapshot));
        keys = held->sort_keys.of(part, by);
        held->sort_octets = held->sort_keys.octets();
    }
    weigh(account.id, *held);
    return keys;
}

IndexCache::EntryPtr IndexCache::entry(AccountId account) {
    std::lock_guard lock(mutex_);
    if (auto at = entries_.find(account); at != entries_.end()) {
        used_.splice(used_.begin(), used_, at->second);
        return at->second->second;
    }
    used_.emplace_front(account, std::make_shared<Entry>());
    entries_[account] = used_.begin();
    return used_.front().second;
}

void IndexCache::forget(AccountId account) {
    std::lock_guard lock(mutex_);
    auto at = entries_.find(account);
    if (at == entries_.end()) return;
    octets_ -= at->second->second->octets;
    used_.erase(at->second);
    entries_.erase(at);
}

void IndexCache::weigh(AccountId account, Entry& entry) {
    auto snapshot = entry.latest();
    std::lock_guard lock(mutex_);
    auto at = entries_.find(account);
    if (at == entries_.end() || at->second->second.get() != &entry) return;  // it was dropped meanwhile
    octets_ -= entry.octets;
    entry.octets = sizeof entry + (snapshot ? snapshot->octets() : 0) + entry.number_octets + entry.sort_octets;
    octets_ += entry.octets;
    // Whoever still uses what is dropped here keeps it alive. The one that is at work stays.
    while (octets_ > most_octets_ && used_.size() > 1) {
        auto& [oldest, dropped] = used_.back();
        octets_ -= dropped->octets;
        entries_.erase(oldest);
        used_.pop_back();
    }
}

std::size_t IndexCache::accounts() const {
    std::lock_guard lock(mutex_);
    return entries_.size();
}

std::uint64_t IndexCache::octets() const {
    std::lock_guard lock(mutex_);
    return octets_;
}

Result<std::shared_ptr<const Index>> index(const Account& account) {
    if (account.view) {
        BAILEY_TRY(auto seen, account.home->views().see(account));
        return std::shared_ptr<const Index>(std::move(seen.part));
    }
    BAILEY_TRY(auto latest, account.home->indexes().index(account));
    return std::shared_ptr<const Index>(std::move(latest));
}

}  // namespace bailey::mailbox
