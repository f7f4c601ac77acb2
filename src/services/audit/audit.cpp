#include "services/audit/audit.hpp"

#include "store/tables/accounts.hpp"
#include "store/tables/grants.hpp"
#include "store/tables/mailbox_grants.hpp"
#include "store/tables/organisations.hpp"

namespace bailey::audit {
namespace organisations = store::organisations;

Entry entry(const Acting& acting, Time now, std::string act) {
    return {.at = now, .actor = acting.actor.account, .act = std::move(act), .peer = acting.peer};
}

Result<std::vector<Record>> list(store::Community& community, const Acting& acting, const Filter& filter) {
    return community.read([&](sql::Connection& c) -> Result<std::vector<Record>> {
        auto about = filter.organisation.value_or(organisations::community);
        if (!filter.organisation && filter.account) {
            BAILEY_TRY(auto account, store::accounts::find(c, *filter.account));
            about = account.organisation;
        }
        BAILEY_TRY(auto tree, organisations::path(c, about));
        if (!may(acting.actor, Action::see_audit, {.organisation = about}, tree)) return Errc::denied;
        return store::audit::list(c, filter);
    });
}

Result<Verdict> verify(store::Community& community, const Acting& acting) {
    return community.read([&](sql::Connection& c) -> Result<Verdict> {
        BAILEY_TRY(auto tree, organisations::path(c, organisations::community));
        if (!may(acting.actor, Action::see_audit, {.organisation = organisations::community}, tree))
            return Errc::denied;
        return store::audit::verify(c, community.audit_key());
    });
}

Result<Actor> actor_for(store::Community& community, AccountId id) {
    return community.read([&](sql::Connection& c) -> Result<Actor> {
        BAILEY_TRY(auto account, store::accounts::find(c, id));
        if (account.state != AccountState::active) return Errc::denied;
        BAILEY_TRY(auto grants, store::grants::of(c, id));
        BAILEY_TRY(auto mailboxes, store::mailbox_grants::of(c, id));
        return Actor{.account = id, .grants = std::move(grants), .mailboxes = std::move(mailboxes)};
    });
}

}  // namespace bailey::audit
