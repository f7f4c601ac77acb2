// The envelope of a message as SMTP carries it (RFC 5321 section 2.3.1) with the DSN parameters of RFC 3461.
#pragma once
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "domain/address/address.hpp"

namespace bailey {

// When the sender wants to hear of a recipient (RFC 3461 section 4.1). The default is failure and delay.
struct Notify {
    bool never = false, success = false, failure = true, delay = true;
    auto operator<=>(const Notify&) const = default;
};

struct Recipient {
    Address address;            // as given in RCPT TO
    Notify notify{};            // NOTIFY=
    std::string original = {};  // ORCPT=, "type;address" decoded from xtext; empty where not given
    auto operator<=>(const Recipient&) const = default;
};

enum class ReturnContent { headers, full };  // RET= (RFC 3461 section 4.3)

struct Envelope {
    std::optional<Address> sender;  // nullopt: the null reverse-path <> of reports
    std::vector<Recipient> recipients;
    std::string envelope_id;  // ENVID=, decoded; empty where not given
    ReturnContent return_content = ReturnContent::headers;
    bool eight_bit = false;  // BODY=8BITMIME (RFC 6152)
    bool smtputf8 = false;   // RFC 6531 section 3.4
    // HOLDFOR=, HOLDUNTIL=: not delivered before (RFC 4865 section 4); until then its sender may cancel it.
    std::optional<std::chrono::sys_time<std::chrono::milliseconds>> hold_until = {};
};

}  // namespace bailey
