// The members: creating and suspending organisations, their domains, and who administers them.
// Source: service.md sections 3 and 5.
#pragma once
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "domain/address/canonical.hpp"
#include "services/audit/acting.hpp"
#include "store/community/community.hpp"
#include "store/tables/grants.hpp"
#include "store/tables/organisations.hpp"

namespace bailey::organisations {

using store::organisations::Organisation;

struct Described {
    Organisation organisation;
    std::vector<std::string> domains;  // in their secure form
    std::vector<store::grants::Holder> holders;
};

// Every function asks may() for `acting` and writes the audit. Thread-safe; blocks.
class Organisations {
public:
    Organisations(store::Community& community, const Canonicaliser& names, const Clock& clock)
        : community_(community), names_(names), clock_(clock) {}

    // `organisation.id` and `created_at` are not looked at. `domains` in either form. Errors: denied, not_found (the
    // parent), bad_syntax (a domain that is none, or an empty name), exists (the name under that parent, or a domain;
    // the service's own domain is taken, too).
    Result<OrganisationId> create(const Acting& acting, Organisation organisation,
                                  const std::vector<std::string>& domains);

    Result<Described> describe(const Acting& acting, OrganisationId id);  // denied, not_found
    Result<std::vector<Organisation>> list(const Acting& acting);         // those the actor may see, by id
    // The one called so. Errors: not_found, conflict (several, under different parents; say which by its id).
    Result<Organisation> named(std::string_view name);

    // The one that has the domain of an address, in either form. Errors: bad_syntax, not_found.
    Result<OrganisationId> of_address(std::string_view address);

    Result<void> add_domain(const Acting& acting, OrganisationId id, std::string_view domain);
    // Its users cannot sign in or send meanwhile. Errors: denied, not_found.
    Result<void> set_suspended(const Acting& acting, OrganisationId id, bool suspended);
    // Whether its members need a second factor to sign in to the pages (service.md section 6). Those who have none are
    // asked for one the next time. Errors: denied, not_found.
    Result<void> set_second_factor(const Acting& acting, OrganisationId id, bool required);

    // The highest protective marking its own accounts may be sent; those of organisations below have theirs. For the
    // community's administrators. Errors: denied, not_found.
    Result<void> set_ceiling(const Acting& acting, OrganisationId id, int rank);

    // An Organisation Administrator can be appointed by those above; the other roles by the community's administrators
    // alone. `grant.organisation` 0 is the whole community. Errors: denied, not_found, exists (has it).
    Result<void> appoint(const Acting& acting, AccountId account, const Grant& grant);
    Result<void> dismiss(const Acting& acting, AccountId account, const Grant& grant);

private:
    Result<std::string> secure_domain(std::string_view domain) const;
    Result<void> change_grant(const Acting& acting, AccountId account, const Grant& grant, bool give);

    store::Community& community_;
    const Canonicaliser& names_;
    const Clock& clock_;
};

}  // namespace bailey::organisations
