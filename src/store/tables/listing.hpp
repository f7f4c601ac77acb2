// Accounts and organisations as the searchable directory shows them, read as far as they changed.
#pragma once
#include <cstdint>
#include <functional>
#include <string>

#include "domain/people/people.hpp"
#include "store/sql/sql.hpp"

namespace bailey::store::listing {

struct AccountRow {
    AccountId id{};
    OrganisationId organisation{};
    AccountKind kind{};
    AccountState state{};
    std::string first_name, last_name;
    bool ex_directory = false;
    std::string address;  // the primary one; empty for none
    std::int64_t change = 0;
    int ceiling = 0;
};
struct OrganisationRow {
    OrganisationId id{}, parent{};
    std::string name, business_type, area, address1, address2, town, postcode, telephone;
    Connection connection{};
    std::int64_t change = 0;
    int ceiling = 0;
};

// The newest change, and the newest ids ever given.
struct Newest {
    std::int64_t change = 0, account = 0, organisation = 0;
};
Result<Newest> newest(sql::Connection& c);

// All that changed after `since`; 0 for all there are. By id.
Result<void> accounts(sql::Connection& c, std::int64_t since, const std::function<void(AccountRow)>& each);
Result<void> organisations(sql::Connection& c, std::int64_t since, const std::function<void(OrganisationRow)>& each);

}  // namespace bailey::store::listing
