// SMTP command lines: RFC 5321 section 4.1 and the extensions that EHLO lists. Pure: text in, value out.
//     MAIL FROM:<path> [SIZE=n] [BODY=7BIT|8BITMIME] [SMTPUTF8] [RET=FULL|HDRS] [ENVID=xtext] [AUTH=xtext]
//     RCPT TO:<path> [NOTIFY=NEVER|SUCCESS,FAILURE,DELAY] [ORCPT=type;xtext]
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "base/secret.hpp"
#include "domain/mail/envelope.hpp"
#include "protocol/smtp/reply.hpp"

namespace bailey::smtp {

struct Ehlo {
    std::string name;
};
struct Helo {
    std::string name;
};
struct StartTls {};
struct Auth {
    std::string mechanism;
    std::optional<Secret> initial;  // the initial response, still in base 64 (RFC 4954 section 4)
};
struct Mail {
    std::optional<Address> from;  // nullopt: <>
    bool ascii = true;            // the line had nothing beyond ASCII, so needs no SMTPUTF8
    std::uint64_t size = 0;       // RFC 1870; 0: not said
    bool eight_bit = false;       // RFC 6152
    bool smtputf8 = false;        // RFC 6531 section 3.4
    ReturnContent return_content = ReturnContent::headers;
    std::string envelope_id = {};
};
struct Rcpt {
    std::optional<Address> to;  // nullopt: <Postmaster>, the one mailbox without a domain (RFC 5321 section 4.5.1)
    bool ascii = true;          // as in Mail
    Notify notify{};
    std::string original = {};
};
struct Data {};
struct Bdat {  // RFC 3030 section 2
    std::uint64_t octets = 0;
    bool last = false;
};
struct Rset {};
struct Vrfy {};
struct Expn {};
struct Help {};
struct Noop {};
struct Quit {};
struct Unreadable {  // what was wrong, as refusal() takes it
    About about;
    Errc why;
};
using Command =
    std::variant<Ehlo, Helo, StartTls, Auth, Mail, Rcpt, Data, Bdat, Rset, Vrfy, Expn, Help, Noop, Quit, Unreadable>;

Command parse(std::string_view line);  // `line` comes without its CRLF and holds no CR, LF or NUL

}  // namespace bailey::smtp
