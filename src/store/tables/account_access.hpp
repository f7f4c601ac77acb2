// What an account has for its way in, beside the password: second factor, recovery address, language.
#pragma once
#include <optional>
#include <string>

#include "base/clock.hpp"
#include "domain/people/people.hpp"
#include "store/sql/sql.hpp"

namespace bailey::store::account_access {

struct Access {
    OrganisationId organisation{};
    bool second_factor_required = true;  // by the organisation's rule
    std::string language = "en";
    std::optional<std::string> recovery_address = {};  // the non-secure address
    std::optional<Time> recovery_verified_at = {};     // none: nobody has shown yet that it is theirs
    bool mail_code = false;                            // its owner wants codes to the recovery address
    Bytes totp = {}, totp_new = {};                    // sealed secrets: in force; not yet confirmed
    std::int64_t totp_step = 0;                        // the newest time step whose code was used
    bool set_up_due = false;                           // the first sign-in has not asked yet
    std::optional<Time> password_changed_at = {};

    bool has_totp() const { return !totp.empty(); }
    // A code to the recovery address is a way: asked for, or all there is where the organisation wants one.
    bool has_mail_code() const {
        return recovery_verified_at && (mail_code || (second_factor_required && !has_totp()));
    }
    bool has_second_factor() const { return has_totp() || has_mail_code(); }
};

Result<Access> find(sql::Connection& c, AccountId account);  // not_found: no such account

// Of an account that is there.
Result<void> set_language(sql::Connection& c, AccountId account, std::string_view language);
// The account's non-secure address, and whether it is verified; none: it has none.
Result<void> set_recovery(sql::Connection& c, AccountId account, const std::optional<std::string>& address,
                          std::optional<Time> verified_at);
Result<void> set_mail_code(sql::Connection& c, AccountId account, bool on);
Result<void> set_totp(sql::Connection& c, AccountId account, ByteView sealed, std::int64_t step);  // empty: none
Result<void> set_totp_new(sql::Connection& c, AccountId account, ByteView sealed);
// Each step's code counts once: false where this step or a later one was used before.
Result<bool> use_totp_step(sql::Connection& c, AccountId account, std::int64_t step);
Result<void> set_set_up_due(sql::Connection& c, AccountId account, bool due);
Result<void> set_password_changed(sql::Connection& c, AccountId account, Time at);

}  // namespace bailey::store::account_access
