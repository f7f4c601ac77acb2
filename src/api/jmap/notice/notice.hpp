// Notice: what the community, or an organisation and all below it, is told in a banner. Read only: written by
// `bailey notice`. Whoever does not want to see one again has it in Preferences, dismissedNotices.
#pragma once
#include "api/jmap/api.hpp"
#include "services/notices/notices.hpp"

namespace bailey::jmap {

inline constexpr std::string_view notices_uri = "urn:bailey:params:jmap:notices";

// The capability, in everybody's own account, and Notice/get, /changes and /query. `notices` outlives `api`.
void add_notices(Api& api, notices::Notices& notices);

}  // namespace bailey::jmap
