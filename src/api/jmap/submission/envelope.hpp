// The Envelope of an EmailSubmission (RFC 8621 section 7): JSON to the envelope of SMTP and back.
#pragma once
#include <string>
#include <vector>

#include "api/jmap/submission/letter.hpp"

namespace bailey::jmap {

// Errors: invalidProperties (envelope), tooLarge (SIZE), noRecipients, tooManyRecipients, invalidRecipients (malformed
// ones). `now` is what HOLDFOR counts from; a time that is over holds nothing.
Answer<Envelope> envelope_from(const json::object& envelope, const MailLimits& limits, Time now);

// The one that is made where the client gives none. Errors: invalidEmail.
Answer<json::object> default_envelope(const Letter& letter, const Identities& identities, const Identity& identity);

// The email of each rcptTo, as it was given.
std::vector<std::string> recipients_of(const json::object& envelope);

}  // namespace bailey::jmap
