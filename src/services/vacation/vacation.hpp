// Out of Office: what an account answers while its owner is away, as the owner has set it (RFC 8621 section 8). The
// answering itself is delivery's.
#pragma once
#include <optional>
#include <string>

#include "base/clock.hpp"
#include "services/mailbox/account.hpp"

namespace bailey::vacation {

struct Vacation {
    bool enabled = false;
    std::optional<Time> from, to;                              // answers go out from `from` on, and before `to`
    std::optional<std::string> subject, text_body, html_body;  // none: the answering's own words

    bool on(Time now) const { return enabled && (!from || now >= *from) && (!to || now < *to); }
    bool operator==(const Vacation&) const = default;
};

// As set; where it never was, one that is not enabled. Errors: corrupt, and those of every function of an account.
Result<Vacation> vacation(const mailbox::Account& account);
// The state of the type, for /set. Errors: too_long (the texts).
Result<State> vacation_state(const mailbox::Account& account);
Result<void> set_vacation(const mailbox::Account& account, const Vacation& vacation);

}  // namespace bailey::vacation
