#include "store/tables/search.hpp"

#include <array>
#include <cstring>
#include <limits>

namespace bailey::store::search {
namespace {

constexpr sql::Query read_through{"search_through", "select search_change from account where account_id = $1"};
constexpr sql::Query write_through{"search_set_through", "update account set search_change = $2 where account_id = $1"};
constexpr sql::Query list{"search_segments",
                          "select segment_id, messages, blocks from search_segment where account_id = $1 "
                          "order by segment_id"};
constexpr sql::Query read_head{"search_head",
                               "select head from search_segment where account_id = $1 and segment_id = $2"};
constexpr sql::Query read_block{
    "search_block", "select box from search_block where account_id = $1 and segment_id = $2 and number = $3"};
constexpr sql::Query insert_block{
    "search_put_block", "insert into search_block (account_id, segment_id, number, box) values ($1, $2, $3, $4)"};
constexpr sql::Query insert_segment{
    "search_add",
    "insert into search_segment (account_id, segment_id, messages, blocks, head) select $1, $2, $3, $4, $5 "
    "where (select count(*) from search_block where account_id = $1 and segment_id = $2) = $4"};
constexpr sql::Query delete_segment{"search_remove",
                                    "delete from search_segment where account_id = $1 and segment_id = $2"};
constexpr sql::Query delete_blocks{"search_remove_blocks",
                                   "delete from search_block where account_id = $1 and segment_id = $2"};
constexpr sql::Query delete_unfinished{
    "search_remove_unfinished",
    "delete from search_block where account_id = $1 and segment_id < $2 and segment_id not in "
    "(select segment_id from search_segment where account_id = $1)"};

constexpr std::uint64_t the_head = std::numeric_limits<std::uint64_t>::max();

// What a box is bound to: account, segment and number, 8 octets each, and what it is part of.
std::array<std::uint8_t, 30> place(AccountId account, std::int64_t segment, std::uint64_t number) {
    std::array<std::uint8_t, 30> out;
    std::memcpy(out.data(), &account, 8);
    std::memcpy(out.data() + 8, &segment, 8);
    std::memcpy(out.data() + 16, &number, 8);
    std::memcpy(out.data() + 24, "search", 6);
    return out;
}

Result<Bytes> opened(Result<std::int64_t> seen, const Key& key, const Bytes& box,
                     const std::array<std::uint8_t, 30>& where) {
    if (!seen) return Failure{seen.error()};
    if (*seen == 0) return Errc::not_found;
    return unseal(key, box, where);
}

}  // namespace

Result<State> state(sql::Connection& c, AccountId account) {
    State s;
    BAILEY_TRY(auto seen, c.run(read_through, {account}, [&](const sql::Row& row) { s.through = row.integer(0); }));
    if (seen == 0) return Errc::not_found;
    BAILEY_CHECK(c.run(list, {account}, [&](const sql::Row& row) {
        s.segments.push_back(
            {row.integer(0), static_cast<std::uint64_t>(row.integer(1)), static_cast<std::uint64_t>(row.integer(2))});
    }));
    return s;
}

Result<void> set_through(sql::Connection& c, AccountId account, std::int64_t through) {
    return c.send(write_through, {account, through});
}

Result<Bytes> head(sql::Connection& c, AccountId account, const Key& account_key, std::int64_t segment) {
    Bytes box;
    auto seen = c.run(read_head, {account, segment},
                      [&](const sql::Row& row) { box.assign(row.bytes(0).begin(), row.bytes(0).end()); });
    return opened(seen, account_key, box, place(account, segment, the_head));
}

Result<Bytes> block(sql::Connection& c, AccountId account, const Key& account_key, std::int64_t segment,
                    std::uint64_t number) {
    Bytes box;
    auto seen = c.run(read_block, {account, segment, number},
                      [&](const sql::Row& row) { box.assign(row.bytes(0).begin(), row.bytes(0).end()); });
    return opened(seen, account_key, box, place(account, segment, number));
}

Result<void> put_block(sql::Connection& c, AccountId account, const Key& account_key, std::int64_t segment,
                       std::uint64_t number, ByteView plain) {
    return c.send(insert_block, {account, segment, number, seal(account_key, plain, place(account, segment, number))});
}

Result<void> add(sql::Connection& c, AccountId account, const Key& account_key, const Segment& segment, ByteView head) {
    BAILEY_TRY(auto added, c.run(insert_segment, {account, segment.id, segment.messages, segment.blocks,
                                                  seal(account_key, head, place(account, segment.id, the_head))}));
    if (added == 0) return Errc::conflict;
    return {};
}

Result<void> remove(sql::Connection& c, AccountId account, std::int64_t segment) {
    BAILEY_CHECK(c.send(delete_segment, {account, segment}));
    return c.send(delete_blocks, {account, segment});
}

Result<void> remove_unfinished(sql::Connection& c, AccountId account, std::int64_t before) {
    return c.send(delete_unfinished, {account, before});
}

}  // namespace bailey::store::search
