// Verifies what is stored: that every key opens, every message's bytes unseal whole, every reference leads somewhere
// and every count is right. Reads only, from one view of the database: may run beside a running service.
#pragma once
#include <functional>
#include <string>

#include "store/cells/cell.hpp"
#include "store/queue/queue.hpp"

namespace bailey::store {

struct Checked {
    std::uint64_t accounts = 0, messages = 0, blobs = 0, octets = 0, entries = 0, problems = 0;
};

// A sentence that says where and what: "cell 2, account 17, message abc...: chunk 3 does not unseal".
using Problem = std::function<void(const std::string&)>;

Result<Checked> check_cell(Cell& cell, const KeyRing& ring, const Problem& problem);
Result<Checked> check_queue(Queue& queue, const Problem& problem);

}  // namespace bailey::store
