#include "services/delivery/reports.hpp"

#include "protocol/mime/report.hpp"

namespace bailey::delivery {
namespace {

// What a reason means: the subject and detail of its status code (RFC 3463 section 3; the kind of report gives the
// class), and what the sender reads. `waiting` is said while we go on trying, `failed` when we have given up.
struct Meaning {
    std::string_view status, failed, waiting;
};

constexpr std::string_view still_trying = "The mailbox cannot take the message just now.";

Meaning meaning(Errc reason) {
    switch (reason) {
    case Errc::not_found:
        return {"1.1",
                "There is no such mailbox. Check the address letter by letter, or look the person up in the "
                "directory; then send the message again.",
                still_trying};
    case Errc::outside:
        return {"7.1",
                "This address is outside the community, and messages cannot leave it. Look in the directory for the "
                "person's secure address, or reach them another way.",
                still_trying};
    case Errc::over_quota:
        return {"2.2",
                "The mailbox is full. Ask the recipient to make room, then send the message again; if it is urgent, "
                "telephone.",
                "The mailbox is full."};
    case Errc::suspended:
    case Errc::locked:
        return {"2.1",
                "The mailbox has been closed for the time being. Reach the recipient another way, or ask their "
                "organisation who deals with their messages.",
                "The mailbox is closed for the time being."};
    case Errc::denied:
        return {"7.1",
                "The mailbox does not accept messages from you. Ask the recipient's organisation if you think that "
                "it should.",
                still_trying};
    case Errc::too_long:
        return {"2.3",
                "The message is larger than the mailbox accepts. Send large attachments one at a time, or make them "
                "smaller.",
                still_trying};
    case Errc::too_many:
        return {"5.3", "The message has too many recipients. Send it to fewer people at a time.", still_trying};
    case Errc::loop:
        return {"4.6",
                "The message was going round in circles between mail systems, so we stopped it. Tell your "
                "administrator, who may need to correct how mail is forwarded.",
                still_trying};
    case Errc::bad_syntax:
        return {"1.3", "The address is not written as a mail address can be. Correct it and send the message again.",
                still_trying};
    case Errc::unsupported:
        return {"3.3",
                "The recipient's mail system cannot take a message of this kind. Send it again as plain text, or ask "
                "your administrator for help.",
                still_trying};
    case Errc::storage_full:
        return {"3.1",
                "The mail store had no room, and we have given up trying. The operators have been told. Send the "
                "message again later, or reach the recipient another way.",
                "The mail store has no room just now. The operators have been told."};
    case Errc::timed_out:
    case Errc::closed:
        return {"4.1",
                "The recipient's mail system did not answer for so long that we have given up. Reach the recipient "
                "another way, and send the message again later.",
                "The recipient's mail system does not answer."};
    case Errc::corrupt:
        return {"3.0",
                "The message was damaged in our store, and we will not deliver part of it as if it were whole. Send "
                "it again. The operators have been told.",
                "There is a fault in our store, and the operators have been told."};
    case Errc::try_later:
    case Errc::conflict:
    case Errc::in_use:
    case Errc::exists:
    case Errc::bad_config:
        return {"3.0",
                "The mailbox could not be reached for so long that we have given up. Reach the recipient another way "
                "if it is urgent, and send the message again later.",
                still_trying};
    }
    return {"3.0", "", ""};
}

mime::Outcome outcome(ReportKind kind) {
    switch (kind) {
    case ReportKind::failed: return mime::Outcome::failed;
    case ReportKind::delayed: return mime::Outcome::delayed;
    case ReportKind::delivered: return mime::Outcome::delivered;
    }
    return mime::Outcome::failed;
}

mime::ReportedRecipient recipient(ReportKind kind, const Reported& about) {
    mime::ReportedRecipient r{.address = about.recipient.address,
                              .original = about.recipient.original,
                              .outcome = outcome(kind),
                              .status = "2.0.0",
                              .reason = ""};
    if (kind == ReportKind::delivered) return r;
    auto m = meaning(about.reason.value_or(Errc::try_later));
    bool failed = kind == ReportKind::failed;
    r.status = (failed ? "5." : "4.") + std::string(m.status);
    r.reason = failed ? m.failed : m.waiting;
    if (!about.words.empty())  // RFC 5429 section 2.1.2
        r.reason = "The message was refused by the recipient's mail filter. The reason given is: " + about.words;
    return r;
}

// One message can cause several reports, one of a kind at a time.
std::string report_id(const std::string& queue_id, ReportKind kind, Time now) {
    std::string_view name;
    switch (kind) {
    case ReportKind::failed: name = "failed"; break;
    case ReportKind::delayed: name = "delayed"; break;
    case ReportKind::delivered: name = "delivered"; break;
    }
    return queue_id + '.' + std::string(name) + '.' + std::to_string(to_millis(now));
}

}  // namespace

std::string report_text(const Reporter& who, ReportKind kind, const ReportedMessage& message,
                        const std::vector<Reported>& recipients, Time now) {
    auto& envelope = message.envelope;
    mime::Report r{.host = who.hostname,
                   .service = who.service_name,
                   .postmaster = who.postmaster,
                   .sender = envelope.sender.value_or(who.postmaster),
                   .recipients = {},
                   .envelope_id = envelope.envelope_id,
                   .id = report_id(message.queue_id, kind, now),
                   .arrived = message.accepted,
                   .now = now,
                   .original = message.original};
    for (auto& one : recipients) r.recipients.push_back(recipient(kind, one));
    if (kind == ReportKind::delayed) r.retry_until = message.given_up_at;
    // A large message is told of by its header even where all of it was asked for; then no empty line follows.
    bool whole = message.original.find("\r\n\r\n") != std::string::npos;
    if (kind == ReportKind::failed && envelope.return_content == ReturnContent::full && whole)
        r.content = ReturnContent::full;
    r.smtputf8 = envelope.smtputf8;
    return mime::build_report(r);
}

}  // namespace bailey::delivery
