#include "services/sharing/shared_mailboxes.hpp"

#include <algorithm>

#include "store/community/community.hpp"
#include "store/community/directory.hpp"
#include "store/community/shards.hpp"
#include "store/tables/mailbox_grants.hpp"

namespace bailey::sharing {
namespace {

struct Known {
    std::int64_t change = 0;  // of the person's account, when the grants were read: giving one changes it
    std::vector<MailboxGrant> grants;
};

bool usable(const store::Mailbox& mailbox) {
    return mailbox.kind == AccountKind::shared && mailbox.state == AccountState::active &&
           !mailbox.organisation_suspended && mailbox.cell >= 0;
}

}  // namespace

struct SharedMailboxes::State {
    State(store::Community& c, store::Directory& d, std::size_t most) : community(c), directory(d), known(most) {}

    Result<std::vector<MailboxGrant>> grants(const store::Mailbox& person) {
        auto kept = known.find(person.account, [&](const Known& k) {
            return k.change == person.change ? std::optional(k.grants) : std::nullopt;
        });
        if (kept && *kept) return std::move(**kept);
        BAILEY_TRY(auto read,
                   community.read([&](sql::Connection& c) { return store::mailbox_grants::of(c, person.account); }));
        if (known.full(person.account)) known.clear();
        known.put(person.account, {person.change, read}, [] { return true; });
        return read;
    }

    store::Community& community;
    store::Directory& directory;
    store::Shards<AccountId, Known> known;
};

SharedMailboxes::SharedMailboxes(store::Community& community, store::Directory& directory, std::size_t most)
    : state_(std::make_unique<State>(community, directory, most)) {}
SharedMailboxes::~SharedMailboxes() = default;

Result<std::vector<Opened>> SharedMailboxes::of(AccountId person) {
    std::vector<Opened> opened;
    auto who = state_->directory.find(person);
    if (!who && who.error() == Errc::not_found) return opened;
    if (!who) return who.error();
    BAILEY_TRY(auto grants, state_->grants(*who));
    for (const auto& grant : grants) {
        auto mailbox = state_->directory.find(grant.mailbox);
        if (!mailbox && mailbox.error() == Errc::not_found) continue;
        if (!mailbox) return mailbox.error();
        if (!usable(*mailbox)) continue;
        BAILEY_TRY(auto addresses, state_->directory.addresses(grant.mailbox));
        if (!addresses.empty()) opened.push_back({grant.mailbox, std::move(addresses.front()), grant.rights});
    }
    std::sort(opened.begin(), opened.end(), [](const Opened& a, const Opened& b) { return a.address < b.address; });
    return opened;
}

Result<bool> SharedMailboxes::has_mail(AccountId account) {
    auto found = state_->directory.find(account);
    if (!found && found.error() == Errc::not_found) return false;
    if (!found) return Failure{found.error()};
    return found->cell >= 0;
}

}  // namespace bailey::sharing
