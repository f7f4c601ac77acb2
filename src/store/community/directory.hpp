// Who has which address, answered from memory: delivery asks for every sender and every recipient, signing in for
// every name. Right at once after a change by this process, within a second of a change by another.
#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "domain/address/address.hpp"
#include "domain/mail/marking.hpp"
#include "domain/people/people.hpp"
#include "store/community/community.hpp"

namespace bailey::store {

struct Mailbox {
    AccountId account{};
    OrganisationId organisation{};
    int cell = -1;  // -1 where its mail is kept elsewhere
    AccountKind kind{};
    AccountState state{};
    bool organisation_suspended = false;
    Connection connection{};  // of its organisation: a `hosted` one has its mailboxes here
    std::int64_t change = 0;  // the account's newest change: its password, state and addresses are as of then
    std::int64_t capacity_octets = 0;
    std::int16_t ceiling = Markings::unlimited;  // rank of the highest marking it may have; its organisation's counts
};

// Thread-safe. A known answer costs no SQL and no wait; a new one, and one of the callers each half second, asks the
// database. While the database is away, what is known is still answered.
class Directory {
public:
    // Keeps at most about `most` addresses (some 300 octets each), and a tenth as many unknown ones.
    Directory(Community& community, const Clock& clock, std::size_t most = 1'000'000);
    ~Directory();

    // `canonical` as Canonicaliser::secure() gives it. Accounts of every state are found: the caller looks at `state`.
    // Errors: not_found, try_later.
    Result<Mailbox> find(const Address& canonical);
    Result<Mailbox> find(AccountId account);
    // Is it an address of this account? An unknown address is nobody's. Errors: try_later.
    Result<bool> owns(AccountId account, const Address& canonical);
    // Canonical addresses in their text form, the primary one first; empty for none. Errors: not_found, try_later.
    Result<std::vector<std::string>> addresses(AccountId account);

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace bailey::store
