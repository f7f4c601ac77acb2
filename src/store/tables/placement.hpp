// How many accounts each cell holds, and where the next one goes.
#pragma once
#include <vector>

#include "store/sql/sql.hpp"

namespace bailey::store::placement {

// Makes cells 0 .. count-1 known; those that are stay as they are. At every start.
Result<void> ensure_cells(sql::Connection& c, int count);

struct Load {
    int cell;
    std::int64_t accounts;
};
Result<std::vector<Load>> loads(sql::Connection& c);  // by cell

// Places `count` accounts, each where the fewest are; their cells in order. In the transaction that inserts them.
// Errors: not_found (no cell is known).
Result<std::vector<int>> place(sql::Connection& c, std::size_t count = 1);

}  // namespace bailey::store::placement
