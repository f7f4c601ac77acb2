#include "store/tables/outgoing_notices.hpp"

#include "store/tables/counters.hpp"

namespace bailey::store::outgoing_notices {
namespace {

constexpr sql::Query insert_one{"outgoing_notice_insert", R"(
    insert into outgoing_notice (outgoing_notice_id, sealed, tries, next_try_at, expires_at)
    values ($1, $2, 0, $3, $4))"};
constexpr sql::Query select_due{"outgoing_notice_due", R"(
    select outgoing_notice_id, sealed, tries, next_try_at, expires_at from outgoing_notice
    where next_try_at <= $1 order by next_try_at, outgoing_notice_id limit $2)"};
constexpr sql::Query take_one{"outgoing_notice_take", R"(
    update outgoing_notice set next_try_at = $3, tries = tries + 1
    where outgoing_notice_id = $1 and next_try_at = $2)"};
constexpr sql::Query write_next{"outgoing_notice_put_off",
                                "update outgoing_notice set next_try_at = $2 where outgoing_notice_id = $1"};
constexpr sql::Query remove_one{"outgoing_notice_remove", "delete from outgoing_notice where outgoing_notice_id = $1"};

}  // namespace

Result<std::int64_t> insert(sql::Connection& c, ByteView sealed, Time now, Time expires_at) {
    BAILEY_TRY(auto id, counters::take(c, "outgoing_notice"));
    BAILEY_CHECK(c.run(insert_one, {id, sealed, to_millis(now), to_millis(expires_at)}));
    return id;
}

Result<std::vector<Notice>> due(sql::Connection& c, Time now, int limit) {
    std::vector<Notice> found;
    BAILEY_CHECK(c.run(select_due, {to_millis(now), limit}, [&](const sql::Row& r) {
        auto sealed = r.bytes(1);
        found.push_back({.id = r.integer(0),
                         .sealed = Bytes(sealed.begin(), sealed.end()),
                         .tries = r.integer(2),
                         .next_try_at = from_millis(r.integer(3)),
                         .expires_at = from_millis(r.integer(4))});
    }));
    return found;
}

Result<bool> take(sql::Connection& c, const Notice& notice, Time until) {
    auto taken = c.run(take_one, {notice.id, to_millis(notice.next_try_at), to_millis(until)});
    if (!taken) return Failure{taken.error()};
    return *taken == 1;
}

Result<void> put_off(sql::Connection& c, std::int64_t id, Time until) {
    BAILEY_CHECK(c.run(write_next, {id, to_millis(until)}));
    return {};
}

Result<void> remove(sql::Connection& c, std::int64_t id) {
    BAILEY_CHECK(c.run(remove_one, {id}));
    return {};
}

}  // namespace bailey::store::outgoing_notices
