// The methods of Mailbox, RFC 8621 section 2.
#pragma once
#include "api/jmap/mail.hpp"

namespace bailey::jmap {

Answer<json::object> get_mailboxes(const Mail& mail, Context& context, json::object arguments);
Answer<json::object> mailbox_changes(const Mail& mail, Context& context, json::object arguments);
Answer<json::object> query_mailboxes(const Mail& mail, Context& context, json::object arguments);
Answer<json::object> mailbox_query_changes(const Mail& mail, Context& context, json::object arguments);
Answer<json::object> set_mailboxes(const Mail& mail, Context& context, json::object arguments);

}  // namespace bailey::jmap
