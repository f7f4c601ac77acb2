// Recipient/check: what a page should tell people of the addresses they are about to send to (service.md section 8).
// It says no more than sending would, and than the directory shows to everybody.
#pragma once
#include "api/jmap/api.hpp"

namespace bailey::recipients {
class Recipients;
}

namespace bailey::jmap {

inline constexpr std::string_view recipients_uri = "urn:bailey:params:jmap:recipients";

// The capability and its method: {accountId, addresses} to {accountId, list}, one object an address, in their order.
// Errors: requestTooLarge (more than 200 addresses), rateLimit (more than somebody who writes letters needs). `all`
// outlives `api`.
void add_recipients(Api& api, recipients::Recipients& all);

}  // namespace bailey::jmap
