// Who may open which shared mailbox.
#pragma once
#include <string>
#include <vector>

#include "domain/people/people.hpp"
#include "store/sql/sql.hpp"

namespace bailey::store::mailbox_grants {

// The caller has taken a change number and written it to the account of `person` (accounts::touch), so that caches
// follow. Rights of 0 take them away. Returns those before; 0: none.
Result<unsigned> set(sql::Connection& c, AccountId mailbox, AccountId person, unsigned rights);
Result<std::vector<MailboxGrant>> of(sql::Connection& c, AccountId person);  // by mailbox

struct Holder {
    AccountId account;
    std::string address;  // its primary one
    unsigned rights = 0;
};
Result<std::vector<Holder>> holders(sql::Connection& c, AccountId mailbox);  // by address

}  // namespace bailey::store::mailbox_grants
