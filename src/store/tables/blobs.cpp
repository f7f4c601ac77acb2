#include "store/tables/blobs.hpp"

#include "store/tables/boxes.hpp"

namespace bailey::store::blobs {
namespace {

constexpr sql::Query insert_blob{
    "blob_add",
    "insert into blob (blob_id, refs, octets, chunks, first_chunk) values ($1, $2, $3, $4, $5) "
    "on conflict (blob_id) do update set refs = blob.refs + excluded.refs"};
constexpr sql::Query insert_chunk{"blob_chunk_add",
                                  "insert into blob_chunk (blob_id, number, box) values ($1, $2, $3) "
                                  "on conflict (blob_id, number) do nothing"};
constexpr sql::Query add_references{"blob_refer", "update blob set refs = refs + $2 where blob_id = $1"};
constexpr sql::Query refer_again{"blob_refer_again", "update blob set refs = refs + 1 where blob_id = $1 and refs > 0"};
constexpr sql::Query has_blob{"blob_there", "select 1 from blob where blob_id = $1"};
constexpr sql::Query has_chunk{"blob_chunk_there", "select 1 from blob_chunk where blob_id = $1 and number = $2"};
constexpr sql::Query first_values{"blob_first_value", "select first_chunk from blob where blob_id = $1 and refs = 0"};
constexpr sql::Query chunk_values{"blob_chunk_values", "select box from blob_chunk where blob_id = $1"};
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

Result<std::int64_t> delete_all_chunks(sql::Connection& c, std::int64_t blob) {
    BAILEY_CHECK(boxes::forget_all(c, chunk_values, blob));
    return c.run(delete_chunks, {blob});
}

}  // namespace

Result<void> add(sql::Connection& c, std::int64_t blob, std::int64_t references, std::uint64_t octets,
                 std::uint32_t chunks, ByteView first_chunk) {
    if (boxes::large(c, first_chunk)) {  // nothing is put aside twice
        BAILEY_TRY(auto there, c.run(add_references, {blob, references}));
        if (there) return {};
    }
    BAILEY_TRY(auto held, boxes::hold(c, first_chunk));
    return c.send(insert_blob, {blob, references, octets, chunks, held.value()});
}

Result<void> add_chunk(sql::Connection& c, std::int64_t blob, std::uint32_t number, ByteView box) {
    if (boxes::large(c, box)) {
        BAILEY_TRY(auto there, c.run(has_chunk, {blob, number}));
        if (there) return {};
    }
    BAILEY_TRY(auto held, boxes::hold(c, box));
    return c.send(insert_chunk, {blob, number, held.value()});
}

Result<void> refer(sql::Connection& c, std::int64_t blob) {
    BAILEY_TRY(auto there, c.run(refer_again, {blob}));
    return there ? Result<void>() : Errc::not_found;
}

Result<void> abandon(sql::Connection& c, std::int64_t blob) {
    BAILEY_TRY(auto there, c.run(has_blob, {blob}));
    if (!there) BAILEY_CHECK(delete_all_chunks(c, blob));
    return {};
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
    return boxes::box(c, std::move(box));
}

Result<std::int64_t> collect(sql::Connection& c, std::int64_t limit, std::int64_t before) {
    std::int64_t gone = 0;
    BAILEY_TRY(auto dead, ids(c, unused, {limit}));
    for (auto blob : dead) {
        BAILEY_CHECK(boxes::forget_all(c, first_values, blob));
        BAILEY_TRY(auto n, c.run(delete_blob, {blob}));
        if (n == 0) continue;
        BAILEY_TRY(auto chunks, delete_all_chunks(c, blob));
        gone += n + chunks;
    }
    BAILEY_TRY(auto lost, ids(c, orphans, {before, limit}));
    for (auto blob : lost) {
        BAILEY_TRY(auto chunks, delete_all_chunks(c, blob));
        gone += chunks;
    }
    return gone;
}

}  // namespace bailey::store::blobs
