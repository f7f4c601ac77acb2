// ShareNotification, RFC 9670 section 3: what tells somebody that their rights in a shared mailbox changed.
#pragma once
#include <string_view>
#include <vector>

#include "api/jmap/api.hpp"
#include "services/mailbox/changes.hpp"
#include "services/sharing/sharing.hpp"

namespace bailey::jmap {

// `sharing` outlives them, and `notifier`, which may be null, too.
std::vector<Method> share_notification_methods(sharing::Sharing& sharing, mailbox::Notifier* notifier,
                                               std::string_view capability);

}  // namespace bailey::jmap
