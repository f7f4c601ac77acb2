// The queue's rows.
#pragma once
#include <vector>

#include "store/queue/transit.hpp"
#include "store/sql/sql.hpp"

namespace bailey::store::entries {

// Stores an entry; its recipients are leased to `node` until `lease_until`, or, where it is held, to nobody and due
// then.
Result<void> add(sql::Connection& c, const Key& queue_key, const NewEntry& e, std::string_view node, Time lease_until);
Result<void> add_chunk(sql::Connection& c, std::int64_t id, std::uint32_t number, ByteView box);
Result<Bytes> chunk(sql::Connection& c, std::int64_t id, std::uint32_t number);  // not_found
// Everything but the bytes. Errors: not_found, corrupt.
Result<Entry> load(sql::Connection& c, const Key& queue_key, std::int64_t id);

// What became of a recipient after an attempt.
struct Settled {
    std::int64_t id = 0;
    std::size_t number = 0;
    RecipientState state = RecipientState::delivered;
    std::optional<Time> next_attempt;  // for one that still waits
    std::optional<Errc> reason;
    bool delay_told = false;
};
// Changes only recipients that still wait. finish() marks the entry finished when none waits any more.
Result<void> settle(sql::Connection& c, const Settled& s, Time now);
Result<void> finish(sql::Connection& c, std::int64_t id, Time now);

// Settles all recipients of a held entry as canceled, or none. Errors: not_found, conflict (a recipient is being
// delivered, was tried or is settled).
Result<void> cancel(sql::Connection& c, std::int64_t id, Time now);

// Claims up to `limit` entries with a recipient that is due, leasing those recipients to `node` until `until`.
Result<std::vector<std::int64_t>> claim(sql::Connection& c, std::size_t limit, std::string_view node, Time now,
                                        Time until);
// Frees the leases a node left behind when it died.
Result<void> release(sql::Connection& c, std::string_view node, Time now);

struct Counts {
    std::int64_t waiting_recipients = 0;
};
Result<Counts> counts(sql::Connection& c);
// Entries with a waiting recipient, oldest first, after `after`.
Result<std::vector<std::int64_t>> waiting(sql::Connection& c, std::int64_t after, std::size_t limit);
// Makes all waiting recipients of an entry due now; not_found where none waits.
Result<void> retry(sql::Connection& c, std::int64_t id, Time now);
// Removes an entry and all that belongs to it, if it is there.
Result<void> remove(sql::Connection& c, std::int64_t id);
// Removes finished entries older than `before`, at most `limit`, and chunks of no entry with ids below `orphan_before`.
Result<std::int64_t> collect(sql::Connection& c, Time before, std::int64_t orphan_before, std::size_t limit);

}  // namespace bailey::store::entries
