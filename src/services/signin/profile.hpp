// What somebody's pages need to know of them at the start.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "services/signin/recovery.hpp"
#include "services/signin/second_factor.hpp"
#include "store/tables/conditions.hpp"

namespace bailey::signin {

struct Profile {
    std::string first_name, last_name, language;
    OrganisationId organisation{};
    std::string organisation_name;
    SecondFactor::State second_factor;
    std::optional<std::string> recovery_address, pending_address;
    bool recovery_verified = false;
    std::optional<Time> password_changed_at;
    std::optional<store::conditions::Acceptance> accepted;  // the conditions, last

    std::string name() const { return first_name + (first_name.empty() ? "" : " ") + last_name; }
};

// Blocks (SQL). Errors: not_found, those of the store.
Result<Profile> profile_of(store::Community& community, SecondFactor& second_factor, Recovery& recovery,
                           AccountId account);
// The language of notices and pages: "en" or "cy". Errors: bad_syntax (another one), not_found.
Result<void> set_language(store::Community& community, AccountId account, std::string_view language);

}  // namespace bailey::signin
