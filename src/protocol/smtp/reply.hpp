// What an SMTP client hears. Every reply code of Bailey is in reply.cpp, and nowhere else.
// Codes: RFC 5321 section 4.2.3; enhanced codes: RFC 3463, RFC 5248 and the extensions' own; a reply is at most 512
// octets with its CRLF (RFC 5321 section 4.5.3.1.5).
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace bailey::smtp {

// What goes its way, and what is out of order.
enum class Say {
    greeting,  // name: our host
    hello,     // name: our host
    ok,
    sender_ok,     // name: the address
    recipient_ok,  // name: the address
    send_message,
    chunk_ok,  // name: how many octets
    accepted,  // name: the queue id
    begin_tls,
    challenge,  // name: base 64
    signed_in,
    not_verified,
    help,
    bye,

    hello_first,
    tls_first,
    sign_in_first,
    no_sign_in_in_clear,
    already_signed_in,
    sign_in_between_messages,
    sign_in_cancelled,
    acts_for_another,
    already_tls,
    no_tls,
    nothing_after_starttls,
    mail_first,
    recipients_first,
    all_recipients_refused,
    one_sender,
    finish_chunks,
    no_expansion,
    sender_beyond_ascii,  // SMTPUTF8 was not asked for
    recipient_beyond_ascii,
    too_many_recipients,  // name: the address
    bad_line_end,         // of a command
    bad_line_end_in_message,
    long_line_in_message,
    too_many_errors,
    too_many_commands,
    too_many_sign_ins,
    silent_too_long,
    shutting_down,
    too_many_connections,

    // What became of an accepted message, where it is told in the words of SMTP (RFC 8621 section 7, smtpReply).
    delivered,  // name: the recipient's address, as in all of these
    full_for_good,
    given_up,
    taken_out,  // by an operator
    canceled,   // by the sender
    fate_unknown,
};

// What an error was about: with the Errc it decides the reply.
enum class About {
    any,
    command,
    argument,
    hello,
    parameter,
    chunk,
    tls,
    mechanism,
    sign_in,
    sender,
    recipient,
    message
};

// Whole lines with CRLF. `name` goes where the sentence has a place for it; control characters in it are dropped.
std::string reply(Say what, std::string_view name = {});
std::string refusal(About about, Errc why, std::string_view name = {});

// The answer to EHLO (RFC 5321 section 4.1.1.1).
struct Offer {
    std::string_view host;
    std::uint64_t message_bytes;
    bool starttls;
    bool auth;
};
std::string ehlo(const Offer& offer);

}  // namespace bailey::smtp
