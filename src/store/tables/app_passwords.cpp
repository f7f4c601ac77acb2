#include "store/tables/app_passwords.hpp"

#include "store/tables/counters.hpp"

namespace bailey::store::app_passwords {
namespace {

constexpr sql::Query insert_one{"app_password_insert", R"(
    insert into app_password (app_password_id, account_id, digest, name, created_at) values ($1, $2, $3, $4, $5))"};
#define BAILEY_APP_PASSWORD_SELECT \
    "select app_password_id, account_id, name, created_at, last_used_at from app_password "
constexpr sql::Query by_digest{"app_password_by_digest", BAILEY_APP_PASSWORD_SELECT "where digest = $1"};
constexpr sql::Query of_account{"app_password_of",
                                BAILEY_APP_PASSWORD_SELECT "where account_id = $1 order by app_password_id"};
#undef BAILEY_APP_PASSWORD_SELECT
constexpr sql::Query write_used{"app_password_set_used",
                                "update app_password set last_used_at = $2 where app_password_id = $1"};
constexpr sql::Query remove_one{"app_password_remove",
                                "delete from app_password where account_id = $1 and app_password_id = $2"};
constexpr sql::Query remove_every{"app_password_remove_all", "delete from app_password where account_id = $1"};

AppPassword read(const sql::Row& r) {
    return {.id = r.integer(0),
            .account = AccountId{r.integer(1)},
            .name = std::string(r.text(2)),
            .created_at = from_millis(r.integer(3)),
            .last_used_at = r.null(4) ? std::nullopt : std::optional(from_millis(r.integer(4)))};
}

}  // namespace

Result<std::int64_t> insert(sql::Connection& c, const AppPassword& p, ByteView digest) {
    BAILEY_TRY(auto id, counters::take(c, "app_password"));
    BAILEY_CHECK(c.run(insert_one, {id, p.account, digest, p.name, to_millis(p.created_at)}));
    return id;
}

Result<AppPassword> find(sql::Connection& c, ByteView digest) {
    std::optional<AppPassword> found;
    BAILEY_CHECK(c.run(by_digest, {digest}, [&](const sql::Row& r) { found = read(r); }));
    if (!found) return Errc::not_found;
    return std::move(*found);
}

Result<std::vector<AppPassword>> of(sql::Connection& c, AccountId account) {
    std::vector<AppPassword> found;
    BAILEY_CHECK(c.run(of_account, {account}, [&](const sql::Row& r) { found.push_back(read(r)); }));
    return found;
}

Result<void> set_used(sql::Connection& c, std::int64_t id, Time at) {
    BAILEY_CHECK(c.run(write_used, {id, to_millis(at)}));
    return {};
}

Result<void> remove(sql::Connection& c, AccountId account, std::int64_t id) {
    BAILEY_TRY(auto gone, c.run(remove_one, {account, id}));
    if (gone == 0) return Errc::not_found;
    return {};
}

Result<void> remove_all(sql::Connection& c, AccountId account) {
    BAILEY_CHECK(c.run(remove_every, {account}));
    return {};
}

}  // namespace bailey::store::app_passwords
