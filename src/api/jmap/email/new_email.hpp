// A new Email as a client gives it, RFC 8621 section 4.6: the message to build and where it goes.
#pragma once
#include "api/jmap/email/new_parts.hpp"
#include "services/mailbox/emails.hpp"

namespace bailey::jmap {

struct NewEmail {
    mime::NewMessage message;  // `date`, `message_id` and `unique` are the caller's to set
    mailbox::NewEmail place;
};
// Errors: invalidProperties, naming all that are wrong; blobNotFound, tooLarge.
Answer<NewEmail> new_email(const json::object& email, PartReader::Source source);

// The part of it that an import has, too: mailboxIds, keywords, receivedAt, each checked where it is there.
mailbox::NewEmail new_place(const json::object& email, Faults& faults);

// Errors: tooManyMailboxes, tooManyKeywords.
Answer<void> check_counts(const mailbox::MailboxLimits& limits, std::size_t mailboxes, const Keywords& keywords);

// What add_email() and its kin say, as an error of the object: an unknown mailbox is invalidProperties.
Error place_error(const boost::system::error_code& error);

// id, blobId, threadId and size (sections 4.6 to 4.8).
json::object created_email(const mailbox::Added& added);

}  // namespace bailey::jmap
