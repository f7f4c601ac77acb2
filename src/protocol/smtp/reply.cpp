#include "protocol/smtp/reply.hpp"

#include <algorithm>
#include <array>

#include "protocol/sasl/sasl.hpp"

namespace bailey::smtp {
namespace {

// A row: code, enhanced code where the reply has one (2xx, 4xx, 5xx; RFC 2034 section 3), and a sentence that says
// what to do. "{}" is where the name goes.
struct Said {
    Say what;
    std::string_view line;
};
constexpr std::array said{
    Said{Say::greeting, "220 {} ESMTP Bailey, for members who sign in"},
    Said{Say::hello, "250 {}"},
    Said{Say::ok, "250 2.0.0 OK"},
    Said{Say::sender_ok, "250 2.1.0 Sender <{}> OK"},
    Said{Say::recipient_ok, "250 2.1.5 Recipient <{}> OK"},
    Said{Say::send_message, "354 Send the message; end it with a dot on a line of its own"},
    Said{Say::chunk_ok, "250 2.0.0 {} octets received"},
    Said{Say::accepted, "250 2.0.0 Accepted for delivery as {}"},
    Said{Say::begin_tls, "220 2.0.0 Begin TLS now"},
    Said{Say::challenge, "334 {}"},
    Said{Say::signed_in, "235 2.7.0 Signed in"},
    Said{Say::not_verified, "252 2.1.5 Addresses are not verified here; send to it and see"},
    Said{Say::help, "214 2.0.0 See RFC 5321; for help with your account, sign in to the web pages"},
    Said{Say::bye, "221 2.0.0 Goodbye"},

    Said{Say::hello_first, "503 5.5.1 Say EHLO first"},
    Said{Say::tls_first, "530 5.7.0 Say STARTTLS first: this service takes no mail in clear"},
    Said{Say::sign_in_first,
         "530 5.7.0 Sign in first: set your mail program to use a user name and password for sending"},
    Said{Say::no_sign_in_in_clear, "538 5.7.11 Passwords are not taken in clear: set your mail program to use TLS"},
    Said{Say::already_signed_in, "503 5.5.1 You are signed in already"},
    Said{Say::sign_in_between_messages, "503 5.5.1 Sign in before MAIL, not during a message"},
    Said{Say::sign_in_cancelled, "501 5.7.0 Sign-in cancelled"},
    Said{Say::acts_for_another, "535 5.7.8 You can sign in only as yourself: leave the authorization identity empty"},
    Said{Say::already_tls, "503 5.5.1 TLS is on already"},
    Said{Say::no_tls, "454 4.7.0 TLS is not available just now; try again later"},
    Said{Say::nothing_after_starttls, "503 5.5.1 Nothing may follow STARTTLS before TLS has begun; closing"},
    Said{Say::mail_first, "503 5.5.1 Say MAIL FROM first"},
    Said{Say::recipients_first, "503 5.5.1 Say RCPT TO first"},
    Said{Say::all_recipients_refused, "554 5.5.1 None of the recipients was accepted, so there is nobody to send to"},
    Said{Say::one_sender, "503 5.5.1 There is a sender already; say RSET to begin again"},
    Said{Say::finish_chunks, "503 5.5.1 A message is on its way in chunks: send BDAT, or RSET to begin again"},
    Said{Say::no_expansion, "502 5.5.1 Lists are not expanded here"},
    Said{Say::sender_beyond_ascii, "550 5.6.7 An address with characters beyond ASCII needs the SMTPUTF8 parameter"},
    Said{Say::recipient_beyond_ascii, "553 5.6.7 An address with characters beyond ASCII needs MAIL with SMTPUTF8"},
    Said{Say::too_many_recipients, "452 4.5.3 Too many recipients for one message: send to <{}> in another"},
    Said{Say::bad_line_end, "500 5.5.2 Lines must end in CR LF, with no CR, LF or NUL elsewhere; closing"},
    Said{Say::bad_line_end_in_message,
         "554 5.6.0 Message refused: its lines must end in CR LF, with no CR, LF or NUL elsewhere"},
    Said{Say::long_line_in_message, "554 5.6.0 Message refused: a line is too long; encode it as quoted-printable"},
    Said{Say::too_many_errors, "421 4.7.0 Too many errors; closing"},
    Said{Say::too_many_commands, "421 4.7.0 Too many commands without a message; closing"},
    Said{Say::too_many_sign_ins, "421 4.7.0 Too many failed sign-ins; closing"},
    Said{Say::silent_too_long, "421 4.4.2 Nothing heard for too long; closing"},
    Said{Say::shutting_down, "421 4.3.2 The service is restarting; try again in a minute"},
    Said{Say::too_many_connections, "421 4.7.0 Too many connections; close some, or try again later"},

    Said{Say::delivered, "250 2.1.5 In the mailbox of <{}>"},
    Said{Say::full_for_good, "552 5.2.2 The mailbox of <{}> is full: ask them to make room, then send it again"},
    Said{Say::given_up, "554 5.4.7 We have tried <{}> for as long as we do, and have given up; send it again later"},
    Said{Say::taken_out, "554 5.7.0 An operator has taken the message for <{}> out of the queue"},
    Said{Say::canceled, "554 5.7.0 The sender canceled the message before it was delivered to <{}>"},
    Said{Say::fate_unknown, "250 2.0.0 Accepted for <{}>; what became of it is no longer on record"},
};

struct Refused {
    About about;
    Errc why;
    std::string_view line;
};
constexpr std::array refused{
    Refused{About::command, Errc::unsupported, "500 5.5.1 Unknown command"},
    Refused{About::command, Errc::too_long, "500 5.5.2 The command line is too long; closing"},
    Refused{About::argument, Errc::bad_syntax, "501 5.5.4 This command does not take that argument"},
    Refused{About::hello, Errc::bad_syntax, "501 5.5.4 Give your host's name: EHLO name"},
    Refused{About::parameter, Errc::bad_syntax, "501 5.5.4 A parameter is malformed or given twice"},
    Refused{About::parameter, Errc::unsupported, "555 5.5.4 A parameter is not known here; EHLO lists what is"},
    Refused{About::chunk, Errc::bad_syntax, "501 5.5.4 Say BDAT, how many octets, and LAST with the last; closing"},
    Refused{About::mechanism, Errc::unsupported, "504 5.5.4 That way to sign in is not known: use PLAIN or LOGIN"},
    Refused{About::sign_in, Errc::bad_syntax, "501 5.5.2 The sign-in cannot be read: base 64 is expected"},
    Refused{About::sign_in, Errc::too_long, "500 5.5.6 The sign-in line is too long; closing"},
    Refused{About::sign_in, Errc::denied, "535 5.7.8 The user name or the password is wrong"},
    Refused{About::sign_in, Errc::locked,
            "525 5.7.13 This account is locked: unlock it on the web pages, or ask your administrator"},
    Refused{About::sign_in, Errc::unsupported,
            "534 5.7.9 This account has a second factor: make an app password for this program on the web pages"},
    Refused{About::sign_in, Errc::suspended, "525 5.7.13 This account is suspended: ask your administrator"},
    Refused{About::sign_in, Errc::too_many, "454 4.7.0 Too many failed sign-ins: wait a few minutes and try again"},
    Refused{About::sign_in, Errc::try_later, "454 4.7.0 Signing in does not work just now; try again later"},
    Refused{About::sender, Errc::bad_syntax,
            "501 5.1.7 The sender's address is malformed: say MAIL FROM:<name@domain>"},
    Refused{About::sender, Errc::too_long, "501 5.1.7 The sender's address is too long"},
    Refused{About::sender, Errc::denied,
            "553 5.7.1 <{}> is not one of your addresses: send as the account you signed in to"},
    Refused{About::sender, Errc::outside,
            "553 5.7.1 <{}> is not one of your addresses: send as the account you signed in to"},
    Refused{About::sender, Errc::not_found,
            "553 5.7.1 <{}> is not one of your addresses: send as the account you signed in to"},
    Refused{About::sender, Errc::suspended, "550 5.7.1 Your account is suspended: ask your administrator"},
    Refused{About::recipient, Errc::bad_syntax,
            "501 5.1.3 The recipient's address is malformed: say RCPT TO:<name@domain>"},
    Refused{About::recipient, Errc::too_long, "501 5.1.3 The recipient's address is too long"},
    Refused{About::recipient, Errc::outside,
            "550 5.7.1 <{}> is outside the community: mail goes to members only; look the address up in the directory"},
    Refused{About::recipient, Errc::not_found,
            "550 5.1.1 There is no <{}> here: check the spelling, or look the address up in the directory"},
    Refused{About::recipient, Errc::over_quota, "452 4.2.2 The mailbox of <{}> is full; try again later"},
    Refused{About::recipient, Errc::suspended, "550 5.2.1 <{}> takes no mail at present: the account is suspended"},
    Refused{About::recipient, Errc::denied, "550 5.7.1 You may not send to <{}>: ask your administrator"},
    Refused{About::message, Errc::too_long, "552 5.3.4 The message or its header is too large"},
    Refused{About::message, Errc::loop,
            "554 5.4.6 The message has passed through too many servers: it goes in circles"},
    Refused{About::message, Errc::bad_syntax, "554 5.6.0 The message's header cannot be read"},
    Refused{About::message, Errc::denied, "550 5.7.1 The From field is missing or is not one of your addresses"},
    Refused{About::message, Errc::outside,
            "550 5.7.1 The message is marked higher than these may have: {}; lower its marking, or leave them out"},
    Refused{About::message, Errc::unsupported,
            "550 5.7.1 The message's protective marking is not one of the community's, or is there twice"},
};

// Where no row above fits. No default: -Werror=switch tells whoever adds a code to word it here.
std::string_view plain_refusal(Errc why) {
    switch (why) {
    case Errc::bad_syntax: return "501 5.5.2 That cannot be read";
    case Errc::too_long: return "552 5.3.4 That is too long";
    case Errc::too_many: return "452 4.5.3 Too many at once; try again later";
    case Errc::denied: return "550 5.7.1 You may not do that";
    case Errc::locked: return "550 5.7.1 The account is locked: unlock it on the web pages";
    case Errc::suspended: return "550 5.7.1 The account is suspended: ask your administrator";
    case Errc::not_found: return "550 5.1.1 There is no such thing here";
    case Errc::exists: return "550 5.5.0 It is there already";
    case Errc::outside: return "550 5.7.1 That is outside the community";
    case Errc::over_quota: return "452 4.2.2 The mailbox is full; try again later";
    case Errc::storage_full: return "452 4.3.1 The service has no room just now; try again later";
    case Errc::in_use: return "450 4.2.1 Somebody else is using it; try again later";
    case Errc::try_later: return "451 4.3.0 The service cannot do that just now; try again later";
    case Errc::corrupt: return "451 4.3.0 The service cannot do that just now; try again later";
    case Errc::conflict: return "451 4.3.0 The service cannot do that just now; try again later";
    case Errc::loop: return "554 5.4.6 The message goes in circles";
    case Errc::unsupported: return "502 5.5.1 That is not offered here";
    case Errc::timed_out: return "451 4.4.2 That took too long; try again later";
    case Errc::closed: return "451 4.4.2 The connection was lost; try again later";
    case Errc::bad_config: return "451 4.3.5 The service is not set up for that; tell its operator";
    }
    return "451 4.3.0 The service cannot do that just now; try again later";
}

constexpr std::size_t longest_reply = 510;

std::string filled(std::string_view line, std::string_view name) {
    std::string out;
    out.reserve(line.size() + name.size() + 2);
    const auto place = line.find("{}");
    out.append(line.substr(0, place));
    if (place != std::string_view::npos) {
        const auto room = longest_reply - std::min(longest_reply, line.size());
        for (const char c : name.substr(0, room))
            if ((c < 0 || c >= ' ') && c != '\x7f') out += c;
        out.append(line.substr(place + 2));
    }
    return out += "\r\n";
}

}  // namespace

std::string reply(Say what, std::string_view name) {
    const auto* row = std::ranges::find(said, what, &Said::what);
    return row == said.end() ? filled(plain_refusal(Errc::try_later), name) : filled(row->line, name);
}

std::string refusal(About about, Errc why, std::string_view name) {
    for (const auto& row : refused)
        if (row.about == about && row.why == why) return filled(row.line, name);
    return filled(plain_refusal(why), name);
}

std::string ehlo(const Offer& offer) {
    std::string out = "250-";
    out.append(offer.host).append("\r\n250-PIPELINING\r\n250-SIZE ").append(std::to_string(offer.message_bytes));
    out += "\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250-DSN\r\n250-CHUNKING\r\n";
    if (offer.starttls) out += "250-STARTTLS\r\n";
    if (offer.auth) out.append("250-AUTH ").append(sasl::mechanisms).append("\r\n");
    return out += "250 ENHANCEDSTATUSCODES\r\n";
}

}  // namespace bailey::smtp
