// What a person has chosen about reading and writing their mail (service.md section 8). Kept with the account as one
// JSON object, which api/jmap/preferences gives its properties; what the service itself goes by is read here.
#pragma once
#include <string>

#include "services/mailbox/account.hpp"

namespace bailey::preferences {

inline constexpr std::string_view default_language = "en", default_time_zone = "Europe/London";

struct Kept {
    std::string json = "{}";  // what was ever set; the rest has its defaults
    State state;              // of the type
};
Result<Kept> read(const mailbox::Account& account);
Result<State> state(const mailbox::Account& account);
// Errors: conflict (no longer what was read: `state`), too_long.
Result<State> write(const mailbox::Account& account, State read, std::string json);

// "en" or "cy": what pages and notices of the service are written in.
Result<std::string> language(const mailbox::Account& account);
// The same for somebody who signs in, whether or not their mail is kept here; where it cannot be read, the default.
std::string language_of(mailbox::Accounts& accounts, AccountId account);
// The name of the zone whose clocks the owner goes by.
Result<std::string> time_zone(const mailbox::Account& account);

}  // namespace bailey::preferences
