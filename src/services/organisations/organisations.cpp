#include "services/organisations/organisations.hpp"

#include "base/text.hpp"
#include "services/audit/audit.hpp"
#include "store/tables/accounts.hpp"
#include "store/tables/counters.hpp"

namespace bailey::organisations {
namespace {

namespace tables = store::organisations;

Result<void> allow(sql::Connection& c, const Acting& acting, Action action, OrganisationId id) {
    BAILEY_TRY(auto tree, tables::path(c, id));
    if (!may(acting.actor, action, {.organisation = id}, tree)) return Errc::denied;
    return {};
}

std::string joined(const std::vector<std::string>& words) {
    std::string all;
    for (auto& word : words) all += (all.empty() ? "" : ", ") + word;
    return all;
}

}  // namespace

Result<std::string> Organisations::secure_domain(std::string_view domain) const {
    BAILEY_TRY(auto canonical, canonical_domain(domain));
    auto secure = names_.secure(Address::trusted("x", canonical)).domain();
    if (secure == names_.suffix()) return Errc::exists;
    return secure;
}

Result<OrganisationId> Organisations::create(const Acting& acting, Organisation organisation,
                                             const std::vector<std::string>& domains) {
    organisation.name = std::string(trim(organisation.name));
    if (organisation.name.empty() || !valid_utf8(organisation.name)) return Errc::bad_syntax;
    std::vector<std::string> secure;
    for (auto& domain : domains) {
        BAILEY_TRY(auto name, secure_domain(domain));
        secure.push_back(std::move(name));
    }
    organisation.created_at = clock_.now();
    return community_.write([&](sql::Connection& c) -> Result<OrganisationId> {
        BAILEY_CHECK(allow(c, acting, Action::create_organisation, organisation.parent));
        BAILEY_TRY(auto change, store::counters::next_change(c));
        BAILEY_TRY(auto id, tables::insert(c, organisation, change));
        for (auto& domain : secure) BAILEY_CHECK(tables::add_domain(c, id, domain));
        auto entry = audit::entry(acting, organisation.created_at, "organisation_created");
        entry.organisation = id;
        entry.detail = organisation.name + (secure.empty() ? "" : " (" + joined(secure) + ")");
        BAILEY_CHECK(store::audit::append(c, community_.audit_key(), {&entry, 1}));
        return id;
    });
}

Result<Described> Organisations::describe(const Acting& acting, OrganisationId id) {
    return community_.read([&](sql::Connection& c) -> Result<Described> {
        BAILEY_CHECK(allow(c, acting, Action::see_account, id));
        Described d;
        BAILEY_TRY(d.organisation, tables::find(c, id));
        BAILEY_TRY(d.domains, tables::domains(c, id));
        BAILEY_TRY(d.holders, store::grants::holders(c, id));
        return d;
    });
}

Result<std::vector<Organisation>> Organisations::list(const Acting& acting) {
    return community_.read([&](sql::Connection& c) -> Result<std::vector<Organisation>> {
        BAILEY_TRY(auto all, tables::all(c));
        BAILEY_TRY(const auto tree, tables::tree(c));
        std::erase_if(all, [&](const Organisation& o) {
            return !may(acting.actor, Action::see_account, {.organisation = o.id}, tree);
        });
        return all;
    });
}

Result<Organisation> Organisations::named(std::string_view name) {
    return community_.read([&](sql::Connection& c) -> Result<Organisation> {
        BAILEY_TRY(auto found, tables::named(c, name));
        if (found.empty()) return Errc::not_found;
        if (found.size() > 1) return Errc::conflict;
        return std::move(found.front());
    });
}

Result<OrganisationId> Organisations::of_address(std::string_view address) {
    BAILEY_TRY(const auto parsed, Address::parse(address));
    const auto domain = names_.secure(parsed).domain();
    return community_.read([&](sql::Connection& c) { return tables::domain_owner(c, domain); });
}

Result<void> Organisations::add_domain(const Acting& acting, OrganisationId id, std::string_view domain) {
    BAILEY_TRY(const auto secure, secure_domain(domain));
    return community_.write([&](sql::Connection& c) -> Result<void> {
        BAILEY_CHECK(allow(c, acting, Action::set_up_connection, id));
        BAILEY_CHECK(tables::find(c, id));
        BAILEY_CHECK(tables::add_domain(c, id, secure));
        auto entry = audit::entry(acting, clock_.now(), "domain_added");
        entry.organisation = id;
        entry.detail = secure;
        return store::audit::append(c, community_.audit_key(), {&entry, 1});
    });
}

Result<void> Organisations::set_suspended(const Acting& acting, OrganisationId id, bool suspended) {
    return community_.write([&](sql::Connection& c) -> Result<void> {
        BAILEY_CHECK(allow(c, acting, Action::suspend_organisation, id));
        BAILEY_TRY(auto change, store::counters::next_change(c));
        BAILEY_CHECK(tables::set_suspended(c, id, suspended, change));
        auto act = suspended ? "organisation_suspended" : "organisation_resumed";
        auto entry = audit::entry(acting, clock_.now(), act);
        entry.organisation = id;
        return store::audit::append(c, community_.audit_key(), {&entry, 1});
    });
}

Result<void> Organisations::set_ceiling(const Acting& acting, OrganisationId id, int rank) {
    return community_.write([&](sql::Connection& c) -> Result<void> {
        BAILEY_CHECK(allow(c, acting, Action::decide_application, id));
        BAILEY_TRY(auto change, store::counters::next_change(c));
        BAILEY_CHECK(tables::set_ceiling(c, id, rank, change));
        auto entry = audit::entry(acting, clock_.now(), "organisation_ceiling_changed");
        entry.organisation = id;
        entry.detail = "marking " + std::to_string(rank);
        return store::audit::append(c, community_.audit_key(), {&entry, 1});
    });
}

Result<void> Organisations::set_second_factor(const Acting& acting, OrganisationId id, bool required) {
    return community_.write([&](sql::Connection& c) -> Result<void> {
        BAILEY_CHECK(allow(c, acting, Action::change_account, id));
        BAILEY_TRY(auto change, store::counters::next_change(c));
        BAILEY_CHECK(tables::set_second_factor(c, id, required, change));
        auto entry = audit::entry(acting, clock_.now(), "second_factor_rule_changed");
        entry.organisation = id;
        entry.detail = required ? "on" : "off";
        return store::audit::append(c, community_.audit_key(), {&entry, 1});
    });
}

Result<void> Organisations::appoint(const Acting& acting, AccountId account, const Grant& grant) {
    return change_grant(acting, account, grant, true);
}

Result<void> Organisations::dismiss(const Acting& acting, AccountId account, const Grant& grant) {
    return change_grant(acting, account, grant, false);
}

Result<void> Organisations::change_grant(const Acting& acting, AccountId account, const Grant& grant, bool give) {
    // Who may appoint administrators of an organisation must not make themselves more than that.
    auto decided_at = grant.role == Role::organisation_administrator ? grant.organisation : tables::community;
    return community_.write([&](sql::Connection& c) -> Result<void> {
        BAILEY_CHECK(allow(c, acting, Action::appoint_administrator, decided_at));
        BAILEY_CHECK(tables::path(c, grant.organisation));
        BAILEY_CHECK(store::accounts::find(c, account));
        BAILEY_CHECK(give ? store::grants::insert(c, account, grant) : store::grants::remove(c, account, grant));
        auto entry = audit::entry(acting, clock_.now(), give ? "role_given" : "role_taken");
        entry.organisation = grant.organisation;
        entry.account = account;
        entry.detail = std::string(to_string(grant.role));
        return store::audit::append(c, community_.audit_key(), {&entry, 1});
    });
}

}  // namespace bailey::organisations
