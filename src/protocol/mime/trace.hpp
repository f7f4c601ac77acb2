// The fields a server adds to a message: the trace of RFC 5321 section 4.4, dates and message ids.
#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "domain/address/address.hpp"

namespace bailey::mime {

using Moment = std::chrono::sys_time<std::chrono::milliseconds>;

struct Trace {
    std::string_view helo = {};             // the name the client gave: anything at all
    std::string_view peer = {};             // its IP address
    std::string_view by = {};               // this host
    std::string_view protocol = {};         // "ESMTPSA" ... (RFC 3848)
    std::string_view tls = {};              // protocol and cipher, or empty
    std::string_view id = {};               // of the queue
    std::optional<Address> recipient = {};  // the only one; where there are several, nullopt: they need not know
    Moment date{};
};

// Whole fields, folded, with their CRLF. Of text the client chose, only the characters a host name can have are kept.
std::string received_field(const Trace& trace);
std::string return_path_field(const std::optional<Address>& sender);

std::string date_time(Moment when);  // RFC 5322 section 3.3, in UTC: "Mon, 2 Jan 2006 15:04:05 +0000"
std::string message_id(std::string_view id, std::string_view host);  // "<id@host>"

}  // namespace bailey::mime
