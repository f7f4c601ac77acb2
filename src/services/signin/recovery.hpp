// The recovery address, and what it is for: a new password where the old one is forgotten, or the account locked.
// Source: service.md section 6 ("Can't sign in?").
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/address/canonical.hpp"
#include "services/outbox/outbox.hpp"
#include "services/signin/allowance.hpp"
#include "services/signin/one_time.hpp"
#include "services/signin/second_factor.hpp"
#include "services/signin/signin.hpp"

namespace bailey::signin {

// Thread-safe; blocks (SQL, argon2id). Errors of all: those of the store.
class Recovery {
public:
    // Everything outlives it. `ring`: its purpose "one-time codes".
    Recovery(store::Community& community, store::Directory& directory, SignIn& signin, SecondFactor& second_factor,
             const outbox::Notices& notices, const Canonicaliser& names, const Clock& clock, const KeyRing& ring);

    // Of one's own account; whoever asks has shown who they are.

    // A code and a link go there; until one comes back, the one that is verified stays. At most 5 in an hour.
    // Errors: bad_syntax (no address), outside (one of this community's: it is no other way in), too_many.
    Result<std::string> set_address(AccountId account, std::string_view address, std::string_view peer);
    Result<std::optional<std::string>> pending(AccountId account);
    // Errors: denied (a wrong code), not_found (none, too old, tried too often).
    Result<void> verify_code(AccountId account, const Secret& code, std::string_view peer);
    Result<void> verify_link(const Secret& token, std::string_view peer);  // not_found
    // Errors: not_found (there is none), conflict (it is the second factor that the organisation requires).
    Result<void> remove(AccountId account, std::string_view peer);

    // "Can't sign in?". Says nothing of whether there is such an account, and whether it has a verified address: where
    // there is, a notice goes there, at most 3 in a quarter of an hour and 10 in a day. Writes where the account is
    // known: call it where nobody waits for its end.
    void ask(std::string_view name, std::string_view peer);
    // Before that: may this address ask once more? 30 in an hour.
    bool may_ask(std::string_view peer);

    // What the notice said: the link's token, or the name and the code.
    struct Proof {
        Secret token = {};
        std::string name = {};
        Secret code = {};
    };
    struct Asked {
        SignedIn who;
        std::vector<Way> ways;  // of the second factor that is to be shown, too; none: nothing more is asked
        std::string language = "en";
    };
    // Errors: not_found (not, or no longer, good; or an account that is suspended or deleted).
    Result<Asked> check(const Proof& proof);

    struct Answer {  // to the second factor
        Way way{};
        Secret code;
    };
    struct Set {
        users::Weakness weakness = users::Weakness::none;  // anything else: nothing was changed
        SignedIn who = {};
    };
    // The proof is used up, every session and remembered browser of the account ends, a lock is lifted. Errors:
    // not_found (as above), denied (a wrong answer, or none where one is asked for), exists (the old password),
    // locked, too_many (too many wrong answers).
    Result<Set> set_password(const Proof& proof, const Secret& new_password, const std::optional<Answer>& answer,
                             std::string_view peer);

private:
    Result<store::one_time_codes::Code> proven(const Proof& proof);
    Result<void> confirm(sql::Connection& c, const store::one_time_codes::Code& code, std::string_view peer);
    Result<void> audit_own(sql::Connection& c, AccountId account, OrganisationId organisation, std::string_view peer,
                           const char* act);
    Result<void> show(const Asked& asked, const std::optional<Answer>& answer, std::string_view peer);
    Result<void> issue_new_password(AccountId account, std::string_view peer);

    store::Community& community_;
    store::Directory& directory_;
    SignIn& signin_;
    SecondFactor& second_factor_;
    const outbox::Notices& notices_;
    const Canonicaliser& names_;
    const Clock& clock_;
    const OneTimeCodes codes_;
    Allowance verifications_{5, std::chrono::hours(1)};
    Allowance lately_{3, std::chrono::minutes(15)}, today_{10, std::chrono::hours(24)},
        peers_{30, std::chrono::hours(1)};
};

}  // namespace bailey::signin
