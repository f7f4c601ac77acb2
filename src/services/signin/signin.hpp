// Signing in with a name and a password, for mail programs and the pages.
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
#include "services/users/password_rule.hpp"

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

class AppPasswords;

class SignIn {
public:
    // `app_passwords` open mail as the account's own password does; null: there are none.
    SignIn(store::Community& community, store::Directory& directory, const Canonicaliser& names, const Clock& clock,
           Settings settings, AppPasswords* app_passwords = nullptr);
    ~SignIn();

    // `name` is the secure or the everyday address; `peer` the client's IP address, for the audit and the slow-down.
    // Blocks (argon2id, SQL): call it from a worker. Thread-safe.
    // Errors: denied (unknown name, wrong password, or a mailbox that is not here or is shared), locked (too many
    // failures, or a user who must first change a one-time password on the pages), suspended, too_many (slow down: this
    // name or this peer failed too often), unsupported (the right password of an account with a second factor: a mail
    // program needs an app password), try_later.
    Result<SignedIn> with_password(std::string_view name, const Secret& password, std::string_view peer);

    // For the pages: the account's own password alone, never an app password.
    struct Entry {
        SignedIn who;
        bool must_change = false;    // the right password, but only good for setting another
        bool second_factor = false;  // it is to be shown as well; nothing is on record yet: see entered()
    };
    // Errors: as above, save that a one-time password and a second factor are no errors.
    Result<Entry> to_pages(std::string_view name, const Secret& password, std::string_view peer);

    // The owner's own change; a new user is active from then on, and every session of the account ends. Anything but
    // Weakness::none: nothing was changed. Errors: as above; exists (the new password is the old one).
    Result<users::Weakness> change_password(std::string_view name, const Secret& old_password,
                                            const Secret& new_password, std::string_view peer);

    // The second step, whose failures are counted, slow down and lock like those of the password, but apart from them.
    Result<void> may_try_second(const SignedIn& who, std::string_view peer);  // locked, too_many
    Errc second_failed(const SignedIn& who, std::string_view peer);           // denied
    void entered(const SignedIn& who, std::string_view peer);                 // puts the sign-in on record

    // Who would sign in with that name; not_found as well where nobody may.
    Result<AccountId> account_of(std::string_view name);
    PasswordCost cost() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace bailey::signin
