// The way in for the pages, step by step: the password, the second factor, another password where this one was only
// good for that, the conditions, and what is to be set up. Who has not taken the last step holds a cookie that is good
// for the next one and nothing else; then it is a session's (services/signin/sessions.hpp).
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "services/signin/conditions.hpp"
#include "services/signin/recovery.hpp"
#include "services/signin/second_factor.hpp"
#include "services/signin/sessions.hpp"
#include "services/signin/signin.hpp"
#include "store/tables/entering.hpp"

namespace bailey::signin {

enum class Step { second_factor, password, conditions, set_up };
std::string_view to_string(Step step);  // "secondFactor", "password", "conditions", "setUp"

// How far somebody is.
struct Standing {
    SignedIn who;
    std::optional<Step> next = {};  // none: signed in
    std::string name = {}, language = "en";
    std::vector<Way> ways = {};    // of showing the second factor, where that is next
    std::string mail_hint = {};    // where a code goes: "d…@e…", where that is a way
    bool may_be_skipped = false;   // of setting up
    std::optional<Secret> cookie;  // a new one, in place of any other
    std::int64_t session = 0;      // where signed in
    Time expires_at{};
};

// Who asks: what the browser calls itself, and its address.
struct Client {
    std::string agent, peer;
};

// Thread-safe; blocks (SQL, argon2id). Errors of all: those of the store.
class Entrance {
public:
    static constexpr std::chrono::minutes lifetime{30};  // of what is not a session yet

    // `key`: KeyRing::purpose("entering"). Everything outlives it.
    Entrance(store::Community& community, store::Directory& directory, const Clock& clock, const Key& key,
             SignIn& signin, Sessions& sessions, SecondFactor& second_factor, const Conditions& conditions);

    // `browser`: the cookie of a browser that is remembered; may be empty. Errors: as SignIn::to_pages.
    Result<Standing> with_password(std::string_view name, const Secret& password, const Secret& browser,
                                   const Client& client);
    // Who has shown otherwise who they are, all of it: with a new password, or the second factor.
    Result<Standing> shown(const SignedIn& who, const Client& client);

    // Of a cookie that is not a session's. Errors: denied (nobody's, or too old, or the password is another by now),
    // locked, suspended.
    Result<Standing> standing(const Secret& cookie);

    // The next step. Errors of all: denied where the cookie is nobody's, and conflict where another step is the next.
    struct Shown {
        Standing standing;
        std::optional<Secret> browser;  // a cookie by which it is remembered
    };
    // Errors: not_found (the code is none that is waiting), exists (a wrong one), locked, too_many.
    Result<Shown> show(const Secret& cookie, Way way, const Secret& code, bool remember, const Client& client);
    Result<void> send_code(const Secret& cookie);  // too_many; not_found (codes by e-mail are not a way)
    struct Set {
        users::Weakness weakness = users::Weakness::none;  // anything else: nothing was changed
        Standing standing = {};
    };
    Result<Set> set_password(const Secret& cookie, const Secret& password, const Client& client);  // exists: the same
    // Errors: unsupported (the conditions are others by now).
    Result<Standing> accept(const Secret& cookie, std::string_view version, const Client& client);
    Result<Standing> skip_set_up(const Secret& cookie, const Client& client);  // unsupported: not to be skipped
    // What was to be set up is: looks again.
    Result<Standing> go_on(const Secret& cookie, const Client& client);

private:
    struct Inside {
        store::entering::Entering row;
        SignedIn who;
        Bytes digest;
    };
    Bytes digest(std::string_view kind, std::string_view what) const;
    Result<Bytes> proof_of(AccountId account);
    Result<Inside> find(const Secret& cookie);
    Result<Inside> find(const Secret& cookie, Step step);
    Result<Standing> look(const SignedIn& who, bool passed);
    Result<Standing> begin(const SignedIn& who, bool passed, const Client& client);
    Result<Standing> advance(Inside inside, const Client& client);
    Result<void> finish(Standing& standing, const Client& client);

    store::Community& community_;
    store::Directory& directory_;
    const Clock& clock_;
    const Key key_;
    SignIn& signin_;
    Sessions& sessions_;
    SecondFactor& second_factor_;
    const Conditions& conditions_;
};

// "d…@e…": enough to know which of one's addresses is meant, for nobody else to learn it.
std::string hint_of(std::string_view address);

}  // namespace bailey::signin
