// The secure addresses of accounts: canonical, each of one account.
#pragma once
#include <string>
#include <vector>

#include "domain/people/people.hpp"
#include "store/sql/sql.hpp"

namespace bailey::store::addresses {

// The caller has taken a change number and written it to the account (accounts::insert or touch below), so that caches
// follow. Errors: exists.
Result<void> insert(sql::Connection& c, AccountId account, std::string_view canonical, bool primary);
Result<void> remove(sql::Connection& c, AccountId account, std::string_view canonical);  // not_found
// Marks the account as changed.
Result<void> touch(sql::Connection& c, AccountId account, std::int64_t change);

Result<AccountId> owner(sql::Connection& c, std::string_view canonical);     // not_found
Result<std::vector<std::string>> of(sql::Connection& c, AccountId account);  // the primary one first

}  // namespace bailey::store::addresses
