// The one place that gives somebody the password that they chose. Private to this folder.
#pragma once
#include <functional>
#include <optional>
#include <string>

#include "base/clock.hpp"
#include "base/secret.hpp"
#include "domain/people/people.hpp"
#include "services/users/password_rule.hpp"
#include "store/community/community.hpp"

namespace bailey::signin {

struct NewPassword {
    AccountId account{};
    const Secret& password;
    PasswordCost cost{};
    std::string act;  // "password_changed", for the audit
    std::string peer;
    bool unlocks = false;  // a locked account is active from now on
    // The account's change at which it was verified who asks; none: that is of `also`.
    std::optional<std::int64_t> as_of = {};
};

// A new user is active from then on, and every session of the account ends. Anything but Weakness::none: nothing was
// changed. `also` is of the same transaction. Errors: exists (it is the old one), try_later (the account changed
// meanwhile), those of `also`.
Result<users::Weakness> give_password(store::Community& community, const Clock& clock, const NewPassword& given,
                                      const std::function<Result<void>(sql::Connection&)>& also = {});

// Of this account's owner.
Result<users::Weakness> weakness_of(store::Community& community, AccountId account, const Secret& password);

}  // namespace bailey::signin
