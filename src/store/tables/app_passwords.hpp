// Passwords for one mail program each.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "domain/people/people.hpp"
#include "store/sql/sql.hpp"

namespace bailey::store::app_passwords {

struct AppPassword {
    std::int64_t id = 0;
    AccountId account{};
    std::string name = {};
    Time created_at{};
    std::optional<Time> last_used_at = {};
};

Result<std::int64_t> insert(sql::Connection& c, const AppPassword& p, ByteView digest);  // its id
Result<AppPassword> find(sql::Connection& c, ByteView digest);                           // not_found
Result<std::vector<AppPassword>> of(sql::Connection& c, AccountId account);              // oldest first
Result<void> set_used(sql::Connection& c, std::int64_t id, Time at);
Result<void> remove(sql::Connection& c, AccountId account, std::int64_t id);  // not_found
Result<void> remove_all(sql::Connection& c, AccountId account);

}  // namespace bailey::store::app_passwords
