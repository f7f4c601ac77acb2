// Organisations, their tree and their mail domains.
#pragma once
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "domain/mail/marking.hpp"
#include "domain/people/people.hpp"
#include "store/sql/sql.hpp"

namespace bailey::store::organisations {

// The community itself: the parent of the organisations at the top. It has no row.
constexpr OrganisationId community{0};

struct Organisation {
    OrganisationId id{};
    OrganisationId parent = community;
    std::string name = {};
    std::string business_type = {}, area = {};
    Connection connection = Connection::hosted;
    bool suspended = false;
    std::string address1 = {}, address2 = {}, town = {}, postcode = {}, telephone = {};
    Time created_at{};
    bool second_factor = true;          // its members must have one to sign in to the pages
    int ceiling = Markings::unlimited;  // of its accounts; not written by insert
};

// `o.id` is not looked at: the new one is returned. Errors: exists (the parent has one of that name).
Result<OrganisationId> insert(sql::Connection& c, const Organisation& o, std::int64_t change);
Result<Organisation> find(sql::Connection& c, OrganisationId id);  // not_found
Result<std::vector<Organisation>> named(sql::Connection& c, std::string_view name);
Result<std::vector<Organisation>> all(sql::Connection& c);                                               // by id
Result<void> set_suspended(sql::Connection& c, OrganisationId id, bool suspended, std::int64_t change);  // not_found
// Its members' passwords that are remembered in memory are forgotten: what they are good for may have changed.
Result<void> set_second_factor(sql::Connection& c, OrganisationId id, bool required, std::int64_t change);  // not_found

Result<void> set_ceiling(sql::Connection& c, OrganisationId id, int rank, std::int64_t change);  // not_found

// The organisation and all above it, the community included: what may() needs to decide about it. Errors: not_found.
Result<OrganisationTree> path(sql::Connection& c, OrganisationId id);
Result<OrganisationTree> tree(sql::Connection& c);

// Domains in their secure form, canonical.
Result<void> add_domain(sql::Connection& c, OrganisationId id, std::string_view domain);  // exists
Result<std::vector<std::string>> domains(sql::Connection& c, OrganisationId id);
Result<OrganisationId> domain_owner(sql::Connection& c, std::string_view domain);  // not_found

}  // namespace bailey::store::organisations
