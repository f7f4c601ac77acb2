// The accounts of a session (RFC 8620 section 1.6.2): one's own, shared mailboxes one may open, and those of which
// something is shared with one.
#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/jmap/json.hpp"
#include "services/signin/signin.hpp"

namespace bailey::mailbox {
struct View;
}

namespace bailey::jmap {

struct Account {
    AccountId number{};
    std::string name;  // its address
    bool personal = true;
    bool read_only = false;
    AccountId opened_by{};  // whose session it is; not set where it is their own
    bool may_send = true;   // as this account
    bool has_mail = true;   // kept here; else it is only for signing in
    bool may_share = true;  // with whom its folders and address books are shared is for the caller to say
    // Where only some folders and address books of it are shared with the caller: those (services/mailbox/view.hpp).
    std::shared_ptr<const mailbox::View> view = {};
};

extern const Account nobody;  // for types that belong to no account

std::string account_id(AccountId number);  // "a17": no id begins with a digit (section 1.2)
std::optional<AccountId> account_from(std::string_view id);

// Whom a request comes from. `credentials` names what they signed in with (a password, an app password, a session):
// push subscriptions are tied to it (section 7.2).
struct Caller {
    signin::SignedIn who;
    std::string credentials = {};
};

// The accounts that the caller may use, their own first. May block.
using Accounts = std::function<Result<std::vector<Account>>(const Caller&)>;

}  // namespace bailey::jmap
