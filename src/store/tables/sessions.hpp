// Sessions: pages and programs that are signed in.
#pragma once
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "domain/people/people.hpp"
#include "store/sql/sql.hpp"

namespace bailey::store::sessions {

enum class Kind { page, token };

struct Session {
    std::int64_t id = 0;
    AccountId account{};
    Kind kind = Kind::page;
    std::string name = {}, peer = {};
    Time created_at{}, last_used_at{}, expires_at{};
};

Result<std::int64_t> insert(sql::Connection& c, const Session& s, ByteView digest);  // its id
Result<Session> find(sql::Connection& c, ByteView digest);                           // not_found
Result<std::vector<Session>> of(sql::Connection& c, AccountId account);              // newest first
Result<void> set_used(sql::Connection& c, std::int64_t id, Time at, std::string_view peer);

Result<void> remove(sql::Connection& c, AccountId account, std::int64_t id);  // not_found
Result<void> remove_all(sql::Connection& c, AccountId account);
// What has expired at `now`, or is a page's and was last used before `idle_since`; everybody's.
Result<void> remove_expired(sql::Connection& c, Time now, Time idle_since);

}  // namespace bailey::store::sessions
