// Thread/changes, RFC 8621 section 3.2.
#include "api/jmap/mail_changes.hpp"
#include "api/jmap/thread/methods.hpp"

namespace bailey::jmap {

Answer<json::object> thread_changes(const Mail& mail, Context& context, json::object arguments) {
    MailChanger type(mail, mailbox::thread_changes, thread_ids);
    return changes(context, std::move(arguments), type);
}

}  // namespace bailey::jmap
