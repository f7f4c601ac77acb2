// Signing in with a name and a password, for mail programs (and later the pages).
// Source: service.md section 6. Failed attempts slow down, then lock (10 in 15 minutes); an unknown name takes as long
// as a wrong password and gets the same answer.
#pragma once
#include <memory>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/secret.hpp"
#include "domain/address/address.hpp"
#include "domain/people/people.hpp"

namespace bailey::store {
class Community;
class Directory;
}  // namespace bailey::store
namespace bailey {
class Canonicaliser;
}

namespace bailey::signin {

// Who is signed in: all that a session needs to know of its user.
struct SignedIn {
    AccountId account{};
    OrganisationId organisation{};
    int cell = 0;         // the cell that holds the mailbox
    std::string address;  // the secure address, canonical
};

struct Settings {
    PasswordCost cost{};
    int failures_to_lock = 10;
    std::chrono::minutes failure_window{15};
    // A verified password is remembered for this long as a keyed digest in locked memory, so that a mail program that
    // signs in every minute does not cost an argon2id each time. Zero: never.
    std::chrono::seconds remember{600};
    // After the third failure the next try must wait this long, then twice as long each time; zero: never. A remembered
    // password is let in meanwhile, so that a stranger's guesses do not keep the owner out before the lock.
    std::chrono::milliseconds slow_down{1000};
};

// Failures are counted by each process; a lock is in the database. A sign-in is put on record (the audit, the account's
// last activity) at most once an hour an account, within seconds, off the caller's way; every failure of a known
// account is.

class SignIn {
public:
    SignIn(store::Community& community, store::Directory& directory, const Canonicaliser& names, const Clock& clock,
           Settings settings);
    ~SignIn();

    // `name` is the secure or the everyday address; `peer` the client's IP address, for the audit and the slow-down.
    // Blocks (argon2id, SQL): call it from a worker. Thread-safe.
    // Errors: denied (unknown name, wrong password, or a mailbox that is not here or is shared), locked (too many
    // failures, or a user who must first change a one-time password on the pages), suspended, too_many (slow down: this
    // name or this peer failed too often), try_later.
    Result<SignedIn> with_password(std::string_view name, const Secret& password, std::string_view peer);

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace bailey::signin
