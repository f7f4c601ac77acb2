// The properties of an Email that its summary holds, so that lists are shown without opening a message.
#pragma once
#include <string_view>

#include "domain/mail/summary.hpp"
#include "protocol/jmap/json.hpp"

namespace bailey::jmap {

// messageId ... subject, sentAt, preview.
bool in_summary(std::string_view property);
// May this property be shorter in the summary than in the message? (Summary::partial)
bool cut_in(const Summary& summary, std::string_view property);
json::value summary_json(const Summary& summary, std::string_view property);

}  // namespace bailey::jmap
