// The identities of an account (RFC 8621 section 6), in step with its addresses: each address has one, made when the
// identities are first looked at and not to be destroyed; the owner may make more. One whose address the account has
// lost goes.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "api/jmap/account.hpp"
#include "protocol/jmap/error.hpp"
#include "services/mailbox/account.hpp"
#include "services/users/own_addresses.hpp"

namespace bailey::jmap {

struct Identity {
    std::int64_t number = 0;
    json::object object;  // as Identity/get tells it
    std::string email() const;
};

std::string identity_id(std::int64_t number);  // "i7"
std::optional<std::int64_t> identity_from(std::string_view id);

class Identities {
public:
    Identities(mailbox::Accounts& mail, const users::OwnAddresses& addresses) : mail_(mail), addresses_(addresses) {}

    // All, by number; first makes and removes what the account's addresses ask for. They block, like all here.
    Answer<std::vector<Identity>> of(AccountId account) const;
    Answer<Identity> find(AccountId account, std::string_view id) const;  // notFound
    // May the account send from this address? One that is malformed, "*@example.com" too, may not be sent from.
    Answer<bool> may_send_from(AccountId account, std::string_view email) const;

    bool is_of(const Address& address, const Identity& identity) const;  // its email, in either form

    // `object` has the settable properties. Errors: forbiddenFrom (its email), tooLarge, overQuota.
    Answer<std::int64_t> create(AccountId account, json::object object) const;
    Answer<void> update(AccountId account, const Identity& identity) const;
    Answer<void> destroy(AccountId account, std::string_view id) const;  // notFound, forbidden (mayDelete: false)

    Answer<std::string> state(AccountId account) const;
    mailbox::Accounts& mail() const { return mail_; }

private:
    Answer<bool> keep_in_step(const mailbox::Account& account, const std::vector<Identity>& all, State seen) const;

    mailbox::Accounts& mail_;
    users::OwnAddresses addresses_;
};

}  // namespace bailey::jmap
