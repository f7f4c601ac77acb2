#include "store/tables/uploads.hpp"

#include "store/tables/blobs.hpp"

namespace bailey::store::uploads {
namespace {

constexpr sql::Query insert_upload{"upload_add",
                                   "insert into upload (account_id, upload_id, blob_id, wrapped_key, type, octets, "
                                   "expires_at) values ($1, $2, $3, $4, $5, $6, $7)"};
constexpr sql::Query read_upload{"upload_find",
                                 "select blob_id, wrapped_key, type, octets, expires_at, message_id from upload "
                                 "where account_id = $1 and upload_id = $2"};
constexpr sql::Query write_imported{"upload_imported",
                                    "update upload set message_id = $3 where account_id = $1 and upload_id = $2"};
constexpr sql::Query sum{"upload_held",
                         "select count(*), cast(coalesce(sum(octets), 0) as bigint) from upload "
                         "where account_id = $1 and expires_at > $2"};
constexpr sql::Query over{"upload_over",
                          "select account_id, upload_id, blob_id from upload where expires_at <= $1 limit $2"};
constexpr sql::Query oldest{"upload_oldest",
                            "select upload_id, blob_id, octets from upload where account_id = $1 and expires_at > $2 "
                            "order by expires_at, upload_id limit 1"};
constexpr sql::Query delete_upload{"upload_delete", "delete from upload where account_id = $1 and upload_id = $2"};

}  // namespace

Result<void> add(sql::Connection& c, AccountId account, const Row& u) {
    return c.send(insert_upload, {account, u.id, u.blob, u.wrapped_key, u.type, u.octets, to_millis(u.expires)});
}

Result<Row> find(sql::Connection& c, AccountId account, std::int64_t id) {
    Row u;
    u.id = id;
    BAILEY_TRY(auto seen, c.run(read_upload, {account, id}, [&](const sql::Row& r) {
        u.blob = r.integer(0);
        u.wrapped_key.assign(r.bytes(1).begin(), r.bytes(1).end());
        u.type.assign(r.bytes(2).begin(), r.bytes(2).end());
        u.octets = static_cast<std::uint64_t>(r.integer(3));
        u.expires = from_millis(r.integer(4));
        if (!r.null(5)) u.message = r.integer(5);
    }));
    if (seen == 0) return Errc::not_found;
    return u;
}

Result<void> imported(sql::Connection& c, AccountId account, std::int64_t id, std::int64_t message) {
    return c.send(write_imported, {account, id, message});
}

Result<Held> held(sql::Connection& c, AccountId account, Time now) {
    Held h;
    BAILEY_CHECK(c.run(sum, {account, to_millis(now)}, [&](const sql::Row& r) {
        h.count = static_cast<std::uint64_t>(r.integer(0));
        h.octets = static_cast<std::uint64_t>(r.integer(1));
    }));
    return h;
}

Result<std::uint64_t> remove_oldest(sql::Connection& c, AccountId account, Time now) {
    Row u;
    BAILEY_TRY(auto seen, c.run(oldest, {account, to_millis(now)}, [&](const sql::Row& r) {
        u.id = r.integer(0);
        u.blob = r.integer(1);
        u.octets = static_cast<std::uint64_t>(r.integer(2));
    }));
    if (seen == 0) return Errc::not_found;
    BAILEY_CHECK(c.run(delete_upload, {account, u.id}));
    BAILEY_CHECK(blobs::release(c, u.blob));
    return u.octets;
}

Result<std::int64_t> expire(sql::Connection& c, Time now, std::int64_t limit) {
    struct Dead {
        std::int64_t account, id, blob;
    };
    std::vector<Dead> dead;
    BAILEY_CHECK(c.run(over, {to_millis(now), limit}, [&](const sql::Row& r) {
        dead.push_back({r.integer(0), r.integer(1), r.integer(2)});
    }));
    std::int64_t gone = 0;
    for (auto& d : dead) {
        BAILEY_TRY(auto n, c.run(delete_upload, {d.account, d.id}));
        if (n) BAILEY_CHECK(blobs::release(c, d.blob));
        gone += n;
    }
    return gone;
}

}  // namespace bailey::store::uploads
