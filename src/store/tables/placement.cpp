#include "store/tables/placement.hpp"

#include <algorithm>

namespace bailey::store::placement {
namespace {

constexpr sql::Query insert_cell{"cell_insert",
                                 "insert into cell (cell, accounts) values ($1, 0) on conflict do nothing"};
constexpr sql::Query read_loads{"cell_loads", "select cell, accounts from cell order by cell"};
constexpr sql::Query add_load{"cell_add", "update cell set accounts = accounts + $2 where cell = $1"};

}  // namespace

Result<void> ensure_cells(sql::Connection& c, int count) {
    for (int cell = 0; cell < count; ++cell) BAILEY_CHECK(c.run(insert_cell, {cell}));
    return {};
}

Result<std::vector<Load>> loads(sql::Connection& c) {
    std::vector<Load> found;
    BAILEY_CHECK(c.run(read_loads, {}, [&](const sql::Row& r) {
        found.push_back({static_cast<int>(r.integer(0)), r.integer(1)});
    }));
    return found;
}

Result<std::vector<int>> place(sql::Connection& c, std::size_t count) {
    BAILEY_TRY(const auto before, loads(c));
    if (before.empty()) return Errc::not_found;
    auto now = before;
    std::vector<int> places;
    places.reserve(count);
    while (places.size() < count) {
        auto fewest = std::ranges::min_element(now, {}, &Load::accounts);
        ++fewest->accounts;
        places.push_back(fewest->cell);
    }
    for (std::size_t n = 0; n < now.size(); ++n)
        if (auto added = now[n].accounts - before[n].accounts) BAILEY_CHECK(c.run(add_load, {now[n].cell, added}));
    return places;
}

}  // namespace bailey::store::placement
