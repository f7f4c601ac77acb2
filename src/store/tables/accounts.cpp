#include "store/tables/accounts.hpp"

#include "store/tables/counters.hpp"

namespace bailey::store::accounts {
namespace {

constexpr sql::Query insert_one{"account_insert", R"(
    insert into account (account_id, organisation_id, kind, state, first_name, last_name, password_hash,
        must_change_password, everyday_address, non_secure_address, capacity_octets, ex_directory, cell, created_at,
        change)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15))"};

#define BAILEY_ACCOUNT_SELECT                                                                               \
    "select a.account_id, a.organisation_id, a.kind, a.state, a.first_name, a.last_name, "                  \
    "a.must_change_password, a.everyday_address, a.non_secure_address, a.capacity_octets, a.ex_directory, " \
    "a.cell, a.created_at, a.last_active_at, a.locked_at, a.deleted_at, a.deleted_state, "                  \
    "coalesce(ad.address, ''), a.ceiling "                                                                  \
    "from account a left join address ad on ad.account_id = a.account_id and ad.is_primary = 1 "
constexpr sql::Query by_id{"account_by_id", BAILEY_ACCOUNT_SELECT "where a.account_id = $1"};
// -1 stands for "any".
constexpr sql::Query page{"account_page", BAILEY_ACCOUNT_SELECT
                          "where a.account_id > $1 and ($2 = -1 or a.organisation_id = $2) "
                          "and ($3 = -1 or a.state = $3) order by a.account_id limit $4"};
#undef BAILEY_ACCOUNT_SELECT

constexpr sql::Query read_password{"account_password",
                                   "select coalesce(password_hash, ''), must_change_password, change from account "
                                   "where account_id = $1"};
constexpr sql::Query write_password{"account_set_password",
                                    "update account set password_hash = $2, must_change_password = $3, change = $4 "
                                    "where account_id = $1"};
constexpr sql::Query write_state{"account_set_state", R"(
    update account set
        locked_at = case when $2 = 2 then $3 else null end,
        deleted_at = case when $2 = 4 then $3 else null end,
        deleted_state = case when $2 = 4 then state else null end,
        state = $2, change = $4
    where account_id = $1)"};
constexpr sql::Query write_capacity{"account_set_capacity",
                                    "update account set capacity_octets = $2, change = $3 where account_id = $1"};
constexpr sql::Query write_ceiling{"account_set_ceiling",
                                   "update account set ceiling = $2, change = $3 where account_id = $1"};
constexpr sql::Query write_change{"account_touch", "update account set change = $2 where account_id = $1"};
constexpr sql::Query write_active{"account_set_active", "update account set last_active_at = $2 where account_id = $1"};

static_assert(static_cast<int>(AccountState::locked) == 2 && static_cast<int>(AccountState::deleted) == 4);

std::optional<std::string> maybe_text(const sql::Row& r, int column) {
    return r.null(column) ? std::nullopt : std::optional(std::string(r.text(column)));
}
std::optional<Time> maybe_time(const sql::Row& r, int column) {
    return r.null(column) ? std::nullopt : std::optional(from_millis(r.integer(column)));
}
Account read(const sql::Row& r) {
    Account a{.id = AccountId{r.integer(0)},
              .organisation = OrganisationId{r.integer(1)},
              .kind = static_cast<AccountKind>(r.integer(2)),
              .state = static_cast<AccountState>(r.integer(3)),
              .first_name = std::string(r.text(4)),
              .last_name = std::string(r.text(5)),
              .must_change_password = r.integer(6) != 0,
              .everyday_address = maybe_text(r, 7),
              .non_secure_address = maybe_text(r, 8),
              .capacity_octets = r.integer(9),
              .ex_directory = r.integer(10) != 0,
              .ceiling = static_cast<int>(r.integer(18)),
              .created_at = from_millis(r.integer(12)),
              .last_active_at = maybe_time(r, 13),
              .locked_at = maybe_time(r, 14),
              .deleted_at = maybe_time(r, 15),
              .address = std::string(r.text(17))};
    if (!r.null(11)) a.cell = static_cast<int>(r.integer(11));
    if (!r.null(16)) a.deleted_state = static_cast<AccountState>(r.integer(16));
    return a;
}

Result<void> one(Result<std::int64_t> changed) {
    if (!changed) return changed.error();
    if (*changed == 0) return Errc::not_found;
    return {};
}

}  // namespace

Result<AccountId> take_ids(sql::Connection& c, std::int64_t count) {
    BAILEY_TRY(auto first, counters::take(c, "account", count));
    return AccountId{first};
}

Result<void> insert(sql::Connection& c, const Account& a, std::int64_t change) {
    return c.send(insert_one, {a.id, a.organisation, a.kind, a.state, a.first_name, a.last_name, a.password_hash,
                               a.must_change_password, a.everyday_address, a.non_secure_address, a.capacity_octets,
                               a.ex_directory, a.cell, to_millis(a.created_at), change});
}

Result<Account> find(sql::Connection& c, AccountId id) {
    std::optional<Account> found;
    BAILEY_CHECK(c.run(by_id, {id}, [&](const sql::Row& r) { found = read(r); }));
    if (!found) return Errc::not_found;
    return std::move(*found);
}

Result<std::vector<Account>> list(sql::Connection& c, const Filter& f) {
    std::vector<Account> found;
    auto organisation = f.organisation ? static_cast<std::int64_t>(*f.organisation) : -1;
    auto state = f.state ? static_cast<std::int64_t>(*f.state) : -1;
    BAILEY_CHECK(
        c.run(page, {f.after, organisation, state, f.limit}, [&](const sql::Row& r) { found.push_back(read(r)); }));
    return found;
}

Result<Password> password(sql::Connection& c, AccountId id) {
    std::optional<Password> found;
    BAILEY_CHECK(c.run(read_password, {id}, [&](const sql::Row& r) {
        found = Password{.hash = std::string(r.text(0)), .must_change = r.integer(1) != 0, .change = r.integer(2)};
    }));
    if (!found) return Errc::not_found;
    return std::move(*found);
}

Result<void> set_password(sql::Connection& c, AccountId id, std::string_view hash, bool must_change,
                          std::int64_t change) {
    return one(c.run(write_password, {id, hash, must_change, change}));
}

Result<void> set_state(sql::Connection& c, AccountId id, AccountState state, Time now, std::int64_t change) {
    return one(c.run(write_state, {id, state, to_millis(now), change}));
}

Result<void> set_capacity(sql::Connection& c, AccountId id, std::int64_t octets, std::int64_t change) {
    return one(c.run(write_capacity, {id, octets, change}));
}

Result<void> set_ceiling(sql::Connection& c, AccountId id, int rank, std::int64_t change) {
    return one(c.run(write_ceiling, {id, rank, change}));
}

Result<void> touch(sql::Connection& c, AccountId id, std::int64_t change) {
    return one(c.run(write_change, {id, change}));
}

Result<void> set_active(sql::Connection& c, AccountId id, Time at) { return c.send(write_active, {id, to_millis(at)}); }

}  // namespace bailey::store::accounts
