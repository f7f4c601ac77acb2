#include "store/tables/listing.hpp"

namespace bailey::store::listing {
namespace {

constexpr sql::Query counters{"listing_newest",
                              "select name, value from counter where name in ('change', 'account', 'organisation')"};
constexpr sql::Query changed_accounts{"listing_accounts", R"(
    select a.account_id, a.organisation_id, a.kind, a.state, a.first_name, a.last_name, a.ex_directory,
           coalesce(ad.address, ''), a.change, a.ceiling
    from account a left join address ad on ad.account_id = a.account_id and ad.is_primary = 1
    where a.change > $1 order by a.account_id)"};
constexpr sql::Query changed_organisations{"listing_organisations", R"(
    select organisation_id, parent_id, name, business_type, area, address1, address2, town, postcode, telephone,
           connection, change, ceiling
    from organisation where change > $1 order by organisation_id)"};

}  // namespace

Result<Newest> newest(sql::Connection& c) {
    Newest found;
    BAILEY_CHECK(c.run(counters, {}, [&](const sql::Row& r) {
        auto name = r.text(0);
        (name == "change" ? found.change : name == "account" ? found.account : found.organisation) = r.integer(1);
    }));
    return found;
}

Result<void> accounts(sql::Connection& c, std::int64_t since, const std::function<void(AccountRow)>& each) {
    BAILEY_CHECK(c.run(changed_accounts, {since}, [&](const sql::Row& r) {
        each({.id = AccountId{r.integer(0)},
              .organisation = OrganisationId{r.integer(1)},
              .kind = static_cast<AccountKind>(r.integer(2)),
              .state = static_cast<AccountState>(r.integer(3)),
              .first_name = std::string(r.text(4)),
              .last_name = std::string(r.text(5)),
              .ex_directory = r.integer(6) != 0,
              .address = std::string(r.text(7)),
              .change = r.integer(8),
              .ceiling = static_cast<int>(r.integer(9))});
    }));
    return {};
}

Result<void> organisations(sql::Connection& c, std::int64_t since, const std::function<void(OrganisationRow)>& each) {
    BAILEY_CHECK(c.run(changed_organisations, {since}, [&](const sql::Row& r) {
        each({.id = OrganisationId{r.integer(0)},
              .parent = OrganisationId{r.integer(1)},
              .name = std::string(r.text(2)),
              .business_type = std::string(r.text(3)),
              .area = std::string(r.text(4)),
              .address1 = std::string(r.text(5)),
              .address2 = std::string(r.text(6)),
              .town = std::string(r.text(7)),
              .postcode = std::string(r.text(8)),
              .telephone = std::string(r.text(9)),
              .connection = static_cast<Connection>(r.integer(10)),
              .change = r.integer(11),
              .ceiling = static_cast<int>(r.integer(12))});
    }));
    return {};
}

}  // namespace bailey::store::listing
