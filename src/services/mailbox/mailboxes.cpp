#include "services/mailbox/mailboxes.hpp"

#include <algorithm>

#include "services/mailbox/email_changes.hpp"
#include "services/mailbox/mailbox_plan.hpp"
#include "services/mailbox/transaction.hpp"
#include "store/tables/mailboxes.hpp"

namespace bailey::mailbox {
namespace {

namespace mailboxes = store::mailboxes;

// Emails leave the mailboxes that go; those that are in no other go too (RFC 8621 section 2.5).
Result<void> clear(Writing& w, const std::vector<std::int64_t>& going) {
    EmailChanges emails(w);
    for (auto id : going) BAILEY_CHECK(emails.load_mailbox(id));
    for (auto& [id, email] : emails.all()) {
        std::erase_if(email.mailboxes, [&](std::int64_t m) { return std::ranges::binary_search(going, m); });
        email.destroyed = email.mailboxes.empty();
    }
    return emails.finish();
}

bool same_properties(const mailboxes::Row& a, const mailboxes::Row& b) {
    return a.parent == b.parent && a.name == b.name && a.role == b.role && a.sort_order == b.sort_order &&
           a.subscribed == b.subscribed;
}

bool told(const MailboxSet& set, std::int64_t id) {
    return std::ranges::any_of(set.update, [&](const MailboxChange& c) { return c.id == id && c.shared; });
}

Result<void> write_plan(Writing& w, const MailboxPlan& plan, const MailboxSet& set,
                        const std::vector<mailboxes::Row>& before, Time now) {
    std::vector<std::int64_t> going;
    for (auto& row : before) {
        auto at = plan.rows().find(row.id);
        if (at == plan.rows().end()) {
            going.push_back(row.id);
        } else if (!same_properties(at->second, row) || told(set, row.id)) {
            BAILEY_CHECK(mailboxes::set_properties(w.c, w.account, w.keys.own, at->second, w.change));
            w.by.mailbox = true;
        }
    }
    for (auto& made : plan.created) {
        auto at = plan.rows().find(made.id);
        if (made.fault != MailboxFault::none || at == plan.rows().end()) continue;
        auto row = at->second;
        row.created = w.change;
        // A mailbox made anew differs in its time (RFC 9051 section 2.3.1.1).
        BAILEY_CHECK(mailboxes::add(w.c, w.account, w.keys.own, row, to_millis(now) / 1000));
        w.by.mailbox = true;
        w.by.mailboxes = static_cast<std::int64_t>(plan.created.size());  // also of those that were not made
    }
    if (going.empty()) return {};
    BAILEY_CHECK(clear(w, going));
    for (auto id : going) BAILEY_CHECK(mailboxes::bury(w.c, w.account, id, w.change));
    w.by.mailbox = true;
    return {};
}

}  // namespace

Result<MailboxSetDone> set_mailboxes(const Account& account, const MailboxSet& set) {
    if (account.view) return Errc::denied;
    bool smaller = false;
    auto outcome = write(account, [&](Writing& w) -> Result<MailboxSetDone> {
        MailboxSetDone done;
        done.old_state = done.new_state = {w.before.mailbox};
        if (set.if_in_state && *set.if_in_state != done.old_state) return w.refuse(Errc::conflict);
        BAILEY_TRY(auto rows, mailboxes::all(w.c, w.account, w.keys.own));
        MailboxPlan plan(set, rows, w.before.next_mailbox, account.home->limits());
        BAILEY_CHECK(write_plan(w, plan, set, rows, account.home->rooms().clock.now()));
        done.created = plan.created;
        done.updated = plan.updated;
        done.destroyed = plan.destroyed;
        if (w.by.mailbox) done.new_state = {w.change};
        done.emails_changed = w.by.email;
        smaller = w.by.octets < 0;
        return done;
    });
    if (outcome && smaller) account.cell->has_room(account.id);
    return outcome;
}

Result<std::int64_t> mailbox_with_role(const Account& account, std::string_view role) {
    if (account.view) return Errc::not_found;  // what is usual is the owner's
    BAILEY_TRY(auto c, account.cell->readers().borrow());
    return mailboxes::with_role(*c, account.id, role);
}

}  // namespace bailey::mailbox
