#include "store/tables/blobs.hpp"

namespace bailey::store::blobs {
namespace {

constexpr sql::Query insert_blob{
    "blob_add",
    "insert into blob (blob_id, refs, octets, chunks, first_chunk) values ($1, $2, $3, $4, $5) "
    "on conflict (blob_id) do update set refs = blob.refs + excluded.refs"};
constexpr sql::Query insert_chunk{"blob_chunk_add",
                                  "insert into blob_chunk (blob_id, number, box) values ($1, $2, $3) "
                                  "on conflict (blob_id, number) do nothing"};
constexpr sql::Query drop_reference{"blob_release", "update blob set refs = refs - 1 where blob_id = $1"};
constexpr sql::Query read_first{"blob_first", "select first_chunk from blob where blob_id = $1"};
constexpr sql::Query read_chunk{"blob_chunk", "select box from blob_chunk where blob_id = $1 and number = $2"};
constexpr sql::Query unused{"blob_unused", "select blob_id from blob where refs = 0 order by blob_id limit $1"};
constexpr sql::Query delete_blob{"blob_delete", "delete from blob where blob_id = $1 and refs = 0"};
constexpr sql::Query delete_chunks{"blob_chunks_delete", "delete from blob_chunk where blob_id = $1"};
constexpr sql::Query orphans{"blob_chunk_orphans",
                             "select distinct blob_id from blob_chunk where blob_id < $1 and not exists "
                             "(select 1 from blob where blob.blob_id = blob_chunk.blob_id) limit $2"};

Result<std::vector<std::int64_t>> ids(sql::Connection& c, const sql::Query& query,
                                      std::initializer_list<sql::Param> params) {
    std::vector<std::int64_t> found;
    BAILEY_CHECK(c.run(query, params, [&](const sql::Row& r) { found.push_back(r.integer(0)); }));
    return found;
}

}  // namespace

Result<void> add(sql::Connection& c, std::int64_t blob, std::int64_t references, std::uint64_t octets,
                 std::uint32_t chunks, ByteView first_chunk) {
    return c.send(insert_blob, {blob, references, octets, chunks, first_chunk});
}

Result<void> add_chunk(sql::Connection& c, std::int64_t blob, std::uint32_t number, ByteView box) {
    return c.send(insert_chunk, {blob, number, box});
}

Result<void> release(sql::Connection& c, std::int64_t blob) { return c.send(drop_reference, {blob}); }

Result<Bytes> chunk(sql::Connection& c, std::int64_t blob, std::uint32_t number) {
    Bytes box;
    auto take = [&](const sql::Row& r) {
        auto b = r.bytes(0);
        box.assign(b.begin(), b.end());
    };
    BAILEY_TRY(auto seen, number == 0 ? c.run(read_first, {blob}, take) : c.run(read_chunk, {blob, number}, take));
    if (seen == 0) return Errc::not_found;
    return box;
}

Result<std::int64_t> collect(sql::Connection& c, std::int64_t limit, std::int64_t before) {
    std::int64_t gone = 0;
    BAILEY_TRY(auto dead, ids(c, unused, {limit}));
    for (auto blob : dead) {
        BAILEY_TRY(auto n, c.run(delete_blob, {blob}));
        if (n == 0) continue;
        gone += n;
        BAILEY_TRY(auto chunks, c.run(delete_chunks, {blob}));
        gone += chunks;
    }
    BAILEY_TRY(auto lost, ids(c, orphans, {before, limit}));
    for (auto blob : lost) {
        BAILEY_TRY(auto chunks, c.run(delete_chunks, {blob}));
        gone += chunks;
    }
    return gone;
}

}  // namespace bailey::store::blobs
