// A message from its parts: what Email/set, vacation answers and receipts send. It is written piece by piece, so that
// attachments pass through without being held. Lines end in CRLF and are at most 998 octets, header lines 78 where
// words allow it (RFC 5322 section 2.1.1).
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/result.hpp"
#include "protocol/mime/forms.hpp"
#include "protocol/mime/structure.hpp"

namespace bailey::mime {

// The value of a field in one of the forms of RFC 8621 section 4.1.2.
struct RawValue {
    std::string text;  // behind the colon, without the final line end; may be folded
};
struct MessageIds {
    std::vector<std::string> ids;  // without "<>"
};
struct Urls {
    std::vector<std::string> urls;
};
using FieldValue = std::variant<RawValue, std::string, std::vector<EmailAddress>, std::vector<EmailAddressGroup>,
                                MessageIds, DateTime, Urls>;  // std::string is the Text form, UTF-8
struct NewField {
    std::string name;
    FieldValue value;
};

// The next octets of a part, decoded; empty at its end. Valid until the next call.
using Pieces = std::function<Result<std::string_view>()>;
using Sink = std::function<Result<void>(std::string_view)>;

struct NewPart {
    std::string type = "text/plain";
    std::vector<NewField> fields = {};  // any others; those that follow win over fields of the same meaning here
    std::optional<std::string> name = {};
    std::optional<std::string> disposition = {};
    std::optional<std::string> cid = {};
    std::vector<std::string> language = {};
    std::optional<std::string> location = {};
    std::vector<Parameter> parameters = {};  // further ones of Content-Type; "charset" only with `pieces`

    // One of these. Text is UTF-8 with LF or CRLF line ends, and gets the charset and encoding it needs. Pieces are
    // written in base64, those of message/* as they are (RFC 2046 section 5.2.1), which must be lines of a message.
    std::string text = {};
    Pieces pieces = {};
    std::vector<NewPart> parts = {};  // of a multipart
};

struct NewMessage {
    std::vector<NewField> fields;
    NewPart body;
    // Where `fields` have no Date or Message-ID these are written.
    DateTime date;
    std::string message_id;  // without "<>"
    std::string unique;      // of the alphabet of base64url, 16 characters or more, unguessable: for boundaries
};

// Errors: bad_syntax, a field name or raw value that would break the header, a type that is not one, a multipart
// without parts; too_long, a raw value with a line above 998 octets; what `pieces` and `sink` return. What has
// been written before an error is not a message.
Result<void> build(const NewMessage& message, const Sink& sink);
// `Name: value` with its CRLF, folded; a raw value stands behind the colon as it is. Nothing for an empty list: no
// field of RFC 5322 may be one. Errors: bad_syntax, too_long.
Result<std::string> build_field(const NewField& field);

}  // namespace bailey::mime
