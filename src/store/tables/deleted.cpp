#include "store/tables/deleted.hpp"

#include <vector>

#include "store/tables/blobs.hpp"

namespace bailey::store::deleted {
namespace {

constexpr sql::Query keep_row{
    "deleted_keep",
    "insert into deleted_message (account_id, message_id, blob_id, wrapped_key, octets, received_at, deleted_at, "
    "change, flags, places, keywords, summary) select account_id, message_id, blob_id, wrapped_key, octets, "
    "received_at, $3, $4, flags, places, keywords, summary from message "
    "where account_id = $1 and message_id = $2 and blob_id is not null"};
#define BAILEY_DELETED_SELECT                                                                         \
    "select message_id, blob_id, octets, received_at, deleted_at, flags, places, keywords, summary, " \
    "wrapped_key from deleted_message where account_id = $1 "
constexpr sql::Query list_rows{"deleted_list",
                               BAILEY_DELETED_SELECT "and deleted_at >= $2 order by deleted_at desc, message_id desc"};
constexpr sql::Query one_row{"deleted_find", BAILEY_DELETED_SELECT "and deleted_at >= $2 and message_id = $3"};
#undef BAILEY_DELETED_SELECT
constexpr sql::Query delete_row{"deleted_take",
                                "delete from deleted_message where account_id = $1 and message_id = $2"};
constexpr sql::Query read_mark{"deleted_mark",
                               "select coalesce(max(change), 0), count(*) from deleted_message where account_id = $1"};
constexpr sql::Query over{"deleted_over",
                          "select account_id, message_id, blob_id from deleted_message where deleted_at < $1 "
                          "order by deleted_at limit $2"};

std::optional<ByteView> maybe(const sql::Row& r, int column) {
    return r.null(column) ? std::nullopt : std::optional(r.bytes(column));
}

Row row_of(const sql::Row& r) {
    return {.id = r.integer(0),
            .blob = r.integer(1),
            .octets = static_cast<std::uint64_t>(r.integer(2)),
            .received = from_millis(r.integer(3)),
            .deleted = from_millis(r.integer(4)),
            .flags = static_cast<std::uint32_t>(r.integer(5)),
            .places = r.text(6),
            .keywords = maybe(r, 7),
            .summary = maybe(r, 8),
            .wrapped_key = r.bytes(9)};
}

}  // namespace

Result<void> keep(sql::Connection& c, AccountId account, std::int64_t id, Time now, std::int64_t change) {
    return c.send(keep_row, {account, id, to_millis(now), change});
}

Result<void> list(sql::Connection& c, AccountId account, Time since, const Each& each) {
    BAILEY_CHECK(c.run(list_rows, {account, to_millis(since)}, [&](const sql::Row& r) { each(row_of(r)); }));
    return {};
}

Result<bool> find(sql::Connection& c, AccountId account, std::int64_t id, Time since, const Each& each) {
    BAILEY_TRY(auto seen, c.run(one_row, {account, to_millis(since), id}, [&](const sql::Row& r) { each(row_of(r)); }));
    return seen > 0;
}

Result<bool> take(sql::Connection& c, AccountId account, std::int64_t id) {
    BAILEY_TRY(auto gone, c.run(delete_row, {account, id}));
    return gone > 0;
}

Result<Mark> mark(sql::Connection& c, AccountId account) {
    Mark found;
    BAILEY_CHECK(c.run(read_mark, {account}, [&](const sql::Row& r) { found = {r.integer(0), r.integer(1)}; }));
    return found;
}

Result<std::int64_t> purge(sql::Connection& c, Time before, std::int64_t limit) {
    struct Dead {
        std::int64_t account, id, blob;
    };
    std::vector<Dead> dead;
    BAILEY_CHECK(c.run(over, {to_millis(before), limit}, [&](const sql::Row& r) {
        dead.push_back({r.integer(0), r.integer(1), r.integer(2)});
    }));
    std::int64_t gone = 0;
    for (const auto& d : dead) {
        // Another node may have taken it meanwhile: its reference is released once.
        BAILEY_TRY(auto taken, take(c, AccountId{d.account}, d.id));
        if (!taken) continue;
        BAILEY_CHECK(blobs::release(c, d.blob));
        ++gone;
    }
    return gone;
}

}  // namespace bailey::store::deleted
