#include "services/recipients/recipients.hpp"

#include "services/vacation/vacation.hpp"
#include "store/community/directory.hpp"
#include "store/tables/organisations.hpp"

namespace bailey::recipients {

Result<Facts> Recipients::look(const signin::SignedIn& who, const directory::Viewer& viewer, const Address& address) {
    const auto secure = rooms_.names.secure(address);
    Facts facts{.secure = secure.text()};
    if (auto taken = rooms_.intake.check_recipient(who, address); !taken) facts.refused = errc_of(taken.error());
    if (facts.refused == Errc::try_later) return Errc::try_later;
    if (facts.refused == Errc::outside) return facts;
    if (facts.refused == Errc::not_found) {
        BAILEY_CHECK(look_at_domain(secure, facts));
    } else {
        BAILEY_CHECK(look_at_account(secure, viewer, facts));
    }
    return facts;
}

Result<void> Recipients::look_at_domain(const Address& secure, Facts& facts) {
    auto found = rooms_.community.read([&](sql::Connection& c) -> Result<store::organisations::Organisation> {
        BAILEY_TRY(auto owner, store::organisations::domain_owner(c, secure.domain()));
        return store::organisations::find(c, owner);
    });
    if (!found && errc_of(found.error()) == Errc::not_found) return {};  // the community's own domain
    if (!found) return found.error();
    facts.organisation = found->name;
    facts.connection = found->connection;
    return {};
}

Result<void> Recipients::look_at_account(const Address& secure, const directory::Viewer& viewer, Facts& facts) {
    BAILEY_TRY(auto mailbox, rooms_.addresses.find(secure));
    facts.suspended = mailbox.state == AccountState::suspended || mailbox.organisation_suspended;
    facts.ceiling = mailbox.ceiling;
    BAILEY_TRY(auto snapshot, rooms_.directory.snapshot());
    auto entry = snapshot->find({directory::Kind::person, static_cast<std::int64_t>(mailbox.account)});
    // Ex-directory: mail to them is taken, and that is all that is said.
    if (!entry || !viewer.sees(*entry)) return {};
    facts.entry = std::shared_ptr<const directory::Entry>(snapshot, entry);
    BAILEY_TRY(auto account, rooms_.mail.open(mailbox.account));
    BAILEY_TRY(auto vacation, vacation::vacation(account));
    facts.away = vacation.on(rooms_.clock.now());
    if (facts.away) facts.away_until = vacation.to;
    return {};
}

Result<std::shared_ptr<const correspondents::Known>> Recipients::known_to(AccountId id) {
    BAILEY_TRY(auto account, rooms_.mail.open(id));
    return correspondents_.of(account);
}

int Recipients::ceiling(AccountId account) {
    auto mailbox = rooms_.addresses.find(account);
    return mailbox ? mailbox->ceiling : Markings::unlimited;
}

}  // namespace bailey::recipients
