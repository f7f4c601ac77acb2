#include "store/tables/one_time_codes.hpp"

#include <optional>

namespace bailey::store::one_time_codes {
namespace {

constexpr sql::Query insert_one{"one_time_code_insert", R"(
    insert into one_time_code (account_id, purpose, code, link, address, tries, created_at, expires_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8))"};
#define BAILEY_ONE_TIME_CODE_SELECT \
    "select account_id, purpose, code, link, address, tries, created_at, expires_at from one_time_code "
constexpr sql::Query by_purpose{"one_time_code_find",
                                BAILEY_ONE_TIME_CODE_SELECT "where account_id = $1 and purpose = $2"};
constexpr sql::Query by_link{"one_time_code_by_link", BAILEY_ONE_TIME_CODE_SELECT "where link = $1"};
#undef BAILEY_ONE_TIME_CODE_SELECT
constexpr sql::Query write_try{"one_time_code_add_try",
                               "update one_time_code set tries = tries + 1 where account_id = $1 and purpose = $2"};
constexpr sql::Query remove_one{"one_time_code_remove",
                                "delete from one_time_code where account_id = $1 and purpose = $2"};

Bytes copy(ByteView bytes) { return {bytes.begin(), bytes.end()}; }

Code read(const sql::Row& r) {
    return {.account = AccountId{r.integer(0)},
            .purpose = static_cast<Purpose>(r.integer(1)),
            .code = copy(r.bytes(2)),
            .link = copy(r.bytes(3)),
            .address = std::string(r.text(4)),
            .tries = r.integer(5),
            .created_at = from_millis(r.integer(6)),
            .expires_at = from_millis(r.integer(7))};
}

Result<Code> one(sql::Connection& c, const sql::Query& query, std::initializer_list<sql::Param> params) {
    std::optional<Code> found;
    BAILEY_CHECK(c.run(query, params, [&](const sql::Row& r) { found = read(r); }));
    if (!found) return Errc::not_found;
    return std::move(*found);
}

}  // namespace

Result<void> put(sql::Connection& c, const Code& code) {
    BAILEY_CHECK(c.run(remove_one, {code.account, code.purpose}));
    BAILEY_CHECK(c.run(insert_one, {code.account, code.purpose, code.code, code.link, code.address, code.tries,
                                    to_millis(code.created_at), to_millis(code.expires_at)}));
    return {};
}

Result<Code> find(sql::Connection& c, AccountId account, Purpose purpose) {
    return one(c, by_purpose, {account, purpose});
}

Result<Code> find_by_link(sql::Connection& c, ByteView link) { return one(c, by_link, {link}); }

Result<void> add_try(sql::Connection& c, AccountId account, Purpose purpose) {
    BAILEY_CHECK(c.run(write_try, {account, purpose}));
    return {};
}

Result<bool> remove(sql::Connection& c, AccountId account, Purpose purpose) {
    auto gone = c.run(remove_one, {account, purpose});
    if (!gone) return Failure{gone.error()};
    return *gone != 0;
}

}  // namespace bailey::store::one_time_codes
