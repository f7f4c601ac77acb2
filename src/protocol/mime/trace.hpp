// The fields that a server writes on a message's way, and the date as mail writes it.
#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "domain/address/address.hpp"

namespace bailey::mime {

using Moment = std::chrono::sys_time<std::chrono::milliseconds>;

// RFC 5322 section 3.3, in UTC: "Mon, 2 Jan 2006 15:04:05 +0000"
std::string date_time(Moment when);

struct Received {
    std::string_view helo;                  // as the client gave it; characters that would end the name are replaced
    std::string_view peer;                  // its IP address; empty: not told
    std::string_view by;                    // our host
    std::string_view protocol;              // "ESMTPSA" ... (RFC 3848, RFC 6531 section 4.3)
    std::string_view tls;                   // "TLSv1.3 TLS_AES_256_GCM_SHA384"; empty in clear
    std::string_view id;                    // the queue id
    std::optional<Address> recipient = {};  // told only where there is one alone, or they would learn of each other
    Moment when;
};
// RFC 5321 section 4.4: the whole field with its CRLF, folded.
std::string received_field(const Received& r);

// RFC 5321 section 4.4: the envelope's sender, written at final delivery; nullopt: <>.
std::string return_path_field(const std::optional<Address>& sender);

}  // namespace bailey::mime
