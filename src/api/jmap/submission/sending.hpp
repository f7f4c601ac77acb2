// What sending through JMAP stands on, and the way into the one intake that SMTP submission uses too.
#pragma once
#include <memory>
#include <string>

#include "api/jmap/context.hpp"
#include "api/jmap/identity/identities.hpp"
#include "services/delivery/deliverer.hpp"
#include "services/delivery/intake.hpp"
#include "services/mailbox/emails.hpp"

namespace bailey::jmap {

struct SendingRooms {
    mailbox::Accounts& mail;
    delivery::Intake& intake;
    delivery::Deliverer& deliverer;
    users::OwnAddresses addresses;
    const Clock& clock;
};

// For ids and boundaries: 32 characters.
std::string unguessable();

// As whom the account sends: who may write into a shared mailbox sends as it. Errors: forbidden (the account is gone).
Answer<signin::SignedIn> sender_of(const SendingRooms& rooms, const Context& context, const Account& account);

// What the intake says of a message, for the client: tooLarge with maxSize, invalidEmail, forbiddenFrom,
// forbiddenToSend ...
Error refused(Errc why, const MailLimits& limits);
// invalidEmail, naming all the Email's properties that are wrong (RFC 8621 section 7.5).
Error invalid_email(const std::vector<std::string>& properties, std::string why);
// What SMTP would have said of this recipient: a line without its end.
// The same for programs: "outside", "notFound", "overQuota", "suspended", "forbidden", "tryLater".
std::string_view recipient_reason(Errc why);
std::string recipient_refusal(Errc why, std::string_view to);

// Begins a message. Where the error is for a message of ours, it is as for refused().
Answer<std::unique_ptr<delivery::Incoming>> begin_message(const SendingRooms& rooms, const signin::SignedIn& who,
                                                          Envelope envelope);
// Waits until the queue has it on stable storage.
Answer<void> end_message(const SendingRooms& rooms, delivery::Incoming& incoming);

}  // namespace bailey::jmap
