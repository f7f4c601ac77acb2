// Preferences: what a person has chosen about reading and writing their mail, one object in their own account.
#pragma once
#include "api/jmap/api.hpp"
#include "api/jmap/object.hpp"
#include "services/mailbox/account.hpp"

namespace bailey::jmap {

inline constexpr std::string_view preferences_uri = "urn:bailey:params:jmap:preferences";
extern const Properties preferences_properties;

// Values that the shapes of the table do not tell from others. Error: invalidProperties, naming all that are wrong.
Answer<void> check_preferences(const json::object& preferences, Time now);

// The capability, and Preferences/get, /changes and /set. `accounts` outlives `api`.
void add_preferences(Api& api, mailbox::Accounts& accounts);

}  // namespace bailey::jmap
