// Email/changes, RFC 8621 section 4.3.
#include "api/jmap/email/methods.hpp"
#include "api/jmap/mail_changes.hpp"

namespace bailey::jmap {

Answer<json::object> email_changes(const Mail& mail, Context& context, json::object arguments) {
    MailChanger type(mail, mailbox::email_changes, email_ids);
    return changes(context, std::move(arguments), type);
}

}  // namespace bailey::jmap
