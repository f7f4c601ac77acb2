#include "store/tables/sessions.hpp"

#include <optional>

#include "store/tables/counters.hpp"

namespace bailey::store::sessions {
namespace {

constexpr sql::Query insert_one{"session_insert", R"(
    insert into session (session_id, account_id, kind, digest, name, peer, created_at, last_used_at, expires_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9))"};
#define BAILEY_SESSION_SELECT \
    "select session_id, account_id, kind, name, peer, created_at, last_used_at, expires_at from session "
constexpr sql::Query by_digest{"session_by_digest", BAILEY_SESSION_SELECT "where digest = $1"};
constexpr sql::Query of_account{
    "session_of", BAILEY_SESSION_SELECT "where account_id = $1 order by last_used_at desc, session_id desc"};
#undef BAILEY_SESSION_SELECT
constexpr sql::Query write_used{"session_set_used",
                                "update session set last_used_at = $2, peer = $3 where session_id = $1"};
constexpr sql::Query remove_one{"session_remove", "delete from session where account_id = $1 and session_id = $2"};
constexpr sql::Query remove_every{"session_remove_all", "delete from session where account_id = $1"};
constexpr sql::Query remove_old{"session_remove_expired",
                                "delete from session where expires_at <= $1 or (kind = 0 and last_used_at < $2)"};

static_assert(static_cast<int>(Kind::page) == 0);

Session read(const sql::Row& r) {
    return {.id = r.integer(0),
            .account = AccountId{r.integer(1)},
            .kind = static_cast<Kind>(r.integer(2)),
            .name = std::string(r.text(3)),
            .peer = std::string(r.text(4)),
            .created_at = from_millis(r.integer(5)),
            .last_used_at = from_millis(r.integer(6)),
            .expires_at = from_millis(r.integer(7))};
}

Result<void> whatever(Result<std::int64_t> changed) {
    if (!changed) return changed.error();
    return {};
}

}  // namespace

Result<std::int64_t> insert(sql::Connection& c, const Session& s, ByteView digest) {
    BAILEY_TRY(auto id, counters::take(c, "session"));
    BAILEY_CHECK(c.run(insert_one, {id, s.account, s.kind, digest, s.name, s.peer, to_millis(s.created_at),
                                    to_millis(s.last_used_at), to_millis(s.expires_at)}));
    return id;
}

Result<Session> find(sql::Connection& c, ByteView digest) {
    std::optional<Session> found;
    BAILEY_CHECK(c.run(by_digest, {digest}, [&](const sql::Row& r) { found = read(r); }));
    if (!found) return Errc::not_found;
    return std::move(*found);
}

Result<std::vector<Session>> of(sql::Connection& c, AccountId account) {
    std::vector<Session> found;
    BAILEY_CHECK(c.run(of_account, {account}, [&](const sql::Row& r) { found.push_back(read(r)); }));
    return found;
}

Result<void> set_used(sql::Connection& c, std::int64_t id, Time at, std::string_view peer) {
    return whatever(c.run(write_used, {id, to_millis(at), peer}));
}

Result<void> remove(sql::Connection& c, AccountId account, std::int64_t id) {
    BAILEY_TRY(auto gone, c.run(remove_one, {account, id}));
    if (gone == 0) return Errc::not_found;
    return {};
}

Result<void> remove_all(sql::Connection& c, AccountId account) { return whatever(c.run(remove_every, {account})); }

Result<void> remove_expired(sql::Connection& c, Time now, Time idle_since) {
    return whatever(c.run(remove_old, {to_millis(now), to_millis(idle_since)}));
}

}  // namespace bailey::store::sessions
