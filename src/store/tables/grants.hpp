// Rights: a role for an organisation and all below it.
#pragma once
#include <vector>

#include "domain/people/people.hpp"
#include "store/sql/sql.hpp"

namespace bailey::store::grants {

Result<void> insert(sql::Connection& c, AccountId account, const Grant& grant);  // exists
Result<void> remove(sql::Connection& c, AccountId account, const Grant& grant);  // not_found
Result<std::vector<Grant>> of(sql::Connection& c, AccountId account);

struct Holder {
    AccountId account;
    Role role;
};
Result<std::vector<Holder>> holders(sql::Connection& c, OrganisationId organisation);  // granted at this very one

}  // namespace bailey::store::grants
