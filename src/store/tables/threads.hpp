// Which thread a message belongs to (RFC 8621 section 3).
#pragma once
#include <vector>

#include "base/seal.hpp"
#include "domain/mail/summary.hpp"
#include "domain/people/people.hpp"
#include "store/sql/sql.hpp"

namespace bailey::store::threads {

// Digests of each id of the links with their subject; the first is the message's own where it has one. At most 16: of
// more, the first and the latest.
std::vector<std::int64_t> references(const Key& thread_key, const ThreadLinks& links);

// Makes every reference lead to a thread: the one that an earlier message began, else `fresh`. A message with one
// reference costs one statement and no answer is awaited. Returns the reference to look the thread up by (the message's
// row does that while it is inserted); 0 where there is none and `fresh` is the thread.
Result<std::int64_t> join(sql::Connection& c, AccountId account, const std::vector<std::int64_t>& references,
                          std::int64_t fresh);
// The thread of a reference; `fresh` for 0.
Result<std::int64_t> find(sql::Connection& c, AccountId account, std::int64_t reference, std::int64_t fresh);

}  // namespace bailey::store::threads
