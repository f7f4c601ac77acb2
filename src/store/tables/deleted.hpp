// Messages that were destroyed and can be brought back for a while: what is left of their rows. Each holds its
// reference to its blob until it is taken.
#pragma once
#include <functional>
#include <optional>
#include <string_view>

#include "base/clock.hpp"
#include "domain/people/people.hpp"
#include "store/sql/sql.hpp"

namespace bailey::store::deleted {

// Keeps the message's row as it is now; the caller buries it then, and does not release its blob.
Result<void> keep(sql::Connection& c, AccountId account, std::int64_t id, Time now, std::int64_t change);

struct Row {
    std::int64_t id = 0, blob = 0;
    std::uint64_t octets = 0;
    Time received{}, deleted{};
    std::uint32_t flags = 0;
    std::string_view places;                    // as messages::text() has them: where it was
    std::optional<ByteView> keywords, summary;  // sealed
    ByteView wrapped_key;
};
using Each = std::function<void(const Row&)>;  // its views live until the call returns

// Those deleted at `since` or later, the newest first.
Result<void> list(sql::Connection& c, AccountId account, Time since, const Each& each);
// Calls `each` where there is one of that id, deleted at `since` or later.
Result<bool> find(sql::Connection& c, AccountId account, std::int64_t id, Time since, const Each& each);
// It goes; its reference to its blob is the caller's. False: there was none.
Result<bool> take(sql::Connection& c, AccountId account, std::int64_t id);

// What changes with every one that comes or goes.
struct Mark {
    std::int64_t newest = 0, count = 0;
};
Result<Mark> mark(sql::Connection& c, AccountId account);

// Those deleted before `before` go for good, at most `limit`; returns how many.
Result<std::int64_t> purge(sql::Connection& c, Time before, std::int64_t limit);

}  // namespace bailey::store::deleted
