#include "api/jmap/shared_accounts.hpp"

namespace bailey::jmap {
namespace {

Account account_of(const Caller& caller, const sharing::Opened& mailbox) {
    Account account{mailbox.account, mailbox.address, false, !(mailbox.rights & mailbox_right::write)};
    account.opened_by = caller.who.account;
    account.may_send = (mailbox.rights & mailbox_right::mail) != 0;
    return account;
}

}  // namespace

Accounts own_and_shared_accounts(sharing::SharedMailboxes& shared) {
    return [&shared](const Caller& caller) -> Result<std::vector<Account>> {
        std::vector<Account> accounts{{caller.who.account, caller.who.address, true, false}};
        BAILEY_TRY(accounts.front().has_mail, shared.has_mail(caller.who.account));
        BAILEY_TRY(auto mailboxes, shared.of(caller.who.account));
        for (const auto& mailbox : mailboxes) {
            if (mailbox.rights & mailbox_right::read) accounts.push_back(account_of(caller, mailbox));
        }
        return accounts;
    };
}

}  // namespace bailey::jmap
