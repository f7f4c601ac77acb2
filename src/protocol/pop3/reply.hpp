// What a POP3 client hears. Every sentence and every response code of Bailey's POP3 is in reply.cpp, and nowhere
// else. Response codes: RFC 2449 section 8 (IN-USE), RFC 3206 (SYS/TEMP, SYS/PERM, AUTH).
#pragma once
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace bailey::pop3 {

enum class Say {
    greeting,
    ok,
    name_taken,  // the answer to USER, whether there is such a user or not
    signed_in,
    begin_tls,
    utf8,
    message_follows,
    deleted,
    restored,
    bye,

    tls_first,
    already_tls,
    no_tls,
    no_tls_after_utf8,
    nothing_after_stls,
    sign_in_first,
    already_signed_in,
    name_first,
    sign_in_cancelled,
    unknown_command,
    bad_arguments,
    bad_credentials,
    bad_line_end,
    line_too_long,
    too_many_errors,
    no_such_message,
    nothing_removed,  // QUIT failed: all messages are still there
};

// What became of the command, for the counters.
enum class Outcome { good, later, bad };
Outcome outcome_of(Say what);
Outcome outcome_of(Errc why);

// Whole lines with CRLF.
std::string_view line(Say what);
// Signing in or opening the maildrop failed.
std::string_view sign_in_refusal(Errc why);
// Reading a message failed before anything of it was sent.
std::string_view read_refusal(Errc why);

}  // namespace bailey::pop3
