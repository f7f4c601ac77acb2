// Reports to senders (RFC 3464): which of a message's recipients failed, wait, or have it, and what to do about it.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "domain/mail/envelope.hpp"

namespace bailey::delivery {

enum class ReportKind { failed, delayed, delivered };

// Who signs: "postmaster@SUFFIX", on behalf of this host.
struct Reporter {
    std::string hostname;
    Address postmaster = Address::trusted("postmaster", "localhost");
    std::string service_name = "Bailey";
};

struct Reported {
    Recipient recipient;
    std::optional<Errc> reason;
    std::string words = {};  // of the recipient's own, where their filter refused the message (RFC 5429)
};

struct ReportedMessage {
    std::string queue_id;
    Envelope envelope;
    Time accepted{};
    std::optional<Time> given_up_at;  // for delayed ones: when we shall stop trying
    std::string original;             // header section, or the whole message where RET=FULL
};

// The whole message, CRLF line ends.
std::string report_text(const Reporter& who, ReportKind kind, const ReportedMessage& message,
                        const std::vector<Reported>& recipients, Time now);

}  // namespace bailey::delivery
