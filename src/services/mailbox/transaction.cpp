#include "services/mailbox/transaction.hpp"

namespace bailey::mailbox {

Result<Reading> read(const Account& account) {
    BAILEY_TRY(auto loan, account.cell->readers().borrow());
    BAILEY_TRY(auto keys, account.cell->keys(*loan, account.id));
    return Reading{std::move(loan), keys};
}

std::uint64_t Writing::types() const {
    return item_types | (by.email ? types::email : 0) | (by.mailbox ? types::mailbox : 0) |
           (by.thread ? types::thread : 0) | (delivered ? types::email_delivery : 0);
}

Result<void> transact(const Account& account, const std::function<Result<void>(Writing&)>& job) {
    std::optional<Errc> refused;
    std::uint64_t changed = 0;
    auto done = account.cell->writer().run([&](sql::Connection& c) -> Result<void> {
        refused.reset();
        changed = 0;
        auto counters = store::cell_accounts::lock(c, account.id);
        if (!counters && counters.error() == Errc::not_found) {
            refused = Errc::not_found;
            return {};
        }
        if (!counters) return counters.error();
        BAILEY_TRY(auto keys, account.cell->keys(c, account.id));
        Writing w(c, account.id, keys, *counters);
        w.kept_at = account.cell->kept_at();
        auto outcome = job(w);
        refused = w.refused();
        if (refused) return {};
        BAILEY_CHECK(outcome);
        changed = w.types();
        if (changed == 0) return {};
        if (!w.delivered) BAILEY_CHECK(store::cell_accounts::advance(c, account.id, w.by));
        return account.cell->announce(c, account.id, changed);
    });
    // Two transactions that the database could not serialise: no conflict in what the caller knows by that name.
    if (!done) return done.error() == Errc::conflict ? Errc::try_later : done.error();
    if (refused) return *refused;
    if (changed) account.home->notifier().tell(account.id, changed);
    return {};
}

}  // namespace bailey::mailbox
