// Protective markings for programs: which there are, in what header field, and how high each account may go. Email/set
// and Email/get have them as "header:X-Protective-Marking:asText".
#pragma once
#include "api/jmap/api.hpp"
#include "domain/mail/marking.hpp"

namespace bailey::jmap {

inline constexpr std::string_view markings_uri = "urn:bailey:params:jmap:markings";

// The capability; none where the community has no markings. `ceiling` tells that of an account.
void add_markings(Api& api, const Markings& markings, std::function<int(AccountId)> ceiling);

}  // namespace bailey::jmap
