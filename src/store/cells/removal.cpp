#include <algorithm>

#include "domain/mail/data_types.hpp"
#include "store/cells/cell.hpp"
#include "store/tables/accounts_in_cell.hpp"
#include "store/tables/mailboxes.hpp"

namespace bailey::store {
namespace {

struct Removal {
    mailboxes::Shift inbox;
    cell_accounts::Advance by;
};

Result<void> remove_one(sql::Connection& c, AccountId account, std::int64_t id, std::int64_t change,
                        messages::KeptAt kept_at, Removal& sum) {
    std::vector<messages::Place> places;
    std::uint64_t octets = 0;
    std::uint32_t flags = 0;
    std::optional<Bytes> keywords;
    BAILEY_TRY(auto there, messages::row(c, account, id, [&](const messages::Row& r) {
                   places = messages::places_from(r.places);
                   octets = r.octets;
                   flags = r.flags;
                   if (r.keywords) keywords.emplace(r.keywords->begin(), r.keywords->end());
               }));
    if (!there) return {};
    auto at = std::ranges::find(places, cell_accounts::inbox, &messages::Place::mailbox);
    if (at == places.end()) return {};
    BAILEY_CHECK(messages::unplace(c, account, *at));
    places.erase(at);
    --sum.inbox.messages;
    sum.inbox.unread -= (flags & flag::unread_mask) == 0;
    sum.by.email = sum.by.mailbox = true;
    if (!places.empty()) return messages::set(c, account, id, flags, keywords, places, change);
    sum.by.thread = true;
    sum.by.octets -= static_cast<std::int64_t>(octets);
    return messages::bury(c, account, id, change, kept_at);
}

}  // namespace

Result<void> Cell::remove(AccountId account, const std::vector<std::int64_t>& ids) {
    has_room(account);
    const auto kept_at = this->kept_at();
    auto removed = writer_.run([&](sql::Connection& c) -> Result<void> {
        auto counters = cell_accounts::lock(c, account);
        if (!counters && counters.error() == Errc::not_found) return {};
        if (!counters) return counters.error();
        Removal sum;
        auto change = counters->change + 1;
        for (auto id : ids) BAILEY_CHECK(remove_one(c, account, id, change, kept_at, sum));
        if (!sum.by.email) return {};
        BAILEY_CHECK(mailboxes::shift(c, account, cell_accounts::inbox, sum.inbox, change));
        BAILEY_CHECK(cell_accounts::advance(c, account, sum.by));
        return announce(c, account, types::mail);
    });
    if (removed && ears_.changed) ears_.changed(account, types::mail);
    return removed;
}

}  // namespace bailey::store
