#include "store/tables/counters.hpp"

namespace bailey::store::counters {
namespace {

constexpr sql::Query take_numbers{"counter_take",
                                  "update counter set value = value + $2 where name = $1 returning value"};

}  // namespace

Result<std::int64_t> take(sql::Connection& c, std::string_view name, std::int64_t count) {
    std::int64_t last = 0;
    BAILEY_CHECK(c.run(take_numbers, {name, count}, [&](const sql::Row& r) { last = r.integer(0); }));
    return last - count + 1;
}

Result<std::int64_t> next_change(sql::Connection& c) { return take(c, "change"); }

}  // namespace bailey::store::counters
