// Reports and receipts that come back for a submission: status notifications (RFC 3464) and disposition notifications
// (RFC 8098), and which submission they are about.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "api/jmap/submission/record.hpp"
#include "domain/address/canonical.hpp"

namespace bailey::jmap {

struct Returned {
    bool receipt = false;         // a disposition notification
    std::string envelope_id;      // of a status notification: Original-Envelope-Id
    std::string message_id;       // of a receipt: Original-Message-ID
    std::optional<Address> from;  // of a receipt: whose it is, canonical
    bool displayed = false;
};

// None: the message is neither.
std::optional<Returned> report_in(std::string_view message, const Canonicaliser& names);
bool is_about(const Returned& report, const Record& record);
// Files it with the submission. A receipt counts for the recipient who has written it (the intake has seen to that).
// True: it was not there yet.
bool file(const Returned& report, const std::string& blob, Record& record, const Canonicaliser& names);

}  // namespace bailey::jmap
