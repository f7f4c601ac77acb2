#include "services/sharing/sharing.hpp"

#include <algorithm>

#include "services/audit/audit.hpp"
#include "store/tables/accounts.hpp"
#include "store/tables/counters.hpp"
#include "store/tables/organisations.hpp"

namespace bailey::sharing {
namespace {

namespace grants = store::mailbox_grants;
namespace told = store::share_notifications;
using store::accounts::Account;

// The mailbox, where the actor may manage it.
Result<Account> managed(sql::Connection& c, const Acting& acting, AccountId mailbox) {
    BAILEY_TRY(auto account, store::accounts::find(c, mailbox));
    BAILEY_TRY(auto tree, store::organisations::path(c, account.organisation));
    Target target{.organisation = account.organisation, .account = mailbox};
    if (!may(acting.actor, Action::manage_shared_mailboxes, target, tree)) return Errc::denied;
    if (account.kind != AccountKind::shared) return Errc::conflict;
    return account;
}

std::string shown(const Account& mailbox) {
    return mailbox.last_name.empty() ? mailbox.address : mailbox.last_name + " <" + mailbox.address + '>';
}

std::string spelled(unsigned rights) { return rights ? mailbox_rights_text(rights) : "none"; }

// Is it newer than what `since` says was told?
bool after(std::int64_t change, std::int64_t id, State since) {
    return change > since.change || (change == since.change && id > since.within);
}

}  // namespace

Result<void> Sharing::grant(const Acting& acting, AccountId mailbox, AccountId person, unsigned rights) {
    const bool known = rights != 0 && (rights & ~mailbox_right::all) == 0;
    if (!known || ((rights & mailbox_right::write) && !(rights & mailbox_right::read))) return Errc::bad_syntax;
    return set(acting, mailbox, person, rights);
}

Result<void> Sharing::revoke(const Acting& acting, AccountId mailbox, AccountId person) {
    return set(acting, mailbox, person, 0);
}

Result<void> Sharing::set(const Acting& acting, AccountId mailbox, AccountId person, unsigned rights) {
    return community_.write([&](sql::Connection& c) -> Result<void> {
        // First, for it locks: what is read below stays so until the commit.
        BAILEY_TRY(auto change, store::counters::next_change(c));
        BAILEY_TRY(auto box, managed(c, acting, mailbox));
        BAILEY_TRY(auto who, store::accounts::find(c, person));
        const bool gone = box.state == AccountState::deleted || who.state == AccountState::deleted;
        if (rights != 0 && (gone || who.kind == AccountKind::shared)) return Errc::conflict;
        BAILEY_TRY(auto before, grants::set(c, mailbox, person, rights));
        if (before == 0 && rights == 0) return Errc::not_found;
        if (before == rights) return {};
        BAILEY_TRY(auto holding, grants::holders(c, mailbox));
        if (holding.size() > most_holders) return Errc::too_many;
        BAILEY_CHECK(store::accounts::touch(c, person, change));
        const auto now = clock_.now();
        BAILEY_CHECK(told::add(c,
                               {.account = person,
                                .at = now,
                                .changed_by = acting.actor.account,
                                .mailbox = mailbox,
                                .old_rights = before,
                                .new_rights = rights,
                                .name = shown(box)},
                               change, most_notifications));
        auto entry = audit::entry(acting, now, rights ? "mailbox_granted" : "mailbox_revoked");
        entry.organisation = box.organisation;
        entry.account = mailbox;
        entry.detail = who.address + ": " + spelled(rights) + ", before: " + spelled(before);
        return store::audit::append(c, community_.audit_key(), {&entry, 1});
    });
}

Result<std::vector<Holder>> Sharing::holders(const Acting& acting, AccountId mailbox) {
    return community_.read([&](sql::Connection& c) -> Result<std::vector<Holder>> {
        BAILEY_CHECK(managed(c, acting, mailbox));
        return grants::holders(c, mailbox);
    });
}

Result<Sharing::Notifications> Sharing::notifications(AccountId person) {
    return community_.read([&](sql::Connection& c) -> Result<Notifications> {
        Notifications all;
        // Before the list: what comes meanwhile is then told again rather than missed.
        BAILEY_TRY(all.state.change, told::newest_change(c, person));
        BAILEY_TRY(all.list, told::all(c, person));
        return all;
    });
}

Result<State> Sharing::notification_state(AccountId person) {
    return community_.read([&](sql::Connection& c) -> Result<State> {
        State state;
        BAILEY_TRY(state.change, told::newest_change(c, person));
        return state;
    });
}

Result<Changes> Sharing::notification_changes(AccountId person, State since, std::size_t most) {
    return community_.read([&](sql::Connection& c) -> Result<Changes> {
        Changes changes;
        BAILEY_TRY(changes.state.change, told::newest_change(c, person));
        if (since.change < 0 || since.change > changes.state.change) return Errc::conflict;
        BAILEY_TRY(auto rows, told::changed(c, person, since.change - (since.within == State::whole ? 0 : 1)));
        std::erase_if(rows, [&](const Notification& n) { return !after(n.change, n.id, since); });
        for (const auto& n : rows) {
            const bool fresh = after(n.created, n.id, since);
            if (fresh && n.destroyed) continue;
            if (changes.created.size() + changes.destroyed.size() == most) {
                changes.more = true;
                break;
            }
            (n.destroyed ? changes.destroyed : changes.created).push_back(n.id);
            changes.state = {n.change, n.id};
        }
        if (!changes.more && !rows.empty()) changes.state = {std::max(rows.back().change, since.change)};
        return changes;
    });
}

Result<void> Sharing::dismiss(AccountId person, std::int64_t id) {
    return community_.write([&](sql::Connection& c) -> Result<void> {
        BAILEY_TRY(auto change, store::counters::next_change(c));
        return told::destroy(c, person, id, change);
    });
}

}  // namespace bailey::sharing
