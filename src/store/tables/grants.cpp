#include "store/tables/grants.hpp"

namespace bailey::store::grants {
namespace {

constexpr sql::Query insert_one{"grant_insert",
                                "insert into role_grant (account_id, role, organisation_id) values ($1, $2, $3)"};
constexpr sql::Query remove_one{"grant_remove",
                                "delete from role_grant where account_id = $1 and role = $2 and organisation_id = $3"};
constexpr sql::Query of_account{"grant_of",
                                "select role, organisation_id from role_grant where account_id = $1 "
                                "order by organisation_id, role"};
constexpr sql::Query of_organisation{"grant_holders",
                                     "select account_id, role from role_grant "
                                     "where organisation_id = $1 order by role, account_id"};

}  // namespace

Result<void> insert(sql::Connection& c, AccountId account, const Grant& grant) {
    BAILEY_CHECK(c.run(insert_one, {account, grant.role, grant.organisation}));
    return {};
}

Result<void> remove(sql::Connection& c, AccountId account, const Grant& grant) {
    BAILEY_TRY(auto changed, c.run(remove_one, {account, grant.role, grant.organisation}));
    if (changed == 0) return Errc::not_found;
    return {};
}

Result<std::vector<Grant>> of(sql::Connection& c, AccountId account) {
    std::vector<Grant> found;
    BAILEY_CHECK(c.run(of_account, {account}, [&](const sql::Row& r) {
        found.push_back({static_cast<Role>(r.integer(0)), OrganisationId{r.integer(1)}});
    }));
    return found;
}

Result<std::vector<Holder>> holders(sql::Connection& c, OrganisationId organisation) {
    std::vector<Holder> found;
    BAILEY_CHECK(c.run(of_organisation, {organisation}, [&](const sql::Row& r) {
        found.push_back({AccountId{r.integer(0)}, static_cast<Role>(r.integer(1))});
    }));
    return found;
}

}  // namespace bailey::store::grants
