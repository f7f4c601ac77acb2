// VacationResponse, RFC 8621 section 8.
#pragma once
#include "api/jmap/api.hpp"
#include "api/jmap/object.hpp"
#include "services/mailbox/account.hpp"

namespace bailey::jmap {

inline constexpr std::string_view vacation_uri = "urn:ietf:params:jmap:vacationresponse";
extern const Properties vacation_properties;

Answer<json::object> get_vacation(mailbox::Accounts& accounts, Context& context, json::object arguments);
Answer<json::object> set_vacation(mailbox::Accounts& accounts, Context& context, json::object arguments);

// The capability and its methods. `accounts` outlives `api`.
void add_vacation(Api& api, mailbox::Accounts& accounts);

}  // namespace bailey::jmap
