// Accounts: people and shared mailboxes, their passwords and states, and the cell that holds each mailbox.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "domain/mail/marking.hpp"
#include "domain/people/people.hpp"
#include "store/sql/sql.hpp"

namespace bailey::store::accounts {

struct Account {
    AccountId id{};
    OrganisationId organisation{};
    AccountKind kind = AccountKind::user;
    AccountState state = AccountState::new_user_locked;
    std::string first_name = {}, last_name = {};
    std::optional<std::string> password_hash = {};  // PHC; written, never read into this structure
    bool must_change_password = false;
    std::optional<std::string> everyday_address = {}, non_secure_address = {};
    std::int64_t capacity_octets = 0;
    bool ex_directory = false;
    int ceiling = Markings::unlimited;  // rank of the highest protective marking it may have; not written by insert
    std::optional<int> cell = {};
    Time created_at{};
    std::optional<Time> last_active_at = {}, locked_at = {}, deleted_at = {};
    std::optional<AccountState> deleted_state = {};
    std::string address = {};  // its primary one; read only: see addresses::insert
};

// Ids for `count` new accounts; the first of them.
Result<AccountId> take_ids(sql::Connection& c, std::int64_t count = 1);
Result<void> insert(sql::Connection& c, const Account& a, std::int64_t change);  // with an id from take_ids
Result<Account> find(sql::Connection& c, AccountId id);                          // not_found

struct Filter {
    std::optional<OrganisationId> organisation = {};
    std::optional<AccountState> state = {};
    AccountId after{};  // for the next page: the last id of this one
    int limit = 1000;
};
Result<std::vector<Account>> list(sql::Connection& c, const Filter& filter);  // by id

struct Password {
    std::string hash;  // empty: no password opens it
    bool must_change = false;
    std::int64_t change = 0;
};
Result<Password> password(sql::Connection& c, AccountId id);  // not_found

// Each fails with not_found where there is no such account.
Result<void> set_password(sql::Connection& c, AccountId id, std::string_view hash, bool must_change,
                          std::int64_t change);
Result<void> set_state(sql::Connection& c, AccountId id, AccountState state, Time now, std::int64_t change);
Result<void> set_ceiling(sql::Connection& c, AccountId id, int rank, std::int64_t change);
Result<void> set_capacity(sql::Connection& c, AccountId id, std::int64_t octets, std::int64_t change);
// Nothing but the change: what is kept of the account in memory, by whatever process, is looked up again.
Result<void> touch(sql::Connection& c, AccountId id, std::int64_t change);
// No change that a cache must see.
Result<void> set_active(sql::Connection& c, AccountId id, Time at);

}  // namespace bailey::store::accounts
