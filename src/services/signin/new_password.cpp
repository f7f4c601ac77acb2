#include "services/signin/new_password.hpp"

#include <array>

#include "store/tables/account_access.hpp"
#include "store/tables/accounts.hpp"
#include "store/tables/audit.hpp"
#include "store/tables/counters.hpp"
#include "store/tables/sessions.hpp"

namespace bailey::signin {
namespace {

namespace accounts = store::accounts;

bool becomes_active(AccountState state, bool unlocks) {
    return state == AccountState::new_user_locked || (unlocks && state == AccountState::locked);
}

Result<void> write(sql::Connection& c, const accounts::Account& account, const NewPassword& given,
                   std::string_view hash, Time now, std::int64_t change) {
    if (becomes_active(account.state, given.unlocks))
        BAILEY_CHECK(accounts::set_state(c, given.account, AccountState::active, now, change));
    if (account.state == AccountState::new_user_locked)
        BAILEY_CHECK(store::account_access::set_set_up_due(c, given.account, true));
    BAILEY_CHECK(accounts::set_password(c, given.account, hash, false, change));
    BAILEY_CHECK(store::account_access::set_password_changed(c, given.account, now));
    return store::sessions::remove_all(c, given.account);
}

}  // namespace

Result<users::Weakness> weakness_of(store::Community& community, AccountId id, const Secret& password) {
    BAILEY_TRY(auto account, community.read([&](sql::Connection& c) { return accounts::find(c, id); }));
    std::array<std::string_view, 3> own{account.first_name, account.last_name,
                                        std::string_view(account.address).substr(0, account.address.rfind('@'))};
    return users::weakness(password, own);
}

Result<users::Weakness> give_password(store::Community& community, const Clock& clock, const NewPassword& given,
                                      const std::function<Result<void>(sql::Connection&)>& also) {
    auto id = given.account;
    BAILEY_TRY(auto before, community.read([&](sql::Connection& c) { return accounts::password(c, id); }));
    BAILEY_TRY(auto weak, weakness_of(community, id, given.password));
    if (weak != users::Weakness::none) return weak;
    if (!before.hash.empty() && verify_password(given.password, before.hash)) return Errc::exists;
    auto hash = hash_password(given.password, given.cost);
    auto written = community.write([&](sql::Connection& c) -> Result<void> {
        BAILEY_TRY(auto change, store::counters::next_change(c));
        BAILEY_TRY(auto now_stored, accounts::password(c, id));
        // What was checked above must still be so.
        if (now_stored.change != given.as_of.value_or(before.change)) return Errc::try_later;
        BAILEY_TRY(auto current, accounts::find(c, id));
        auto now = clock.now();
        BAILEY_CHECK(write(c, current, given, hash, now, change));
        if (also) BAILEY_CHECK(also(c));
        store::audit::Entry record{.at = now,
                                   .actor = id,
                                   .act = given.act,
                                   .organisation = current.organisation,
                                   .account = id,
                                   .peer = given.peer};
        return store::audit::append(c, community.audit_key(), {&record, 1});
    });
    if (!written) return written.error();
    return users::Weakness::none;
}

}  // namespace bailey::signin
