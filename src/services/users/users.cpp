#include "services/users/users.hpp"

#include <array>

#include "base/text.hpp"
#include "services/audit/audit.hpp"
#include "services/users/password_rule.hpp"
#include "services/users/placing.hpp"
#include "store/tables/account_access.hpp"
#include "store/tables/addresses.hpp"
#include "store/tables/app_passwords.hpp"
#include "store/tables/counters.hpp"
#include "store/tables/organisations.hpp"
#include "store/tables/sessions.hpp"

namespace bailey::users {
namespace {

namespace accounts = store::accounts;

constexpr std::size_t longest_name = 200;  // octets; of a person or a shared mailbox

bool good_name(std::string_view name) { return name.size() <= longest_name && valid_utf8(name); }

bool weak(const Secret& password, std::string_view first, std::string_view last, std::string_view local) {
    std::array names{first, last, local};
    return weakness(password, names) != Weakness::none;
}

Result<void> may_change_all(sql::Connection& c, const Acting& acting) {
    constexpr auto community = store::organisations::community;
    BAILEY_TRY(auto tree, store::organisations::path(c, community));
    if (!may(acting.actor, Action::change_account, {.organisation = community}, tree)) return Errc::outside;
    return {};
}

std::string_view local_part(std::string_view address) { return address.substr(0, address.rfind('@')); }

}  // namespace

Result<Created> Users::create(const Acting& acting, const NewUser& user) {
    BAILEY_TRY(const auto parsed, Address::parse(user.address));
    const auto address = names_.secure(parsed);
    if (!good_name(user.first_name) || !good_name(user.last_name)) return Errc::bad_syntax;
    Account account{.organisation = user.organisation,
                    .kind = user.kind,
                    .first_name = user.first_name,
                    .last_name = user.last_name,
                    .everyday_address = user.everyday_address,
                    .non_secure_address = user.non_secure_address,
                    .capacity_octets = user.capacity_octets.value_or(settings_.capacity_octets),
                    .ex_directory = user.ex_directory,
                    .created_at = clock_.now()};
    Created created{.account = {}, .address = address.text(), .one_time_password = {}};
    if (account.capacity_octets <= 0) return Errc::bad_syntax;
    if (user.kind == AccountKind::shared) {
        account.state = AccountState::active;
    } else if (user.password) {
        if (weak(*user.password, user.first_name, user.last_name, address.local())) return Errc::bad_syntax;
        account.password_hash = hash_password(*user.password, settings_.cost);
        account.state = AccountState::active;
    } else {
        created.one_time_password = one_time_password();
        account.password_hash = hash_password(*created.one_time_password, settings_.cost);
        account.must_change_password = true;
    }
    return community_.write([&](sql::Connection& c) -> Result<Created> {
        BAILEY_CHECK(may_create_in(c, acting, user.organisation));
        BAILEY_CHECK(in_domain_of(c, user.organisation, address.domain()));
        BAILEY_TRY(auto change, store::counters::next_change(c));
        BAILEY_TRY(account.id, accounts::take_ids(c));
        BAILEY_CHECK(place(c, {&account, 1}));
        BAILEY_CHECK(accounts::insert(c, account, change));
        BAILEY_CHECK(store::addresses::insert(c, account.id, created.address, true));
        auto entry = audit::entry(acting, account.created_at, "user_created");
        entry.organisation = user.organisation;
        entry.account = account.id;
        entry.detail = created.address;
        BAILEY_CHECK(store::audit::append(c, community_.audit_key(), {&entry, 1}));
        created.account = account.id;
        return created;
    });
}

Result<std::optional<Secret>> Users::set_password(const Acting& acting, AccountId id,
                                                  const std::optional<Secret>& password) {
    std::optional<Secret> made;
    if (!password) made = one_time_password();
    if (password && weak(*password, {}, {}, {})) return Errc::bad_syntax;
    const auto hash = hash_password(password ? *password : *made, settings_.cost);
    auto detail = made ? "one-time" : "given";
    auto set = [&](sql::Connection& c, const Account& a, std::int64_t change) -> Result<void> {
        if (a.kind == AccountKind::shared || a.state == AccountState::deleted) return Errc::conflict;
        if (password && weak(*password, a.first_name, a.last_name, local_part(a.address))) return Errc::bad_syntax;
        if (password && a.state == AccountState::new_user_locked)
            BAILEY_CHECK(accounts::set_state(c, id, AccountState::active, clock_.now(), change));
        // Whoever opened it before must not stay in.
        BAILEY_CHECK(store::sessions::remove_all(c, id));
        BAILEY_CHECK(store::app_passwords::remove_all(c, id));
        BAILEY_CHECK(store::account_access::set_password_changed(c, id, clock_.now()));
        return accounts::set_password(c, id, hash, made.has_value(), change);
    };
    BAILEY_CHECK(act(acting, id, Action::reset_password, "password_set", detail, set));
    return made;
}

Result<void> Users::act(const Acting& acting, AccountId id, Action action, const char* name, std::string detail,
                        const Change& change) {
    return community_.write([&](sql::Connection& c) -> Result<void> {
        // First, for it locks: what is read below stays so until the commit.
        BAILEY_TRY(auto number, store::counters::next_change(c));
        BAILEY_TRY(auto account, accounts::find(c, id));
        BAILEY_TRY(auto tree, store::organisations::path(c, account.organisation));
        if (!may(acting.actor, action, {.organisation = account.organisation, .account = id}, tree))
            return Errc::denied;
        BAILEY_CHECK(change(c, account, number));
        auto entry = audit::entry(acting, clock_.now(), name);
        entry.organisation = account.organisation;
        entry.account = id;
        entry.detail = std::move(detail);
        return store::audit::append(c, community_.audit_key(), {&entry, 1});
    });
}

Result<void> Users::move(const Acting& acting, AccountId id, Action action, const char* name,
                         const std::function<Result<AccountState>(const Account&)>& next) {
    return act(acting, id, action, name, "",
               [&](sql::Connection& c, const Account& account, std::int64_t change) -> Result<void> {
                   BAILEY_TRY(auto state, next(account));
                   return accounts::set_state(c, id, state, clock_.now(), change);
               });
}

Result<void> Users::unlock(const Acting& acting, AccountId id) {
    return move(acting, id, Action::unlock_account, "user_unlocked", [](const Account& a) -> Result<AccountState> {
        if (a.state != AccountState::locked) return Errc::conflict;
        return AccountState::active;
    });
}

Result<void> Users::suspend(const Acting& acting, AccountId id) {
    return move(acting, id, Action::suspend_account, "user_suspended", [](const Account& a) -> Result<AccountState> {
        if (a.state == AccountState::suspended || a.state == AccountState::deleted) return Errc::conflict;
        return AccountState::suspended;
    });
}

Result<void> Users::resume(const Acting& acting, AccountId id) {
    return move(acting, id, Action::suspend_account, "user_resumed", [](const Account& a) -> Result<AccountState> {
        if (a.state != AccountState::suspended) return Errc::conflict;
        return a.must_change_password ? AccountState::new_user_locked : AccountState::active;
    });
}

Result<void> Users::remove(const Acting& acting, AccountId id) {
    return move(acting, id, Action::delete_account, "user_deleted", [](const Account& a) -> Result<AccountState> {
        if (a.state == AccountState::deleted) return Errc::conflict;
        return AccountState::deleted;
    });
}

Result<void> Users::restore(const Acting& acting, AccountId id) {
    return move(acting, id, Action::restore_account, "user_restored", [&](const Account& a) -> Result<AccountState> {
        if (a.state != AccountState::deleted) return Errc::conflict;
        if (!a.deleted_at || clock_.now() - *a.deleted_at > settings_.restorable) return Errc::timed_out;
        return a.deleted_state.value_or(AccountState::active);
    });
}

Result<void> Users::set_ceiling(const Acting& acting, AccountId id, int rank) {
    return act(acting, id, Action::change_account, "ceiling_changed", "marking " + std::to_string(rank),
               [&](sql::Connection& c, const Account&, std::int64_t change) -> Result<void> {
                   return accounts::set_ceiling(c, id, rank, change);
               });
}

Result<void> Users::set_capacity(const Acting& acting, AccountId id, std::int64_t octets) {
    if (octets <= 0) return Errc::bad_syntax;
    return act(acting, id, Action::change_account, "capacity_changed", std::to_string(octets) + " octets",
               [&](sql::Connection& c, const Account&, std::int64_t change) -> Result<void> {
                   return accounts::set_capacity(c, id, octets, change);
               });
}

Result<void> Users::add_address(const Acting& acting, AccountId id, std::string_view address) {
    BAILEY_TRY(const auto parsed, Address::parse(address));
    const auto secure = names_.secure(parsed);
    auto add = [&](sql::Connection& c, const Account& a, std::int64_t change) -> Result<void> {
        if (a.state == AccountState::deleted) return Errc::conflict;
        const bool own = secure.domain() == names_.suffix();
        BAILEY_CHECK(own ? may_change_all(c, acting) : in_domain_of(c, a.organisation, secure.domain()));
        BAILEY_TRY(auto have, store::addresses::of(c, id));
        if (have.size() >= most_addresses) return Errc::too_many;
        BAILEY_CHECK(store::addresses::insert(c, id, secure.text(), false));
        return store::addresses::touch(c, id, change);
    };
    return act(acting, id, Action::change_account, "address_added", secure.text(), add);
}

Result<void> Users::remove_address(const Acting& acting, AccountId id, std::string_view address) {
    BAILEY_TRY(const auto parsed, Address::parse(address));
    const auto secure = names_.secure(parsed).text();
    auto remove = [&](sql::Connection& c, const Account& a, std::int64_t change) -> Result<void> {
        if (a.address == secure) return Errc::conflict;
        BAILEY_CHECK(store::addresses::remove(c, id, secure));
        return store::addresses::touch(c, id, change);
    };
    return act(acting, id, Action::change_account, "address_removed", secure, remove);
}

Result<std::vector<std::string>> Users::addresses(const Acting& acting, AccountId id) {
    BAILEY_CHECK(describe(acting, id));
    return community_.read([&](sql::Connection& c) { return store::addresses::of(c, id); });
}

Result<AccountId> Users::find(std::string_view address) {
    BAILEY_TRY(const auto parsed, Address::parse(address));
    const auto canonical = names_.secure(parsed).text();
    return community_.read([&](sql::Connection& c) { return store::addresses::owner(c, canonical); });
}

Result<Account> Users::describe(const Acting& acting, AccountId id) {
    return community_.read([&](sql::Connection& c) -> Result<Account> {
        BAILEY_TRY(auto account, accounts::find(c, id));
        BAILEY_TRY(auto tree, store::organisations::path(c, account.organisation));
        Target target{.organisation = account.organisation, .account = id};
        if (!may(acting.actor, Action::see_account, target, tree)) return Errc::denied;
        return account;
    });
}

Result<std::vector<Account>> Users::list(const Acting& acting, const Filter& filter) {
    return community_.read([&](sql::Connection& c) -> Result<std::vector<Account>> {
        auto about = filter.organisation.value_or(store::organisations::community);
        BAILEY_TRY(auto tree, store::organisations::path(c, about));
        if (!may(acting.actor, Action::see_account, {.organisation = about}, tree)) return Errc::denied;
        return accounts::list(c, filter);
    });
}

}  // namespace bailey::users
