// MDN: receipts for messages, RFC 9007.
#pragma once
#include "api/jmap/api.hpp"
#include "api/jmap/object.hpp"
#include "api/jmap/submission/submission.hpp"

namespace bailey::jmap {

inline constexpr std::string_view mdn_uri = "urn:ietf:params:jmap:mdn";
extern const Properties mdn_properties;

Answer<json::object> send_mdns(const Sending& sending, Context& context, json::object arguments);
Answer<json::object> parse_mdns(const Sending& sending, Context& context, json::object arguments);

// The capability and its methods. `sending` outlives `api`.
void add_mdn(Api& api, const Sending& sending);

// Section 2.1 and 2.2: an account that is not there is an invalid argument.
Answer<const Account*> mdn_account(const Context& context, const std::string& id, Access access);

}  // namespace bailey::jmap
