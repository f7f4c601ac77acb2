#include <algorithm>
#include <optional>

#include "services/mailbox/results.hpp"
#include "services/mailbox/views.hpp"
#include "store/cells/cell.hpp"
#include "store/tables/messages.hpp"

namespace bailey::mailbox {
namespace {

// What may have come into a result, left it or moved in it since a change number. Everything else is where it was, in
// the same order.
class Affected {
public:
    Affected(const Snapshot& snapshot, const Query& query, State since)
        : snapshot_(snapshot),
          seen_since_(since),
          since_(since.change),
          mutable_(is_mutable(query.filter) || is_mutable(query.sort)),
          threads_(query.collapse_threads || looks_at_threads(query.filter) || looks_at_threads(query.sort)) {}

    Result<void> find(const Account& account) {
        if (account.view) {
            BAILEY_CHECK(find_seen(account));
        } else {
            BAILEY_CHECK(find_all(account));
        }
        if (threads_) add_threads();
        return {};
    }

    bool is_immutable() const { return !mutable_; }
    const std::vector<Place>& places() const { return places_; }
    // Those that may have been in the result.
    std::vector<std::int64_t> removed() const {
        auto ids = gone_;
        for (auto place : places_) {
            auto& e = snapshot_.emails()[place];
            if (!is_new(e)) ids.push_back(e.id);
        }
        return ids;
    }

private:
    bool is_new(const Email& e) const { return came_ ? std::ranges::binary_search(*came_, e.id) : e.created > since_; }

    // Of those who see part of the account.
    Result<void> find_seen(const Account& account) {
        const auto end = snapshot_.overview().email;
        constexpr auto all = static_cast<std::size_t>(-1);
        auto& views = account.home->views();
        BAILEY_TRY(auto changes, views.changes(account, Views::Of::email, seen_since_, end, all));
        BAILEY_TRY(touched_, views.threads(account, seen_since_, end));
        for (const auto* ids : {&changes.created, &changes.updated})
            for (auto id : *ids)
                if (const auto* e = snapshot_.find(id)) places_.push_back(snapshot_.place_of(*e));
        sort_unique(places_);
        gone_ = std::move(changes.destroyed);
        came_ = std::move(changes.created);
        std::ranges::sort(*came_);
        return {};
    }

    Result<void> find_all(const Account& account) {
        auto emails = snapshot_.emails();
        for (Place place = 0; place < emails.size(); ++place) {
            auto& e = emails[place];
            if (e.created <= since_ && (!mutable_ || e.change <= since_)) continue;
            places_.push_back(place);
            touched_.push_back(e.thread);
        }
        return find_gone(account);
    }

    Result<void> find_gone(const Account& account) {
        BAILEY_TRY(auto c, account.cell->readers().borrow());
        BAILEY_TRY(auto gone, store::messages::gone(*c, account.id, since_));
        for (auto& e : gone) {
            if (e.created > since_ || e.change > snapshot_.change()) continue;
            gone_.push_back(e.id);
            if (e.thread) touched_.push_back(*e.thread);
        }
        return {};
    }
    // Whether one is in the result may hang on the others of its thread.
    void add_threads() {
        sort_unique(touched_);
        for (auto thread : touched_) {
            auto all = snapshot_.places_of(thread);
            places_.insert(places_.end(), all.begin(), all.end());
        }
        sort_unique(places_);
    }
    template <class T>
    static void sort_unique(std::vector<T>& all) {
        std::ranges::sort(all);
        all.erase(std::unique(all.begin(), all.end()), all.end());
    }

    const Snapshot& snapshot_;
    State seen_since_;
    std::int64_t since_;
    std::optional<std::vector<std::int64_t>> came_;  // of a view: those that came since, sorted
    bool mutable_, threads_;
    std::vector<Place> places_;
    std::vector<std::int64_t> gone_, touched_;  // emails, threads
};

// Where `wanted`, which are in the result and in its order, are in it.
std::vector<std::size_t> positions(const std::vector<char>& members, const std::vector<Place>& wanted,
                                   const Ordering& order) {
    std::vector<std::size_t> before(wanted.size() + 1);
    auto comes_first = [&](Place a, Place b) { return order.before(a, b); };
    for (Place place = 0; place < members.size() && !wanted.empty(); ++place)
        if (members[place]) {
            auto next = std::ranges::upper_bound(wanted, place, comes_first);
            ++before[static_cast<std::size_t>(next - wanted.begin())];
        }
    // before[n]: how many are behind wanted[n - 1], or are it, and before wanted[n].
    before.pop_back();
    for (std::size_t n = 1; n < before.size(); ++n) before[n] += before[n - 1];
    return before;
}

// Emails of a result and where they are in it.
struct Placed {
    Place place;
    std::size_t at;
};
struct Found {
    std::vector<Placed> placed;  // by `at`
    std::size_t total = 0;
    bool has_last = false;  // is the email at `last` in it, as far as was looked?
};

// With the newest first, what is older than all `places` need not be looked at.
Found find_from_the_top(const Results& results, const std::vector<Place>& places, std::optional<Place> last,
                        std::size_t total) {
    Found found;
    found.total = total;
    if (places.empty()) return found;
    const auto top = results.newest_to(places.front());
    for (std::size_t n = 0; n < top.size(); ++n) {
        if (std::ranges::binary_search(places, top[n])) found.placed.push_back({top[n], n});
        found.has_last |= top[n] == last;
    }
    return found;
}

Found find_by_counting(const Results& results, const std::vector<Place>& places, std::optional<Place> last) {
    const auto members = results.members();
    Found found;
    found.total = static_cast<std::size_t>(std::ranges::count(members, 1));
    std::vector<Place> wanted;
    for (auto place : places)
        if (members[place]) wanted.push_back(place);
    results.order().sort(wanted);
    const auto at = positions(members, wanted, results.order());
    for (std::size_t n = 0; n < wanted.size(); ++n) found.placed.push_back({wanted[n], at[n]});
    found.has_last = last && members[*last];
    return found;
}

}  // namespace

Result<QueryChanges> query_changes(const Account& account, const Index& index, const Query& query, State since,
                                   std::size_t most, std::optional<std::int64_t> up_to) {
    auto& now = snapshot(index);
    const bool is_later = !account.view && since.change > now.overview().email.change;
    if (since.within != State::whole || since.change < 0 || is_later) return Errc::conflict;
    Affected affected(now, query, since);
    BAILEY_CHECK(affected.find(account));
    QueryChanges changes;
    changes.removed = affected.removed();
    if (changes.removed.size() > most) return Errc::too_many;

    std::optional<Place> last;
    if (up_to && affected.is_immutable())
        if (const auto* email = now.find(*up_to)) last = now.place_of(*email);
    BAILEY_TRY(const auto results, Results::of(account, now, query));
    const auto total = results.known_size();
    auto found = results.order().newest_first() && total ? find_from_the_top(results, affected.places(), last, *total)
                                                         : find_by_counting(results, affected.places(), last);
    // RFC 8620 section 5.6: what is behind upToId may be left out where nothing moves.
    if (found.has_last)
        std::erase_if(found.placed, [&](const Placed& p) { return results.order().before(*last, p.place); });
    if (changes.removed.size() + found.placed.size() > most) return Errc::too_many;
    for (auto& p : found.placed) changes.added.push_back({now.emails()[p.place].id, p.at});
    changes.total = found.total;
    return changes;
}

}  // namespace bailey::mailbox
