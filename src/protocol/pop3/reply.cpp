#include "protocol/pop3/reply.hpp"

namespace bailey::pop3 {

std::string_view line(Say what) {
    switch (what) {
    case Say::greeting: return "+OK Bailey is ready\r\n";
    case Say::ok: return "+OK\r\n";
    case Say::name_taken: return "+OK now the password\r\n";
    case Say::signed_in: return "+OK signed in, the maildrop is yours\r\n";
    case Say::begin_tls: return "+OK begin TLS\r\n";
    case Say::utf8: return "+OK UTF-8 it is\r\n";
    case Say::message_follows: return "+OK the message follows\r\n";
    case Say::deleted: return "+OK marked as deleted\r\n";
    case Say::restored: return "+OK nothing is marked as deleted\r\n";
    case Say::bye: return "+OK bye\r\n";
    case Say::tls_first: return "-ERR [AUTH] no passwords in clear: use STLS first, or connect to the POP3S port\r\n";
    case Say::already_tls: return "-ERR TLS is on already\r\n";
    case Say::no_tls: return "-ERR no TLS here\r\n";
    case Say::no_tls_after_utf8: return "-ERR STLS must come before UTF8\r\n";
    case Say::nothing_after_stls: return "-ERR nothing may follow STLS before TLS begins\r\n";
    case Say::sign_in_first: return "-ERR sign in first\r\n";
    case Say::already_signed_in: return "-ERR not after signing in\r\n";
    case Say::name_first: return "-ERR USER comes first\r\n";
    case Say::sign_in_cancelled: return "-ERR sign-in cancelled\r\n";
    case Say::unknown_command: return "-ERR no such command\r\n";
    case Say::bad_arguments: return "-ERR wrong arguments\r\n";
    case Say::bad_credentials: return "-ERR that is not how credentials are written\r\n";
    case Say::bad_line_end: return "-ERR lines end with CR LF and hold no bare CR, bare LF or NUL\r\n";
    case Say::line_too_long: return "-ERR line too long\r\n";
    case Say::too_many_errors: return "-ERR too many errors\r\n";
    case Say::no_such_message: return "-ERR no such message\r\n";
    case Say::nothing_removed: return "-ERR [SYS/TEMP] not removed: every message is still there\r\n";
    }
    return "-ERR\r\n";
}

Outcome outcome_of(Say what) {
    if (what == Say::nothing_removed) return Outcome::later;
    return line(what).front() == '+' ? Outcome::good : Outcome::bad;
}

Outcome outcome_of(Errc why) {
    switch (why) {
    case Errc::too_many:
    case Errc::in_use:
    case Errc::try_later:
    case Errc::over_quota:
    case Errc::storage_full:
    case Errc::conflict:
    case Errc::timed_out:
    case Errc::closed: return Outcome::later;
    case Errc::bad_syntax:
    case Errc::too_long:
    case Errc::denied:
    case Errc::locked:
    case Errc::suspended:
    case Errc::not_found:
    case Errc::exists:
    case Errc::outside:
    case Errc::corrupt:
    case Errc::loop:
    case Errc::unsupported:
    case Errc::bad_config: return Outcome::bad;
    }
    return Outcome::bad;
}

std::string_view sign_in_refusal(Errc why) {
    switch (why) {
    case Errc::denied: return "-ERR [AUTH] wrong name or password\r\n";
    case Errc::locked:
        return "-ERR [SYS/PERM] the account is locked: unlock it on the sign-in page or ask your administrator\r\n";
    case Errc::unsupported:
        return "-ERR [AUTH] this account has a second factor: make an app password for this program on the pages\r\n";
    case Errc::suspended: return "-ERR [SYS/PERM] the account is suspended: ask your administrator\r\n";
    case Errc::too_many: return "-ERR [SYS/TEMP] too many failed sign-ins: wait a little, then try again\r\n";
    case Errc::in_use: return "-ERR [IN-USE] another session has this maildrop\r\n";
    case Errc::corrupt:
    case Errc::bad_config: return "-ERR [SYS/PERM] this maildrop cannot be opened: tell your administrator\r\n";
    case Errc::bad_syntax:
    case Errc::too_long:
    case Errc::not_found:
    case Errc::exists:
    case Errc::outside:
    case Errc::over_quota:
    case Errc::storage_full:
    case Errc::try_later:
    case Errc::conflict:
    case Errc::loop:
    case Errc::timed_out:
    case Errc::closed: return "-ERR [SYS/TEMP] the service is not available just now: try again later\r\n";
    }
    return "-ERR [SYS/TEMP]\r\n";
}

std::string_view read_refusal(Errc why) {
    switch (why) {
    case Errc::corrupt: return "-ERR [SYS/PERM] the stored message is damaged: tell your administrator\r\n";
    case Errc::not_found: return "-ERR no such message\r\n";  // gone since the maildrop was listed
    case Errc::bad_syntax:
    case Errc::too_long:
    case Errc::too_many:
    case Errc::denied:
    case Errc::locked:
    case Errc::suspended:
    case Errc::exists:
    case Errc::outside:
    case Errc::over_quota:
    case Errc::storage_full:
    case Errc::in_use:
    case Errc::try_later:
    case Errc::conflict:
    case Errc::loop:
    case Errc::unsupported:
    case Errc::timed_out:
    case Errc::closed:
    case Errc::bad_config: return "-ERR [SYS/TEMP] the message cannot be read just now: try again later\r\n";
    }
    return "-ERR [SYS/TEMP]\r\n";
}

}  // namespace bailey::pop3
