#include <unordered_map>
#include <unordered_set>

#include "base/text.hpp"
#include "services/audit/audit.hpp"
#include "services/users/placing.hpp"
#include "services/users/users.hpp"
#include "store/tables/addresses.hpp"
#include "store/tables/counters.hpp"

namespace bailey::users {
namespace {

// Rights and domains are asked once an organisation and once a domain, not once a user.
class Gate {
public:
    Gate(sql::Connection& c, const Acting& acting) : c_(c), acting_(acting) {}
    Result<void> admit(OrganisationId organisation, const std::string& domain) {
        if (allowed_.insert(organisation).second) BAILEY_CHECK(may_create_in(c_, acting_, organisation));
        auto [at, fresh] = domains_.try_emplace(domain, organisation);
        if (!fresh && at->second == organisation) return {};
        return in_domain_of(c_, organisation, domain);
    }

private:
    sql::Connection& c_;
    const Acting& acting_;
    std::unordered_set<OrganisationId> allowed_;
    std::unordered_map<std::string, OrganisationId> domains_;
};

// The first user whose address is taken, by an account or by a user before it. An engine that sends ahead tells only
// that there is one.
std::size_t first_clash(store::Community& community, const std::vector<std::string>& addresses) {
    std::unordered_set<std::string_view> seen;
    for (std::size_t at = 0; at < addresses.size(); ++at) {
        if (!seen.insert(addresses[at]).second) return at;
        auto owner = community.read([&](sql::Connection& c) { return store::addresses::owner(c, addresses[at]); });
        if (owner) return at;
    }
    return addresses.size();
}

}  // namespace

Result<AccountId> Users::create_many(const Acting& acting, std::span<const BulkUser> users, const std::string& hash,
                                     std::size_t* failed) {
    std::size_t at = 0;
    std::vector<std::string> addresses;
    auto now = clock_.now();
    auto created = community_.write([&](sql::Connection& c) -> Result<AccountId> {
        Gate gate(c, acting);
        std::vector<Account> accounts;
        for (at = 0; at < users.size(); ++at) {
            auto& user = users[at];
            BAILEY_TRY(const auto parsed, Address::parse(user.address));
            const auto address = names_.secure(parsed);
            if (!valid_utf8(user.first_name) || !valid_utf8(user.last_name)) return Errc::bad_syntax;
            BAILEY_CHECK(gate.admit(user.organisation, address.domain()));
            addresses.push_back(address.text());
            accounts.push_back({.organisation = user.organisation,
                                .state = AccountState::active,
                                .first_name = user.first_name,
                                .last_name = user.last_name,
                                .password_hash = hash,
                                .capacity_octets = settings_.capacity_octets,
                                .created_at = now});
        }
        BAILEY_TRY(auto change, store::counters::next_change(c));
        BAILEY_TRY(auto first, store::accounts::take_ids(c, static_cast<std::int64_t>(users.size())));
        BAILEY_CHECK(place(c, accounts));
        for (at = 0; at < accounts.size(); ++at) {
            accounts[at].id = AccountId{static_cast<std::int64_t>(first) + static_cast<std::int64_t>(at)};
            BAILEY_CHECK(store::accounts::insert(c, accounts[at], change));
            BAILEY_CHECK(store::addresses::insert(c, accounts[at].id, addresses[at], true));
        }
        auto entry = audit::entry(acting, now, "users_created");
        entry.detail = std::to_string(users.size()) + " from id " + std::to_string(static_cast<std::int64_t>(first));
        BAILEY_CHECK(store::audit::append(c, community_.audit_key(), {&entry, 1}));
        return first;
    });
    if (!created && failed) *failed = created.error() == Errc::exists ? first_clash(community_, addresses) : at;
    return created;
}

}  // namespace bailey::users
