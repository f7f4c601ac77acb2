#include "store/tables/items.hpp"

namespace bailey::store::items {
namespace {

constexpr sql::Query list{"item_all",
                          "select item_id, created_change, change, destroyed, box from item "
                          "where account_id = $1 and type = $2 and destroyed = 0 order by item_id"};
constexpr sql::Query one{"item_find",
                         "select item_id, created_change, change, destroyed, box from item "
                         "where account_id = $1 and type = $2 and item_id = $3 and destroyed = 0"};
constexpr sql::Query list_changed{"item_changed",
                                  "select item_id, created_change, change, destroyed, box from item "
                                  "where account_id = $1 and type = $2 and change > $3"};
constexpr sql::Query newest{"item_newest",
                            "select coalesce(max(change), 0) from item where account_id = $1 and type = $2"};
constexpr sql::Query how_many{"item_count",
                              "select count(*) from item where account_id = $1 and type = $2 and destroyed = 0"};
constexpr sql::Query insert_item{
    "item_put",
    "insert into item (account_id, type, item_id, created_change, change, destroyed, box) "
    "values ($1, $2, $3, $4, $4, 0, $5) on conflict (account_id, type, item_id) do update set "
    "created_change = excluded.created_change, change = excluded.change, destroyed = 0, box = excluded.box"};
constexpr sql::Query write_item{
    "item_update", "update item set change = $4, box = $5 where account_id = $1 and type = $2 and item_id = $3"};
constexpr sql::Query bury_item{"item_bury",
                               "update item set change = $4, box = null, destroyed = 1 where account_id = $1 and "
                               "type = $2 and item_id = $3"};

Row row_of(const sql::Row& r) {
    return {.id = r.integer(0),
            .created = r.integer(1),
            .change = r.integer(2),
            .gone = r.integer(3) != 0,
            .box = r.null(4) ? ByteView() : r.bytes(4)};
}

Result<std::int64_t> number(sql::Connection& c, const sql::Query& query, AccountId account, std::int64_t type) {
    std::int64_t n = 0;
    BAILEY_CHECK(c.run(query, {account, type}, [&](const sql::Row& r) { n = r.integer(0); }));
    return n;
}

}  // namespace

Result<void> all(sql::Connection& c, AccountId account, std::int64_t type, const Each& each) {
    BAILEY_CHECK(c.run(list, {account, type}, [&](const sql::Row& r) { each(row_of(r)); }));
    return {};
}

Result<bool> find(sql::Connection& c, AccountId account, std::int64_t type, std::int64_t id, const Each& each) {
    BAILEY_TRY(auto seen, c.run(one, {account, type, id}, [&](const sql::Row& r) { each(row_of(r)); }));
    return seen > 0;
}

Result<void> changed(sql::Connection& c, AccountId account, std::int64_t type, std::int64_t since, const Each& each) {
    BAILEY_CHECK(c.run(list_changed, {account, type, since}, [&](const sql::Row& r) { each(row_of(r)); }));
    return {};
}

Result<std::int64_t> newest_change(sql::Connection& c, AccountId account, std::int64_t type) {
    return number(c, newest, account, type);
}
Result<std::int64_t> count(sql::Connection& c, AccountId account, std::int64_t type) {
    return number(c, how_many, account, type);
}

Result<void> put(sql::Connection& c, AccountId account, std::int64_t type, std::int64_t id, std::int64_t change,
                 ByteView box) {
    return c.send(insert_item, {account, type, id, change, box});
}

Result<void> update(sql::Connection& c, AccountId account, std::int64_t type, std::int64_t id, std::int64_t change,
                    ByteView box) {
    return c.send(write_item, {account, type, id, change, box});
}

Result<void> bury(sql::Connection& c, AccountId account, std::int64_t type, std::int64_t id, std::int64_t change) {
    return c.send(bury_item, {account, type, id, change});
}

}  // namespace bailey::store::items
