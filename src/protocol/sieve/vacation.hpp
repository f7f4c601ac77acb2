// The answers of people who are away: whether to send one (RFC 5230 sections 4.5 and 4.6, RFC 3834 section 2), and its
// text (RFC 5230 section 5). Whether the sender was answered lately is the caller's to know, under Vacation::handle.
// The envelope of an answer is from <> to the envelope sender of the message, with NOTIFY=NEVER (section 5.1).
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "protocol/mime/forms.hpp"
#include "protocol/sieve/action.hpp"
#include "protocol/sieve/message.hpp"

namespace bailey::sieve {

// Whose script it is.
struct Owner {
    std::string name = {};                    // of the person; may be empty
    std::string address = {};                 // the one to answer from
    std::vector<std::string> addresses = {};  // all of them
};

// nullopt: answer. Else why there is to be no answer, for the log.
std::optional<std::string_view> why_silent(const Vacation& vacation, const Message& message, const Owner& owner);

struct Answering {
    mime::DateTime now;
    std::string message_id;  // of the answer, without "<>"
    std::string unique;      // see mime::NewMessage
};
// The whole message, CRLF line ends. Of an answer with `mime`, only the fields that describe content are taken from
// its header. Errors: bad_syntax (such a header cannot be read), too_long.
Result<std::string> answer_text(const Vacation& vacation, const Message& message, const Owner& owner,
                                const Answering& answering);

}  // namespace bailey::sieve
