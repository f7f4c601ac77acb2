// The methods of Email and SearchSnippet, RFC 8621 sections 4 and 5.
#pragma once
#include "api/jmap/mail.hpp"

namespace bailey::jmap {

Answer<json::object> get_emails(const Mail& mail, Context& context, json::object arguments);
Answer<json::object> email_changes(const Mail& mail, Context& context, json::object arguments);
Answer<json::object> query_emails(const Mail& mail, Context& context, json::object arguments);
Answer<json::object> email_query_changes(const Mail& mail, Context& context, json::object arguments);
Answer<json::object> set_emails(const Mail& mail, Context& context, json::object arguments);
Answer<json::object> copy_emails(const Mail& mail, Context& context, json::object arguments);
Answer<json::object> import_emails(const Mail& mail, Context& context, json::object arguments);
Answer<json::object> parse_emails(const Mail& mail, Context& context, json::object arguments);
Answer<json::object> get_snippets(const Mail& mail, Context& context, json::object arguments);

}  // namespace bailey::jmap
