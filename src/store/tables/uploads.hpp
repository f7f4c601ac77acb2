// Bytes that a client sent and no message has yet.
#pragma once
#include <optional>
#include <vector>

#include "base/clock.hpp"
#include "base/seal.hpp"
#include "domain/people/people.hpp"
#include "store/sql/sql.hpp"

namespace bailey::store::uploads {

struct Row {
    std::int64_t id = 0, blob = 0;
    Bytes wrapped_key, type;  // sealed
    std::uint64_t octets = 0;
    Time expires{};
    std::optional<std::int64_t> message;
};
Result<void> add(sql::Connection& c, AccountId account, const Row& row);
Result<Row> find(sql::Connection& c, AccountId account, std::int64_t id);  // not_found
Result<void> imported(sql::Connection& c, AccountId account, std::int64_t id, std::int64_t message);

struct Held {
    std::uint64_t count = 0, octets = 0;
};
Result<Held> held(sql::Connection& c, AccountId account, Time now);  // that have not expired
// Removes the oldest that has not expired and lets go of its blob; returns its octets. Error: not_found (there is
// none).
Result<std::uint64_t> remove_oldest(sql::Connection& c, AccountId account, Time now);
// Removes up to `limit` whose time is over and lets go of their blobs; returns how many.
Result<std::int64_t> expire(sql::Connection& c, Time now, std::int64_t limit);

}  // namespace bailey::store::uploads
