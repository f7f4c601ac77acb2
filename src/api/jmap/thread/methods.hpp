// The methods of Thread, RFC 8621 section 3.
#pragma once
#include "api/jmap/mail.hpp"

namespace bailey::jmap {

Answer<json::object> get_threads(const Mail& mail, Context& context, json::object arguments);
Answer<json::object> thread_changes(const Mail& mail, Context& context, json::object arguments);

}  // namespace bailey::jmap
