#include "services/sharing/shared_objects.hpp"

#include <algorithm>

#include "store/community/community.hpp"
#include "store/community/directory.hpp"
#include "store/community/shards.hpp"
#include "store/tables/object_grants.hpp"

namespace bailey::sharing {
namespace {

using Grants = std::vector<ObjectGrant>;

struct Known {
    std::int64_t change = 0;  // of the account, when the grants were read: giving one changes it
    Grants grants;
};
using Read = Result<Grants> (*)(sql::Connection&, AccountId);

bool usable(const store::Mailbox& account) {
    const bool gone = account.state == AccountState::deleted || account.state == AccountState::suspended;
    return !gone && !account.organisation_suspended && account.cell >= 0;
}

}  // namespace

struct SharedObjects::State {
    State(store::Community& c, store::Directory& d, std::size_t most)
        : community(c), directory(d), opened(most), given(most) {}

    using Cache = store::Shards<AccountId, Known>;
    Result<Grants> grants(Cache& cache, const store::Mailbox& account, Read read) {
        auto kept = cache.find(account.account, [&](const Known& k) {
            return k.change == account.change ? std::optional(k.grants) : std::nullopt;
        });
        if (kept && *kept) return std::move(**kept);
        BAILEY_TRY(auto found, community.read([&](sql::Connection& c) { return read(c, account.account); }));
        if (cache.full(account.account)) cache.clear();
        cache.put(account.account, {account.change, found}, [] { return true; });
        return found;
    }

    store::Community& community;
    store::Directory& directory;
    Cache opened, given;
};

SharedObjects::SharedObjects(store::Community& community, store::Directory& directory, std::size_t most)
    : state_(std::make_unique<State>(community, directory, most)) {}
SharedObjects::~SharedObjects() = default;

Result<std::vector<OpenedParts>> SharedObjects::of(AccountId person) {
    std::vector<OpenedParts> parts;
    auto who = state_->directory.find(person);
    if (!who && who.error() == Errc::not_found) return parts;
    if (!who) return who.error();
    BAILEY_TRY(auto grants, state_->grants(state_->opened, *who, store::object_grants::of));
    for (auto& grant : grants) {
        if (!parts.empty() && parts.back().owner == grant.owner) {
            parts.back().grants.push_back(grant);
            continue;
        }
        parts.push_back({grant.owner, {}, {grant}});
    }
    for (auto& part : parts) {
        auto owner = state_->directory.find(part.owner);
        if (!owner && owner.error() == Errc::not_found) continue;
        if (!owner) return owner.error();
        if (!usable(*owner)) continue;
        BAILEY_TRY(auto addresses, state_->directory.addresses(part.owner));
        if (!addresses.empty()) part.address = std::move(addresses.front());
    }
    std::erase_if(parts, [](const OpenedParts& part) { return part.address.empty(); });
    std::ranges::sort(parts, {}, &OpenedParts::address);
    return parts;
}

Result<std::vector<ObjectGrant>> SharedObjects::given(AccountId owner) {
    auto found = state_->directory.find(owner);
    if (!found && found.error() == Errc::not_found) return Grants();
    if (!found) return found.error();
    return state_->grants(state_->given, *found, store::object_grants::given);
}

}  // namespace bailey::sharing
