// The second factor (service.md section 6): an authenticator app (RFC 6238), a code to the verified recovery address,
// or one of ten recovery codes; and browsers in which it need not be shown for 30 days.
#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/secret.hpp"
#include "services/audit/acting.hpp"
#include "services/outbox/outbox.hpp"
#include "services/signin/allowance.hpp"
#include "services/signin/one_time.hpp"
#include "store/community/community.hpp"
#include "store/tables/account_access.hpp"

namespace bailey {
class KeyRing;
}

namespace bailey::signin {

enum class Way { totp, email, recovery_code };
std::string_view to_string(Way way);  // "totp", "email", "recoveryCode"
std::optional<Way> way_from(std::string_view name);

// Thread-safe; blocks (SQL). Errors of all: not_found (no such account), those of the store. What changes it is audited
// and told to the verified recovery address.
class SecondFactor {
public:
    static constexpr int recovery_codes = 10;
    static constexpr std::chrono::hours browser_lifetime{24 * 30};

    // `issuer`: what authenticator apps call the service.
    SecondFactor(store::Community& community, const outbox::Notices& notices, const Clock& clock, const KeyRing& ring,
                 std::string issuer);

    struct State {
        bool required = false, on = false;  // by the organisation's rule; by what is set up
        std::vector<Way> ways = {};
        std::int64_t recovery_codes_left = 0, browsers = 0;
    };
    Result<State> state(AccountId account);

    struct Enrolment {
        Secret secret;  // base 32, to be typed
        Secret uri;     // otpauth://, to be drawn
    };
    // Not in force before confirm_totp(). `address` names the account in the app.
    Result<Enrolment> begin_totp(AccountId account, std::string_view address);
    // In place of any other app; the recovery codes are new. Errors: denied (a wrong code), not_found (not begun).
    Result<std::vector<Secret>> confirm_totp(AccountId account, const Secret& code, std::string_view peer);
    // Errors: conflict (the organisation requires a second factor and there would be none).
    Result<void> remove_totp(AccountId account, std::string_view peer);
    // Codes to the recovery address. Errors: not_found (none that is verified), conflict (as above).
    Result<void> use_email(AccountId account, bool on, std::string_view peer);
    // Errors: conflict (there is no second factor that they would stand in for).
    Result<std::vector<Secret>> new_recovery_codes(AccountId account, std::string_view peer);
    // By whoever may reset its password: everything of it goes, and the owner sets it up anew. Errors: denied.
    Result<void> reset(const Acting& acting, AccountId account);

    // A code to the recovery address; at most 5 in an hour. Errors: conflict (not a way of this account), too_many.
    Result<void> send_code(AccountId account);
    // Is it right? Each is good once. Errors: not_found (of a code by e-mail: there is none, or no longer).
    Result<bool> verify(AccountId account, Way way, const Secret& code);

    Result<Secret> remember_browser(AccountId account, std::string_view name);  // what its cookie is to say
    Result<bool> is_remembered(AccountId account, const Secret& cookie);
    Result<void> forget_browsers(AccountId account);

private:
    using Access = store::account_access::Access;
    using Change = std::function<Result<void>(sql::Connection&, const Access&)>;
    // One change of one's own, with its change number, its audit record, and the notice of it.
    Result<void> change(AccountId account, std::string_view peer, const char* act, std::string detail,
                        const Change& change);
    Bytes digest(AccountId account, std::string_view kind, const Secret& what) const;
    Result<std::vector<Secret>> replace_codes(sql::Connection& c, AccountId account) const;
    Result<bool> verify_totp(sql::Connection& c, AccountId account, const Access& access, const Secret& code) const;

    store::Community& community_;
    const outbox::Notices& notices_;
    const Clock& clock_;
    const Key key_;
    const OneTimeCodes codes_;
    const std::string issuer_;
    Allowance mails_{5, std::chrono::hours(1)};
};

}  // namespace bailey::signin
