// How a user is shown.
#pragma once
#include "apps/commands/json.hpp"
#include "store/tables/accounts.hpp"

namespace bailey::commands {

json::object to_json(const store::accounts::Account& a);
void print_users(std::ostream& out, const std::vector<store::accounts::Account>& users);
void print_user(std::ostream& out, const store::accounts::Account& a, const std::string& organisation,
                const std::vector<std::string>& further_addresses);

}  // namespace bailey::commands
