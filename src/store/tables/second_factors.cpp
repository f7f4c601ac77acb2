#include "store/tables/second_factors.hpp"

#include <optional>

namespace bailey::store {
namespace {

constexpr sql::Query insert_code{"recovery_code_insert",
                                 "insert into recovery_code (account_id, digest) values ($1, $2)"};
constexpr sql::Query remove_code{"recovery_code_remove",
                                 "delete from recovery_code where account_id = $1 and digest = $2"};
constexpr sql::Query remove_codes{"recovery_code_remove_all", "delete from recovery_code where account_id = $1"};
constexpr sql::Query count_codes{"recovery_code_count", "select count(*) from recovery_code where account_id = $1"};

constexpr sql::Query insert_browser{"remembered_browser_insert", R"(
    insert into remembered_browser (digest, account_id, name, created_at, expires_at) values ($1, $2, $3, $4, $5))"};
constexpr sql::Query find_browser{
    "remembered_browser_find",
    "select account_id, name, created_at, expires_at from remembered_browser where digest = $1"};
constexpr sql::Query count_browsers{
    "remembered_browser_count", "select count(*) from remembered_browser where account_id = $1 and expires_at > $2"};
constexpr sql::Query remove_browsers{"remembered_browser_remove_all",
                                     "delete from remembered_browser where account_id = $1"};
constexpr sql::Query remove_old{"remembered_browser_remove_expired",
                                "delete from remembered_browser where expires_at <= $1"};

Result<std::int64_t> number(sql::Connection& c, const sql::Query& query, std::initializer_list<sql::Param> params) {
    std::int64_t found = 0;
    auto ran = c.run(query, params, [&](const sql::Row& r) { found = r.integer(0); });
    if (!ran) return Failure{ran.error()};
    return found;
}

}  // namespace

Result<void> recovery_codes::replace(sql::Connection& c, AccountId account, std::span<const Bytes> digests) {
    BAILEY_CHECK(c.run(remove_codes, {account}));
    for (auto& digest : digests) BAILEY_CHECK(c.run(insert_code, {account, digest}));
    return {};
}

Result<bool> recovery_codes::use(sql::Connection& c, AccountId account, ByteView digest) {
    auto gone = c.run(remove_code, {account, digest});
    if (!gone) return Failure{gone.error()};
    return *gone == 1;
}

Result<std::int64_t> recovery_codes::left(sql::Connection& c, AccountId account) {
    return number(c, count_codes, {account});
}

Result<void> remembered_browsers::insert(sql::Connection& c, const Browser& b, ByteView digest) {
    BAILEY_CHECK(c.run(insert_browser, {digest, b.account, b.name, to_millis(b.created_at), to_millis(b.expires_at)}));
    return {};
}

Result<remembered_browsers::Browser> remembered_browsers::find(sql::Connection& c, ByteView digest) {
    std::optional<Browser> found;
    BAILEY_CHECK(c.run(find_browser, {digest}, [&](const sql::Row& r) {
        found = Browser{.account = AccountId{r.integer(0)},
                        .name = std::string(r.text(1)),
                        .created_at = from_millis(r.integer(2)),
                        .expires_at = from_millis(r.integer(3))};
    }));
    if (!found) return Errc::not_found;
    return std::move(*found);
}

Result<std::int64_t> remembered_browsers::count(sql::Connection& c, AccountId account, Time now) {
    return number(c, count_browsers, {account, to_millis(now)});
}

Result<void> remembered_browsers::remove_all(sql::Connection& c, AccountId account) {
    BAILEY_CHECK(c.run(remove_browsers, {account}));
    return {};
}

Result<void> remembered_browsers::remove_expired(sql::Connection& c, Time now) {
    BAILEY_CHECK(c.run(remove_old, {to_millis(now)}));
    return {};
}

}  // namespace bailey::store
