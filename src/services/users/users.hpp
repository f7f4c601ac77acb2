// The users of the members: creating, unlocking, suspending, deleting and restoring them, their passwords and capacity.
// Source: service.md sections 5 and 6.
#pragma once
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/secret.hpp"
#include "domain/address/canonical.hpp"
#include "services/audit/acting.hpp"
#include "store/community/community.hpp"
#include "store/tables/accounts.hpp"

namespace bailey::users {

using store::accounts::Account;
using store::accounts::Filter;

struct Settings {
    PasswordCost cost{};
    std::int64_t capacity_octets = 2ll * 1024 * 1024 * 1024;  // of a new mailbox
    std::chrono::hours restorable{24 * 30};                   // how long a deleted account can be restored
};

struct NewUser {
    OrganisationId organisation{};
    std::string address = {};  // secure or everyday form, in a domain of the organisation
    std::string first_name = {}, last_name = {};
    AccountKind kind = AccountKind::user;
    // Given: the account is active at once. Not given: a one-time password is made, and the account stays a new user's,
    // locked until its owner has changed it. A shared mailbox has none and is active.
    std::optional<Secret> password = {};
    std::optional<std::string> everyday_address = {}, non_secure_address = {};
    std::optional<std::int64_t> capacity_octets = {};
    bool ex_directory = false;
};

struct Created {
    AccountId account{};
    std::string address;  // canonical
    std::optional<Secret> one_time_password;
};

// One of many.
struct BulkUser {
    OrganisationId organisation{};
    std::string address = {};
    std::string first_name = {}, last_name = {};
};

// Every function asks may() for `acting` and writes the audit. Thread-safe; blocks (SQL, argon2id).
// Errors of every one: denied (no right to do it), not_found (no such account or organisation), those of the store.
class Users {
public:
    Users(store::Community& community, const Canonicaliser& names, const Clock& clock, Settings settings = {})
        : community_(community), names_(names), clock_(clock), settings_(settings) {}

    // Errors: bad_syntax (the address, a name that is no text, or a weak password: ask weakness() first), outside (not
    // a domain of the organisation), exists (the address).
    Result<Created> create(const Acting& acting, const NewUser& user);

    // All or none, in one transaction and one audit record, for imports and demonstrations. `hash` is everybody's
    // password (PHC), so make it of a good one; they are active at once. The ids follow each other: the first of them.
    // Errors as for create(); `failed`, where given, is set to the place of the user at fault.
    Result<AccountId> create_many(const Acting& acting, std::span<const BulkUser> users, const std::string& hash,
                                  std::size_t* failed = nullptr);

    // Ends the account's sessions and revokes its app passwords.
    // With a password: it is that one from now on, and a new user is active. Without: a one-time one is made, which its
    // owner must change. Errors: bad_syntax (weak), conflict (a shared mailbox or a deleted account).
    Result<std::optional<Secret>> set_password(const Acting& acting, AccountId id,
                                               const std::optional<Secret>& password);

    Result<void> unlock(const Acting& acting, AccountId id);   // conflict: not locked
    Result<void> suspend(const Acting& acting, AccountId id);  // conflict: deleted, or suspended already
    Result<void> resume(const Acting& acting, AccountId id);   // conflict: not suspended
    Result<void> remove(const Acting& acting, AccountId id);   // conflict: deleted already
    // To the state it had. Errors: conflict (not deleted), timed_out (deleted too long ago).
    Result<void> restore(const Acting& acting, AccountId id);
    // The highest protective marking it may be sent, within its organisation's.
    Result<void> set_ceiling(const Acting& acting, AccountId id, int rank);
    Result<void> set_capacity(const Acting& acting, AccountId id, std::int64_t octets);  // bad_syntax: not above 0

    // A further address, at which the account receives and as which it may send. The service's own domain, too, is open
    // to those who may change every account: that is how somebody gets the mail for postmaster. Errors: bad_syntax,
    // outside (not a domain of the account's organisation), exists, too_many (most_addresses), conflict (deleted).
    Result<void> add_address(const Acting& acting, AccountId id, std::string_view address);
    // Errors: not_found (not an address of this account), conflict (its primary one).
    Result<void> remove_address(const Acting& acting, AccountId id, std::string_view address);
    Result<std::vector<std::string>> addresses(const Acting& acting, AccountId id);  // the primary one first
    static constexpr std::size_t most_addresses = 20;

    Result<AccountId> find(std::string_view address);  // in either form; bad_syntax, not_found
    Result<Account> describe(const Acting& acting, AccountId id);
    // Of one organisation, or, with the right to it, of the whole community.
    Result<std::vector<Account>> list(const Acting& acting, const Filter& filter);

private:
    using Change = std::function<Result<void>(sql::Connection&, const Account&, std::int64_t change)>;
    // One act on one account: asked of may(), in one transaction, with its audit record.
    Result<void> act(const Acting& acting, AccountId id, Action action, const char* name, std::string detail,
                     const Change& change);
    Result<void> move(const Acting& acting, AccountId id, Action action, const char* name,
                      const std::function<Result<AccountState>(const Account&)>& next);

    store::Community& community_;
    const Canonicaliser& names_;
    const Clock& clock_;
    Settings settings_;
};

}  // namespace bailey::users
