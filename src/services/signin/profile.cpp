#include "services/signin/profile.hpp"

#include "store/tables/account_access.hpp"
#include "store/tables/accounts.hpp"
#include "store/tables/organisations.hpp"

namespace bailey::signin {

Result<Profile> profile_of(store::Community& community, SecondFactor& second_factor, Recovery& recovery, AccountId id) {
    BAILEY_TRY(auto profile, community.read([&](sql::Connection& c) -> Result<Profile> {
        BAILEY_TRY(auto account, store::accounts::find(c, id));
        BAILEY_TRY(auto organisation, store::organisations::find(c, account.organisation));
        BAILEY_TRY(auto access, store::account_access::find(c, id));
        Profile p;
        p.first_name = account.first_name;
        p.last_name = account.last_name;
        p.language = access.language;
        p.organisation = organisation.id;
        p.organisation_name = organisation.name;
        p.recovery_address = access.recovery_address;
        p.recovery_verified = access.recovery_verified_at.has_value();
        p.password_changed_at = access.password_changed_at;
        BAILEY_TRY(p.accepted, store::conditions::newest(c, id));
        return p;
    }));
    BAILEY_TRY(profile.second_factor, second_factor.state(id));
    BAILEY_TRY(profile.pending_address, recovery.pending(id));
    return profile;
}

Result<void> set_language(store::Community& community, AccountId account, std::string_view language) {
    if (language != "en" && language != "cy") return Errc::bad_syntax;
    return community.write([&](sql::Connection& c) -> Result<void> {
        BAILEY_CHECK(store::account_access::find(c, account));
        return store::account_access::set_language(c, account, language);
    });
}

}  // namespace bailey::signin
