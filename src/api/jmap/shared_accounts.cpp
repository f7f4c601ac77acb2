#include "api/jmap/shared_accounts.hpp"

#include <algorithm>

#include "services/mailbox/view.hpp"

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
    account.may_share = may_here(caller, mailbox, Action::manage_shared_mailboxes);
    return account;
}

Account account_of(const Caller& caller, const sharing::OpenedParts& parts) {
    auto view = std::make_shared<mailbox::View>();
    view->viewer = caller.who.account;
    for (const auto& grant : parts.grants) {
        (grant.kind == ObjectKind::folder ? view->folders : view->books)[grant.object] = grant.rights;
    }
    Account account{parts.owner, parts.address, false, !view->writes()};
    account.opened_by = caller.who.account;
    account.may_send = account.may_share = false;
    account.view = std::move(view);
    return account;
}

}  // namespace

Accounts own_and_shared_accounts(sharing::SharedMailboxes& shared, sharing::SharedObjects* objects) {
    return [&shared, objects](const Caller& caller) -> Result<std::vector<Account>> {
        std::vector<Account> accounts{{caller.who.account, caller.who.address, true, false}};
        BAILEY_TRY(accounts.front().has_mail, shared.has_mail(caller.who.account));
        BAILEY_TRY(auto mailboxes, shared.of(caller.who.account));
        for (const auto& mailbox : mailboxes) {
            if (may_here(caller, mailbox, Action::read_mail)) accounts.push_back(account_of(caller, mailbox));
        }
        if (!objects) return accounts;
        BAILEY_TRY(auto all, objects->of(caller.who.account));
        for (const auto& parts : all) {
            const bool whole = std::ranges::find(accounts, parts.owner, &Account::number) != accounts.end();
            if (!whole) accounts.push_back(account_of(caller, parts));
        }
        return accounts;
    };
}

}  // namespace bailey::jmap
