// Delivery status notifications: RFC 3464 in the multipart/report of RFC 6522, with RFC 6533 for addresses beyond
// ASCII. Three parts: what happened in plain English, the same for machines, and the message (or its header) itself.
// The envelope sender is to be <> (RFC 3464 section 2, RFC 5321 section 4.5.5): that is the caller's part.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/address/address.hpp"
#include "domain/mail/envelope.hpp"
#include "protocol/mime/trace.hpp"

namespace bailey::mime {

// The action-value of RFC 3464 section 2.3.3.
enum class Outcome { failed, delayed, delivered, relayed, expanded };

struct ReportedRecipient {
    Address address;
    std::string original = {};  // "type;address", from ORCPT
    Outcome outcome;
    std::string status;           // RFC 3463: "5.1.1"; 2.x.x delivered, 4.x.x delayed
    std::string reason;           // a sentence for the sender: what happened and what to do
    std::string diagnostic = {};  // what another server said, "550 5.1.1 ..."; empty: nobody else was asked
    std::string remote = {};      // that server's name
};

struct Report {
    std::string host;     // the reporting server
    std::string service;  // its name for people: "Bailey"; UTF-8
    Address postmaster;   // whom the report is from
    Address sender;       // whom it is for
    std::vector<ReportedRecipient> recipients;
    std::string envelope_id = {};  // from ENVID
    std::string id;                // unique among all reports, of atext: names this message and its parts
    Moment arrived;                // when the message was accepted
    Moment now;
    std::optional<Moment> retry_until = {};          // delayed: when we shall give up
    std::string_view original;                       // the header section, or the message whole
    ReturnContent content = ReturnContent::headers;  // which of them `original` is; a header may have more behind it
    bool smtputf8 = false;                           // the sender's program can read RFC 6533
};

// The whole message, CRLF line ends. Its size is that of `original` and about a kilobyte a recipient.
std::string build_report(const Report& report);

}  // namespace bailey::mime
