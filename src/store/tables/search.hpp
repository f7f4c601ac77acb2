// The search index of an account: segments that never change, each a sealed head and sealed blocks. What is in them is
// services/search's matter.
#pragma once
#include <vector>

#include "base/seal.hpp"
#include "domain/people/people.hpp"
#include "store/sql/sql.hpp"

namespace bailey::store::search {

struct Segment {
    std::int64_t id = 0;
    std::uint64_t messages = 0, blocks = 0;
};
struct State {
    std::int64_t through = 0;       // every message that came with this change number or an earlier one is in a segment
    std::vector<Segment> segments;  // by id
};
Result<State> state(sql::Connection& c, AccountId account);  // not_found
Result<void> set_through(sql::Connection& c, AccountId account, std::int64_t through);

// Errors of both: not_found (another process made one segment of several), corrupt.
Result<Bytes> head(sql::Connection& c, AccountId account, const Key& account_key, std::int64_t segment);
Result<Bytes> block(sql::Connection& c, AccountId account, const Key& account_key, std::int64_t segment,
                    std::uint64_t number);

// Blocks come first, perhaps in several transactions; the segment is there once it is added.
Result<void> put_block(sql::Connection& c, AccountId account, const Key& account_key, std::int64_t segment,
                       std::uint64_t number, ByteView plain);
// Errors: conflict (not all of its blocks are there).
Result<void> add(sql::Connection& c, AccountId account, const Key& account_key, const Segment& segment, ByteView head);
Result<void> remove(sql::Connection& c, AccountId account, std::int64_t segment);
// Blocks of segments below `before` (an id) that were never added.
Result<void> remove_unfinished(sql::Connection& c, AccountId account, std::int64_t before);

}  // namespace bailey::store::search
