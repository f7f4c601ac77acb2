// Message disposition notifications, "read receipts": RFC 8098 in the multipart/report of RFC 6522. Two or three parts:
// a sentence for people, the same for machines, and, where it is wanted, the message itself.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "protocol/mime/build.hpp"

namespace bailey::mime {

// The fields of message/disposition-notification, RFC 8098 section 3.2.
struct Disposition {
    enum class Type { deleted, dispatched, displayed, processed };
    using enum Type;

    std::optional<std::string> reporting_ua, gateway;  // the gateway with its type, "dns; name"
    std::optional<std::string> original_recipient;     // "rfc822; address"
    std::string final_recipient;                       // likewise
    std::optional<std::string> original_message_id;    // with its "<>"
    bool automatic_action = false, sent_automatically = false;
    Type type = displayed;
    std::vector<std::string> errors;
    std::vector<std::pair<std::string, std::string>> extensions;  // name and value
};
std::string_view to_string(Disposition::Type type);  // "displayed"
std::optional<Disposition::Type> disposition_named(std::string_view name);

struct DispositionNotice {
    std::optional<std::string> subject, text;  // UTF-8; the text of the first part
    Disposition fields;
    bool has_original = false;  // the third part is the message whole
};
// Of a whole message. None: it is no notification, or its fields have no Final-Recipient or Disposition that can be
// read.
std::optional<DispositionNotice> read_disposition(std::string_view message);

// The fields as their part has them. Errors: bad_syntax (a control character in one, or an extension that is no field
// name or the name of one of these), too_long (a field beyond a line).
Result<std::string> disposition_fields(const Disposition& disposition);

// The body of a notification, to be built with its header (build.hpp). `original` is read where it is given: all of the
// message, for the third part. Errors: those of disposition_fields().
Result<NewPart> disposition_body(std::string text, const Disposition& disposition, Pieces original);

}  // namespace bailey::mime
