// What an account is called and from which addresses it may send, for whoever writes in its name.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "domain/address/canonical.hpp"
#include "services/signin/signin.hpp"

namespace bailey::users {

// Thread-safe. Answers from memory but for the name. Errors of all: not_found (no such account), try_later.
class OwnAddresses {
public:
    OwnAddresses(store::Community& community, store::Directory& directory, const Canonicaliser& names)
        : community_(community), directory_(directory), names_(names) {}

    Result<std::vector<std::string>> of(AccountId account) const;  // canonical, the primary one first
    // In either form. What is no address is nobody's, so no error.
    Result<bool> owns(AccountId account, std::string_view email) const;
    Result<std::string> display_name(AccountId account) const;  // first and last name; may be empty
    // The account as a sender: for a shared mailbox, which nobody signs in to.
    Result<signin::SignedIn> as_sender(AccountId account) const;
    bool same_mailbox(const Address& a, const Address& b) const { return names_.secure(a) == names_.secure(b); }
    const Canonicaliser& names() const { return names_; }

private:
    store::Community& community_;
    store::Directory& directory_;
    const Canonicaliser& names_;
};

}  // namespace bailey::users
