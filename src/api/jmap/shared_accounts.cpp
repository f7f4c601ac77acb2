#include "api/jmap/shared_accounts.hpp"

namespace bailey::jmap {
namespace {

// May the caller, by their rights in this mailbox? Roles in organisations give nobody somebody else's mail.
bool may_here(const Caller& caller, const sharing::Opened& mailbox, Action action) {
    static const OrganisationTree none;
    Actor actor{.account = caller.who.account, .grants = {}, .mailboxes = {{mailbox.account, mailbox.rights}}};
    return may(actor, action, {.organisation = OrganisationId{}, .account = mailbox.account}, none);
}

Account account_of(const Caller& caller, const sharing::Opened& mailbox) {
    Account account{mailbox.account, mailbox.address, false, !may_here(caller, mailbox, Action::write_mail)};
    account.opened_by = caller.who.account;
    account.may_send = may_here(caller, mailbox, Action::send_mail);
    return account;
}

}  // namespace

Accounts own_and_shared_accounts(sharing::SharedMailboxes& shared) {
    return [&shared](const Caller& caller) -> Result<std::vector<Account>> {
        std::vector<Account> accounts{{caller.who.account, caller.who.address, true, false}};
        BAILEY_TRY(accounts.front().has_mail, shared.has_mail(caller.who.account));
        BAILEY_TRY(auto mailboxes, shared.of(caller.who.account));
        for (const auto& mailbox : mailboxes) {
            if (may_here(caller, mailbox, Action::read_mail)) accounts.push_back(account_of(caller, mailbox));
        }
        return accounts;
    };
}

}  // namespace bailey::jmap
