#include "store/tables/account_access.hpp"

namespace bailey::store::account_access {
namespace {

constexpr sql::Query select_one{"account_access_find", R"(
    select a.organisation_id, o.second_factor, a.non_secure_address, coalesce(x.language, 'en'),
           x.recovery_verified_at, coalesce(x.mail_code, 0), x.totp, x.totp_new, coalesce(x.totp_step, 0),
           coalesce(x.set_up_due, 0), x.password_changed_at
    from account a join organisation o on o.organisation_id = a.organisation_id
         left join account_access x on x.account_id = a.account_id
    where a.account_id = $1)"};
constexpr sql::Query ensure_one{"account_access_ensure", R"(
    insert into account_access (account_id, language, recovery_verified_at, mail_code, totp, totp_new, totp_step,
        set_up_due, password_changed_at)
    values ($1, 'en', null, 0, null, null, 0, 0, null) on conflict (account_id) do nothing)"};
constexpr sql::Query write_language{"account_access_language",
                                    "update account_access set language = $2 where account_id = $1"};
constexpr sql::Query write_address{"account_access_address",
                                   "update account set non_secure_address = $2 where account_id = $1"};
constexpr sql::Query write_verified{"account_access_verified",
                                    "update account_access set recovery_verified_at = $2 where account_id = $1"};
constexpr sql::Query write_mail_code{"account_access_mail_code",
                                     "update account_access set mail_code = $2 where account_id = $1"};
constexpr sql::Query write_totp{"account_access_totp",
                                "update account_access set totp = $2, totp_step = $3 where account_id = $1"};
constexpr sql::Query write_totp_new{"account_access_totp_new",
                                    "update account_access set totp_new = $2 where account_id = $1"};
constexpr sql::Query write_step{"account_access_step",
                                "update account_access set totp_step = $2 where account_id = $1 and totp_step < $2"};
constexpr sql::Query write_due{"account_access_due", "update account_access set set_up_due = $2 where account_id = $1"};
constexpr sql::Query write_password{"account_access_password",
                                    "update account_access set password_changed_at = $2 where account_id = $1"};

std::optional<Time> maybe_time(const sql::Row& r, int column) {
    return r.null(column) ? std::nullopt : std::optional(from_millis(r.integer(column)));
}
Bytes maybe_bytes(const sql::Row& r, int column) {
    if (r.null(column)) return {};
    auto bytes = r.bytes(column);
    return {bytes.begin(), bytes.end()};
}

Access read(const sql::Row& r) {
    Access a{.organisation = OrganisationId{r.integer(0)},
             .second_factor_required = r.integer(1) != 0,
             .language = std::string(r.text(3)),
             .recovery_verified_at = maybe_time(r, 4),
             .mail_code = r.integer(5) != 0,
             .totp = maybe_bytes(r, 6),
             .totp_new = maybe_bytes(r, 7),
             .totp_step = r.integer(8),
             .set_up_due = r.integer(9) != 0,
             .password_changed_at = maybe_time(r, 10)};
    if (!r.null(2) && !r.text(2).empty()) a.recovery_address = std::string(r.text(2));
    if (!a.recovery_address) a.recovery_verified_at.reset();
    return a;
}

sql::Param bytes_or_null(ByteView bytes) { return bytes.empty() ? sql::Param(nullptr) : sql::Param(bytes); }
sql::Param time_or_null(const std::optional<Time>& t) { return t ? sql::Param(to_millis(*t)) : sql::Param(nullptr); }

Result<void> write(sql::Connection& c, AccountId account, const sql::Query& query, const sql::Param& value) {
    BAILEY_CHECK(c.run(ensure_one, {account}));
    BAILEY_CHECK(c.run(query, {account, value}));
    return {};
}

}  // namespace

Result<Access> find(sql::Connection& c, AccountId account) {
    std::optional<Access> found;
    BAILEY_CHECK(c.run(select_one, {account}, [&](const sql::Row& r) { found = read(r); }));
    if (!found) return Errc::not_found;
    return std::move(*found);
}

Result<void> set_language(sql::Connection& c, AccountId account, std::string_view language) {
    return write(c, account, write_language, language);
}

Result<void> set_recovery(sql::Connection& c, AccountId account, const std::optional<std::string>& address,
                          std::optional<Time> verified_at) {
    BAILEY_CHECK(c.run(write_address, {account, address}));
    return write(c, account, write_verified, time_or_null(verified_at));
}

Result<void> set_mail_code(sql::Connection& c, AccountId account, bool on) {
    return write(c, account, write_mail_code, on);
}

Result<void> set_totp(sql::Connection& c, AccountId account, ByteView sealed, std::int64_t step) {
    BAILEY_CHECK(c.run(ensure_one, {account}));
    BAILEY_CHECK(c.run(write_totp, {account, bytes_or_null(sealed), step}));
    return {};
}

Result<void> set_totp_new(sql::Connection& c, AccountId account, ByteView sealed) {
    return write(c, account, write_totp_new, bytes_or_null(sealed));
}

Result<bool> use_totp_step(sql::Connection& c, AccountId account, std::int64_t step) {
    auto changed = c.run(write_step, {account, step});
    if (!changed) return Failure{changed.error()};
    return *changed == 1;
}

Result<void> set_set_up_due(sql::Connection& c, AccountId account, bool due) {
    return write(c, account, write_due, due);
}

Result<void> set_password_changed(sql::Connection& c, AccountId account, Time at) {
    return write(c, account, write_password, to_millis(at));
}

}  // namespace bailey::store::account_access
