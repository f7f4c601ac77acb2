// One receipt that is to be sent: an MDN object made into the message it asks for (RFC 9007 section 2, RFC 8098).
#pragma once
#include "api/jmap/mdn/mdn.hpp"
#include "api/jmap/submission/letter.hpp"
#include "protocol/mime/disposition.hpp"

namespace bailey::jmap {

struct Receipt {
    std::vector<mime::EmailAddress> to;  // of Disposition-Notification-To
    mime::Disposition fields;
    std::string subject, text;
    bool with_original = false;
};

// `mdn` has every settable property. Errors: invalidProperties, notFound (the message asks for no receipt), forbidden
// (one that may not be sent by itself), forbiddenFrom (finalRecipient).
Answer<Receipt> receipt_for(const Sending& sending, const Letter& letter, AccountId account, const Identity& identity,
                            const json::object& mdn);

// The receipt as a message; `unique` as for mime::NewMessage.
Result<mime::NewMessage> message_of(const Receipt& receipt, const Letter& letter, const Identity& identity,
                                    std::string unique, Time now);

}  // namespace bailey::jmap
