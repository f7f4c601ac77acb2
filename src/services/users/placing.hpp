// What creating one user and creating many have in common: the right to, the domain, the cell.
#pragma once
#include <span>
#include <string_view>

#include "services/audit/acting.hpp"
#include "store/sql/sql.hpp"
#include "store/tables/accounts.hpp"

namespace bailey::users {

Result<void> may_create_in(sql::Connection& c, const Acting& acting, OrganisationId organisation);  // denied, not_found
Result<void> in_domain_of(sql::Connection& c, OrganisationId organisation, std::string_view domain);  // outside

// Gives each account whose organisation has its mailboxes here the cell with the fewest accounts.
Result<void> place(sql::Connection& c, std::span<store::accounts::Account> accounts);

}  // namespace bailey::users
