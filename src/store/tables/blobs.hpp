// The blobs of a cell: sealed chunks, shared by all messages of the cell that are the same message.
#pragma once
#include <vector>

#include "store/sql/sql.hpp"

namespace bailey::store::blobs {

// Adds `references` to a blob, storing it when it is new. The chunks after the first are stored by add_chunk() before.
Result<void> add(sql::Connection& c, std::int64_t blob, std::int64_t references, std::uint64_t octets,
                 std::uint32_t chunks, ByteView first_chunk);
Result<void> add_chunk(sql::Connection& c, std::int64_t blob, std::uint32_t number, ByteView box);  // again is harmless
// One reference more to a blob that is in use. Errors: not_found.
Result<void> refer(sql::Connection& c, std::int64_t blob);
Result<void> release(sql::Connection& c, std::int64_t blob);  // one reference less
// Chunks that were stored ahead of a blob that did not come go; those of a blob that is there stay.
Result<void> abandon(sql::Connection& c, std::int64_t blob);
Result<Bytes> chunk(sql::Connection& c, std::int64_t blob, std::uint32_t number);  // not_found

// Removes up to `limit` blobs that nothing refers to, and chunks older than `before` (an id) that no blob owns.
// Returns how many rows went.
Result<std::int64_t> collect(sql::Connection& c, std::int64_t limit, std::int64_t before);

}  // namespace bailey::store::blobs
