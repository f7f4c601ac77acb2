#include "services/users/placing.hpp"

#include <unordered_map>

#include "store/tables/organisations.hpp"
#include "store/tables/placement.hpp"

namespace bailey::users {

Result<void> may_create_in(sql::Connection& c, const Acting& acting, OrganisationId organisation) {
    BAILEY_TRY(auto tree, store::organisations::path(c, organisation));
    if (!may(acting.actor, Action::create_account, {.organisation = organisation}, tree)) return Errc::denied;
    return {};
}

Result<void> in_domain_of(sql::Connection& c, OrganisationId organisation, std::string_view domain) {
    auto owner = store::organisations::domain_owner(c, domain);
    if (owner && *owner == organisation) return {};
    if (!owner && owner.error() != Errc::not_found) return owner.error();
    return Errc::outside;
}

Result<void> place(sql::Connection& c, std::span<store::accounts::Account> accounts) {
    std::unordered_map<OrganisationId, bool> hosted;
    std::vector<store::accounts::Account*> here;
    for (auto& account : accounts) {
        auto [at, fresh] = hosted.try_emplace(account.organisation);
        if (fresh) {
            BAILEY_TRY(auto organisation, store::organisations::find(c, account.organisation));
            at->second = organisation.connection == Connection::hosted;
        }
        if (at->second) here.push_back(&account);
    }
    if (here.empty()) return {};
    BAILEY_TRY(auto cells, store::placement::place(c, here.size()));
    for (std::size_t n = 0; n < here.size(); ++n) here[n]->cell = cells[n];
    return {};
}

}  // namespace bailey::users
