#include "store/tables/addresses.hpp"

#include <optional>

namespace bailey::store::addresses {
namespace {

constexpr sql::Query insert_one{"address_insert",
                                "insert into address (address, account_id, is_primary) values ($1, $2, $3)"};
constexpr sql::Query remove_one{"address_remove", "delete from address where address = $1 and account_id = $2"};
constexpr sql::Query mark{"address_touch", "update account set change = $2 where account_id = $1"};
constexpr sql::Query owner_of{"address_owner", "select account_id from address where address = $1"};
constexpr sql::Query every{"address_of",
                           "select address from address where account_id = $1 order by is_primary desc, address"};

}  // namespace

Result<void> insert(sql::Connection& c, AccountId account, std::string_view canonical, bool primary) {
    return c.send(insert_one, {canonical, account, primary});
}

Result<void> remove(sql::Connection& c, AccountId account, std::string_view canonical) {
    BAILEY_TRY(auto changed, c.run(remove_one, {canonical, account}));
    if (changed == 0) return Errc::not_found;
    return {};
}

Result<void> touch(sql::Connection& c, AccountId account, std::int64_t change) {
    BAILEY_TRY(auto changed, c.run(mark, {account, change}));
    if (changed == 0) return Errc::not_found;
    return {};
}

Result<AccountId> owner(sql::Connection& c, std::string_view canonical) {
    std::optional<AccountId> found;
    BAILEY_CHECK(c.run(owner_of, {canonical}, [&](const sql::Row& r) { found = AccountId{r.integer(0)}; }));
    if (!found) return Errc::not_found;
    return *found;
}

Result<std::vector<std::string>> of(sql::Connection& c, AccountId account) {
    std::vector<std::string> found;
    BAILEY_CHECK(c.run(every, {account}, [&](const sql::Row& r) { found.emplace_back(r.text(0)); }));
    return found;
}

}  // namespace bailey::store::addresses
