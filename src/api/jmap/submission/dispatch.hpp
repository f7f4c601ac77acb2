// Sending one Email: everything that a create of EmailSubmission/set checks and does (RFC 8621 section 7.5).
#pragma once
#include "api/jmap/submission/submission.hpp"

namespace bailey::jmap {

// `object` has identityId, emailId and envelope. What it returns is in the ledger, and its message in the queue.
// Errors: invalidProperties (no such Identity or Email, a malformed envelope), invalidEmail, tooLarge, noRecipients,
// tooManyRecipients, invalidRecipients, forbiddenMailFrom, forbiddenFrom, forbiddenToSend, overQuota.
Answer<Record> dispatch(const Sending& sending, const Context& context, const Account& account,
                        const json::object& object);

// Does the service take mail of this sender, for all of these recipients? Errors: forbiddenMailFrom, forbiddenToSend,
// invalidRecipients with what SMTP would have said of each.
Answer<void> check_envelope(const SendingRooms& rooms, const signin::SignedIn& who, const Envelope& envelope);

}  // namespace bailey::jmap
