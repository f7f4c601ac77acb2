// App passwords: one for each mail program, made by the service, shown once, revoked one by one. They open mail, never
// the pages.
#pragma once
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/secret.hpp"
#include "domain/people/people.hpp"
#include "services/audit/acting.hpp"
#include "store/community/community.hpp"
#include "store/tables/app_passwords.hpp"

namespace bailey::signin {

using store::app_passwords::AppPassword;

// Thread-safe; blocks (SQL).
class AppPasswords {
public:
    static constexpr std::size_t most = 50;  // of one account

    // `key`: KeyRing::purpose("app passwords").
    AppPasswords(store::Community& community, const Clock& clock, const Key& key)
        : community_(community), clock_(clock), key_(key) {}

    struct Made {
        Secret password;  // 128 random bits as letters and digits in groups of four
        AppPassword about;
    };
    // Of one's own account, or with the right to reset its password. All: denied, not_found.
    Result<Made> create(const Acting& acting, AccountId account, std::string_view name);  // too_many; conflict: shared
    Result<std::vector<AppPassword>> list(const Acting& acting, AccountId account);
    Result<void> revoke(const Acting& acting, AccountId account, std::int64_t id);  // in force as Sessions::end

    // Could it be one? Quick; says nothing about whether it is.
    static bool looks_like_one(const Secret& password);
    // Is it one of this account's? Notes the use, to the hour. Errors: those of the store.
    Result<bool> matches(AccountId account, const Secret& password);

private:
    std::array<std::uint8_t, 32> digest(const Secret& password) const;
    Result<void> allow(sql::Connection& c, const Acting& acting, AccountId account, OrganisationId& organisation) const;

    store::Community& community_;
    const Clock& clock_;
    const Key key_;
};

}  // namespace bailey::signin
