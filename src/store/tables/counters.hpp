// Numbers that only grow. Taking one locks its row until the transaction ends, so transactions that take the same
// number are committed in its order.
#pragma once
#include "store/sql/sql.hpp"

namespace bailey::store::counters {

// Takes `count` numbers; the first of them.
Result<std::int64_t> take(sql::Connection& c, std::string_view name, std::int64_t count = 1);

// The number of a change to accounts, addresses or organisations: once a transaction, before its writes.
Result<std::int64_t> next_change(sql::Connection& c);

}  // namespace bailey::store::counters
