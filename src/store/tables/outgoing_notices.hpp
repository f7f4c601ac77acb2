// Notices to the world outside that wait to be sent.
#pragma once
#include <vector>

#include "base/clock.hpp"
#include "store/sql/sql.hpp"

namespace bailey::store::outgoing_notices {

struct Notice {
    std::int64_t id = 0;
    Bytes sealed = {};  // recipient and message
    std::int64_t tries = 0;
    Time next_try_at{}, expires_at{};  // later than that it is of no use
};

Result<std::int64_t> insert(sql::Connection& c, ByteView sealed, Time now, Time expires_at);  // its id
Result<std::vector<Notice>> due(sql::Connection& c, Time now, int limit);
// One of several processes takes it, and has until `until` for it: false where another was quicker.
Result<bool> take(sql::Connection& c, const Notice& notice, Time until);
Result<void> put_off(sql::Connection& c, std::int64_t id, Time until);
Result<void> remove(sql::Connection& c, std::int64_t id);

}  // namespace bailey::store::outgoing_notices
