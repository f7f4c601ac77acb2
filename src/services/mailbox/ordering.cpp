#include "services/mailbox/ordering.hpp"

#include <algorithm>

#include "services/mailbox/has_keyword.hpp"
#include "services/mailbox/index_cache.hpp"
#include "services/mailbox/views.hpp"

namespace bailey::mailbox {
namespace {

using Keys = std::vector<std::uint64_t>;

template <class Key>
Keys of_each(const Snapshot& snapshot, Key key) {
    Keys keys;
    keys.reserve(snapshot.emails().size());
    for (auto& e : snapshot.emails()) keys.push_back(key(e));
    return keys;
}

// RFC 8620 section 5.5: false comes before true.
Result<Keys> keys_by(const Account& account, const Snapshot& snapshot, const Comparator& comparator) {
    auto of_threads = [&](bool ThreadMark::*which) {
        Keys keys;
        keys.reserve(snapshot.emails().size());
        for (auto& mark : thread_marks(snapshot, comparator.keyword)) keys.push_back(mark.*which);
        return keys;
    };
    switch (comparator.by) {
    case SortBy::received:
        return of_each(snapshot, [](const Email& e) { return static_cast<std::uint64_t>(e.received) ^ (1ull << 63); });
    case SortBy::size: return of_each(snapshot, [](const Email& e) { return std::uint64_t{e.octets}; });
    case SortBy::has_keyword: {
        const HasKeyword has(snapshot, comparator.keyword);
        return of_each(snapshot, [&](const Email& e) { return std::uint64_t{has(e)}; });
    }
    case SortBy::all_in_thread: return of_threads(&ThreadMark::all);
    case SortBy::some_in_thread: return of_threads(&ThreadMark::some);
    case SortBy::from:
    case SortBy::to:
    case SortBy::subject:
    case SortBy::sent:
        if (account.view) return account.home->views().sort_keys(account, snapshot, comparator.by);
        return account.home->indexes().sort_keys(account, snapshot, comparator.by);
    }
    return Keys();
}

bool is_thread_sort(const Comparator& c) { return c.by == SortBy::all_in_thread || c.by == SortBy::some_in_thread; }

}  // namespace

Result<Ordering> Ordering::of(const Account& account, const Snapshot& snapshot, std::span<const Comparator> sort) {
    Ordering ordering;
    for (auto& comparator : sort) {
        // What follows is how emails that compare equal are ordered anyway.
        const bool last = &comparator == &sort.back();
        if (last && comparator.by == SortBy::received && !comparator.ascending) break;
        BAILEY_TRY(auto keys, keys_by(account, snapshot, comparator));
        if (!comparator.ascending)
            for (auto& key : keys) key = ~key;
        ordering.keys_.push_back(std::move(keys));
    }
    return ordering;
}

void Ordering::sort(std::vector<Place>& places) const {
    if (newest_first()) {
        std::ranges::sort(places, std::greater());
        return;
    }
    // The first key beside its place: most comparisons look nowhere else.
    struct Item {
        std::uint64_t key;
        Place place;
    };
    std::vector<Item> items;
    items.reserve(places.size());
    for (auto place : places) items.push_back({keys_.front()[place], place});
    std::ranges::sort(
        items, [&](const Item& a, const Item& b) { return a.key != b.key ? a.key < b.key : before(a.place, b.place); });
    std::ranges::transform(items, places.begin(), &Item::place);
}

bool is_mutable(std::span<const Comparator> sort) {
    return std::ranges::any_of(sort, [](auto& c) { return c.by == SortBy::has_keyword || is_thread_sort(c); });
}
bool looks_at_threads(std::span<const Comparator> sort) { return std::ranges::any_of(sort, is_thread_sort); }

}  // namespace bailey::mailbox
