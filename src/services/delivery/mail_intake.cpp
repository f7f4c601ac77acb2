#include "services/delivery/mail_intake.hpp"

#include "base/log.hpp"
#include "services/delivery/arrival.hpp"
#include "store/tables/organisations.hpp"

namespace bailey::delivery {

Result<void> MailIntake::check_sender(const signin::SignedIn& who, const std::optional<Address>& from) {
    static const OrganisationTree none;  // one's own mail asks for no tree
    BAILEY_TRY(auto mailbox, rooms_.directory.find(who.account));
    if (mailbox.state != AccountState::active || mailbox.organisation_suspended) return Errc::suspended;
    if (!may({who.account, {}}, Action::send_mail, {who.organisation, who.account}, none)) return Errc::denied;
    if (!from) return {};
    BAILEY_TRY(auto own, rooms_.directory.owns(who.account, rooms_.names.secure(*from)));
    if (own) return {};
    log::info("intake.foreign_sender", {{"account", who.account}, {"from", from->text()}});
    return Errc::denied;
}

Result<bool> MailIntake::in_member_domain(const Address& canonical) {
    if (canonical.domain() == rooms_.names.suffix()) return true;
    return rooms_.community.read([&](sql::Connection& c) -> Result<bool> {
        auto owner = store::organisations::domain_owner(c, canonical.domain());
        if (owner) return true;
        if (owner.error() == Errc::not_found) return false;
        return Failure{owner.error()};
    });
}

// service.md section 3: a message to an outside address is refused before it is sent.
Result<void> MailIntake::check_recipient(const signin::SignedIn&, const Address& to) {
    auto canonical = rooms_.names.secure(to);
    auto mailbox = rooms_.directory.find(canonical);
    if (!mailbox && mailbox.error() != Errc::not_found) return mailbox.error();
    if (!mailbox) {
        BAILEY_TRY(auto member, in_member_domain(canonical));
        return member ? Errc::not_found : Errc::outside;
    }
    if (mailbox->state == AccountState::deleted || mailbox->cell < 0) return Errc::not_found;
    BAILEY_TRY(auto* cell, rooms_.cells.at(mailbox->cell));
    return cell->known_full(mailbox->account) ? Errc::over_quota : Result<void>();
}

Result<bool> MailIntake::cleared(const Address& to, int rank) {
    auto mailbox = rooms_.directory.find(rooms_.names.secure(to));
    if (mailbox) return mailbox->ceiling >= rank;
    if (mailbox.error() == Errc::not_found) return true;  // it has no ceiling, and fails for another reason
    return Failure{mailbox.error()};
}

bool MailIntake::inside(std::string_view address) {
    auto parsed = Address::parse(address);
    if (!parsed) return false;
    auto taken = check_recipient({}, *parsed);
    return taken || taken.error() != Errc::outside;
}

Result<std::unique_ptr<Incoming>> MailIntake::receive(const signin::SignedIn& who, Envelope envelope,
                                                      ReceivedFrom from) {
    if (closed_ || arriving_ > settings_.in_memory) return Errc::try_later;
    return std::unique_ptr<Incoming>(std::make_unique<Arrival>(*this, who, std::move(envelope), std::move(from)));
}

}  // namespace bailey::delivery
