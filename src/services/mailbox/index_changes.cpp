#include <limits>
#include <unordered_map>
#include <unordered_set>

#include "services/mailbox/since.hpp"
#include "services/mailbox/snapshot.hpp"
#include "services/mailbox/views.hpp"
#include "store/cells/cell.hpp"
#include "store/tables/mailboxes.hpp"
#include "store/tables/messages.hpp"

namespace bailey::mailbox {
namespace {

using Kind = Events::Kind;
using GoneEmails = std::vector<store::messages::Gone>;

// Errors: conflict, for a state that the type has never had.
Result<void> check(State since, State now) {
    if (since.change < 0 || since.change > now.change) return Errc::conflict;
    return {};
}

bool nothing_since(State since, State now) { return since.change == now.change && since.within == State::whole; }

// Emails that had gone when the index was read.
Result<GoneEmails> gone_emails(const Account& account, const Index& index, const Since& since) {
    BAILEY_TRY(auto c, account.cell->readers().borrow());
    BAILEY_TRY(auto gone, store::messages::gone(*c, account.id, since.floor()));
    std::erase_if(gone, [&](auto& e) { return e.change > snapshot(index).change(); });
    return gone;
}

// What is told of one thread.
struct ThreadStory {
    static constexpr auto never = std::numeric_limits<std::int64_t>::max();
    std::int64_t first_made = never;  // number of the first email that came since
    std::int64_t latest = 0;          // number of the latest email that came or went
    bool known = false;               // there was an email in it then

    void came(std::int64_t number) {
        first_made = std::min(first_made, number);
        latest = std::max(latest, number);
    }
    void went(std::int64_t number) { latest = std::max(latest, number); }
};

// Mailboxes whose counts may have changed, with the number at which.
class TouchedMailboxes {
public:
    TouchedMailboxes(const Snapshot& index, const Since& since) : index_(index), since_(since) {}

    // Counts look at whole threads: an email may change those of mailboxes that it is not in.
    void thread(std::int64_t thread, std::int64_t number) {
        auto [at, fresh] = threads_.try_emplace(thread, 0);
        if (!fresh && at->second >= number) return;
        at->second = number;
        for (auto place : index_.places_of(thread))
            for (auto box : index_.mailboxes_of(index_.emails()[place])) mailbox(box, number);
    }
    void mailbox(std::int64_t id, std::int64_t number) {
        number = std::min(number, index_.overview().mailbox.change);
        if (!since_.before(number, id)) return;
        auto& latest = touched_[id];
        latest = std::max(latest, number);
    }
    void all(std::int64_t number) {
        for (auto& m : index_.mailboxes()) mailbox(m.id, number);
    }
    const std::unordered_map<std::int64_t, std::int64_t>& touched() const { return touched_; }

private:
    const Snapshot& index_;
    const Since& since_;
    std::unordered_map<std::int64_t, std::int64_t> threads_, touched_;
};

// Of many, nobody looks up every thread: then all mailboxes may have changed.
void touch_by_emails(const Snapshot& index, const Since& since, const GoneEmails& gone, TouchedMailboxes& touched) {
    constexpr std::size_t many = 1000;
    const auto news = [&](auto& e) { return e.change > since.floor(); };
    if (gone.size() + static_cast<std::size_t>(std::ranges::count_if(index.emails(), news)) > many)
        return touched.all(index.overview().mailbox.change);
    for (auto& e : index.emails())
        if (news(e)) touched.thread(e.thread, e.change);
    for (auto& e : gone)
        if (e.thread) touched.thread(*e.thread, e.change);
}

}  // namespace

Result<Changes> email_changes(const Account& account, const Index& index, State since_state, std::size_t most) {
    const auto now = index.overview().email;
    if (account.view) return account.home->views().changes(account, Views::Of::email, since_state, now, most);
    BAILEY_CHECK(check(since_state, now));
    Events events;
    if (nothing_since(since_state, now)) return events.first(most, now);
    const Since since(since_state);
    for (auto& e : index.emails()) {
        if (since.before(e.created, e.id))
            events.add(e.created, e.id, Kind::created);
        else if (since.before(e.change, e.id))
            events.add(e.change, e.id, Kind::updated);
    }
    BAILEY_TRY(auto gone, gone_emails(account, index, since));
    for (auto& e : gone)
        if (!since.before(e.created, e.id) && since.before(e.change, e.id)) events.add(e.change, e.id, Kind::destroyed);
    return events.first(most, now);
}

// A thread changes when emails come to it or go (RFC 8621 section 3.2); their keywords are not its own.
Result<Changes> thread_changes(const Account& account, const Index& index, State since_state, std::size_t most) {
    const auto now = index.overview().thread;
    if (account.view) return account.home->views().changes(account, Views::Of::thread, since_state, now, most);
    BAILEY_CHECK(check(since_state, now));
    Events events;
    if (nothing_since(since_state, now)) return events.first(most, now);
    const Since since(since_state);
    std::unordered_map<std::int64_t, ThreadStory> stories;
    for (auto& e : index.emails())
        if (since.before(e.created, e.thread)) stories[e.thread].came(e.created);
    // Also an email that came and went since: who was told of the thread meanwhile may have seen it.
    BAILEY_TRY(auto gone, gone_emails(account, index, since));
    for (auto& e : gone) {
        if (!e.thread || !since.before(e.change, *e.thread)) continue;
        auto& story = stories[*e.thread];
        story.went(e.change);
        if (since.before(e.created, *e.thread))
            story.came(e.created);
        else
            story.known = true;
    }
    auto& all = snapshot(index);
    for (auto& [thread, story] : stories) {
        auto places = all.places_of(thread);
        const bool known = story.known || std::ranges::any_of(places, [&](Place p) {
                               return !since.before(index.emails()[p].created, thread);
                           });
        if (!places.empty())
            events.add(known ? story.latest : story.first_made, thread, known ? Kind::updated : Kind::created);
        else if (known)
            events.add(story.latest, thread, Kind::destroyed);
    }
    return events.first(most, now);
}

Result<MailboxChanges> mailbox_changes(const Account& account, const Index& index, State since_state,
                                       std::size_t most) {
    const auto now = index.overview().mailbox;
    if (account.view) {
        BAILEY_TRY(auto seen, account.home->views().changes(account, Views::Of::mailbox, since_state, now, most));
        return MailboxChanges{std::move(seen), false};
    }
    BAILEY_CHECK(check(since_state, now));
    Events events;
    if (nothing_since(since_state, now)) return MailboxChanges{events.first(most, now), false};
    const Since since(since_state);
    auto& all = snapshot(index);
    TouchedMailboxes touched(all, since);
    BAILEY_TRY(auto gone, gone_emails(account, index, since));
    touch_by_emails(all, since, gone, touched);
    for (auto& m : index.mailboxes()) {
        touched.mailbox(m.id, m.change);
        // What is the trash decides over the unread threads of all (RFC 8621 section 2).
        if (m.properties_change > since.floor()) touched.all(m.properties_change);
    }
    {
        BAILEY_TRY(auto c, account.cell->readers().borrow());
        BAILEY_TRY(auto went, store::mailboxes::gone_since(*c, account.id, since.floor()));
        for (auto& m : went) {
            if (m.change > all.change()) continue;
            touched.all(m.change);
            if (!since.before(m.created, m.id) && since.before(m.change, m.id))
                events.add(m.change, m.id, Kind::destroyed);
        }
    }
    std::unordered_set<std::int64_t> properties;  // of these more than counts changed
    for (auto& m : index.mailboxes()) {
        auto at = touched.touched().find(m.id);
        if (since.before(m.created, m.id))
            events.add(m.created, m.id, Kind::created);
        else if (at != touched.touched().end())
            events.add(at->second, m.id, Kind::updated);
        if (since.before(m.properties_change, m.id)) properties.insert(m.id);
    }
    MailboxChanges changes{events.first(most, now), false};
    changes.only_counts = !changes.updated.empty() && changes.created.empty() && changes.destroyed.empty() &&
                          std::ranges::none_of(changes.updated, [&](auto id) { return properties.contains(id); });
    return changes;
}

}  // namespace bailey::mailbox
