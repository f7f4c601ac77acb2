#include "services/mailbox/views.hpp"

#include <algorithm>

#include "services/mailbox/index_cache.hpp"
#include "services/mailbox/projecting.hpp"

namespace bailey::mailbox {

Views::EntryPtr Views::entry(const Account& account) {
    constexpr std::size_t most = 1000;
    std::lock_guard lock(mutex_);
    auto& found = entries_[{account.id, account.view->viewer}];
    if (!found) found = std::make_shared<Entry>();
    found->used = ++uses_;
    auto kept = found;
    // Whoever still uses what is dropped keeps it alive.
    while (entries_.size() > 1 && (entries_.size() > most || octets_ > most_octets_)) {
        auto oldest = std::ranges::min_element(entries_, {}, [](const auto& e) { return e.second->used; });
        octets_ -= oldest->second->octets;
        entries_.erase(oldest);
    }
    return kept;
}

void Views::weigh(Entry& entry) {
    auto now = sizeof entry + (entry.part ? entry.part->octets() : 0);
    for (const auto& trail : entry.trails) now += trail.octets();
    std::lock_guard lock(mutex_);
    const bool there = std::ranges::any_of(entries_, [&](const auto& e) { return e.second.get() == &entry; });
    if (!there) return;  // it was dropped meanwhile
    octets_ += now - entry.octets;
    entry.octets = now;
}

Result<Views::Seen> Views::see(const Account& account) {
    auto held = entry(account);
    // One at a time, so that what follows is seen in its order.
    std::lock_guard lock(held->mutex);
    BAILEY_TRY(auto whole, account.home->indexes().index(mailbox::whole(account)));
    const bool same = held->part && held->part->change() == whole->change() && held->view == *account.view;
    if (same) return Seen{std::move(whole), held->part};
    auto part = project(*whole, *account.view);
    Overview overview;
    overview.email = held->trail(Of::email).follow(emails_seen(*part));
    overview.mailbox = held->trail(Of::mailbox).follow(mailboxes_seen(*part, *account.view));
    overview.thread = held->trail(Of::thread).follow(threads_seen(*part));
    overview.delivery = delivery_seen(*part);
    held->part = with_overview(*part, overview);
    held->view = *account.view;
    weigh(*held);
    return Seen{std::move(whole), held->part};
}

Result<std::vector<std::uint64_t>> Views::sort_keys(const Account& account, const Snapshot& part, SortBy by) {
    const auto all = mailbox::whole(account);
    BAILEY_TRY(auto whole, account.home->indexes().index(all));
    return account.home->indexes().sort_keys(all, *whole, part, by);
}

State Views::follow(const Account& account, Of of, std::vector<Trail::Thing> now) {
    auto held = entry(account);
    std::lock_guard lock(held->mutex);
    return held->trail(of).follow(std::move(now));
}

Result<Changes> Views::changes(const Account& account, Of of, State since, State end, std::size_t most) {
    auto held = entry(account);
    std::lock_guard lock(held->mutex);
    return held->trail(of).between(since, end, most);
}

Result<std::vector<std::int64_t>> Views::threads(const Account& account, State since, State end) {
    auto held = entry(account);
    std::lock_guard lock(held->mutex);
    return held->trail(Of::email).threads_between(since, end);
}

Result<bool> sees_email(const Account& account, std::int64_t email) {
    if (!account.view) return true;
    BAILEY_TRY(auto seen, account.home->views().see(account));
    return seen.part->find(email) != nullptr;
}

}  // namespace bailey::mailbox
