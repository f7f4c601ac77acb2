// Who is signed in without showing a password each time: pages by a cookie, programs by a bearer token. What the client
// holds is 256 random bits; what is stored is a keyed digest of them. Beginning and ending one is put on record.
#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/secret.hpp"
#include "services/signin/signin.hpp"
#include "store/tables/sessions.hpp"

namespace bailey::signin {

using store::sessions::Session;
using SessionKind = store::sessions::Kind;

struct SessionSettings {
    std::chrono::minutes idle{12 * 60};   // a page that is not used for so long is signed out
    std::chrono::hours lifetime{7 * 24};  // and one that is, too, after this
    std::chrono::hours token_lifetime{365 * 24};
    std::size_t most = 100;  // of one account; the one unused longest ends when another begins
};

// Thread-safe; blocks (SQL), but a session that was seen lately costs none: what is remembered of it holds until the
// account changes, in whatever process.
class Sessions {
public:
    // `key`: KeyRing::purpose("sessions").
    Sessions(store::Community& community, store::Directory& directory, const Clock& clock, const Key& key,
             SessionSettings settings = {});
    ~Sessions();

    struct Begun {
        Secret token;  // 43 letters, digits, "-" and "_"
        Session session;
    };
    // `name`: what the client calls itself; cut where it is long.
    Result<Begun> begin(const SignedIn& who, SessionKind kind, std::string_view name, std::string_view peer);

    struct Found {
        SignedIn who;
        std::int64_t id = 0;
    };
    // Errors: denied (no such session, of this kind, or expired), locked, suspended, try_later.
    Result<Found> find(const Secret& token, SessionKind kind, std::string_view peer);

    Result<std::vector<Session>> list(AccountId account);  // those that have not expired, latest used first
    // By its owner: at once, in every process within a second. Errors: not_found.
    Result<void> end(AccountId account, std::int64_t id, std::string_view peer = {});
    // All but that one; tokens stay.
    Result<void> end_other_pages(AccountId account, std::int64_t kept, std::string_view peer = {});

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace bailey::signin
