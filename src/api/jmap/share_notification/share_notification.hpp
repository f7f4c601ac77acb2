// ShareNotification, RFC 9670 section 3: what tells somebody that their rights in a shared mailbox changed.
#pragma once
#include <string_view>
#include <vector>

#include "api/jmap/api.hpp"
#include "services/sharing/sharing.hpp"

namespace bailey::jmap {

// `sharing` outlives them.
std::vector<Method> share_notification_methods(sharing::Sharing& sharing, std::string_view capability);

}  // namespace bailey::jmap
