#include "services/filter/letters.hpp"

#include <algorithm>

#include "base/secret.hpp"
#include "base/text.hpp"
#include "protocol/mime/build.hpp"
#include "protocol/mime/charset.hpp"
#include "protocol/mime/disposition.hpp"
#include "protocol/mime/trace.hpp"
#include "store/ids.hpp"

namespace bailey::filter {
namespace {

// A letter of ours is from <>, and nobody hears when it cannot be delivered (RFC 5230 section 5.1).
Envelope from_nobody(const Address& to) {
    Envelope envelope;
    envelope.recipients.push_back({to, {.never = true, .failure = false, .delay = false}, {}});
    envelope.smtputf8 = to.needs_smtputf8();
    return envelope;
}

// It goes to a mailbox of ours, so this is final delivery: Return-Path (RFC 5321 section 4.4).
std::string delivered(std::string_view text) { return mime::return_path_field(std::nullopt) + std::string(text); }

mime::EmailAddress address(std::string name, std::string email) {
    return {name.empty() ? std::nullopt : std::optional(std::move(name)), std::move(email)};
}

Result<std::string> build(const Desk& desk, std::vector<mime::NewField> fields, mime::NewPart body) {
    fields.push_back({"Auto-Submitted", mime::RawValue{" auto-replied"}});
    mime::NewMessage message{std::move(fields), std::move(body), desk.date(), desk.message_id(), desk.unique()};
    std::string text;
    BAILEY_CHECK(mime::build(message, [&](std::string_view piece) -> Result<void> {
        text += piece;
        return {};
    }));
    return text;
}

// Behind the Return-Path field, where there is one: that stays the first.
std::size_t end_of_return_path(std::string_view message) {
    constexpr std::string_view name = "Return-Path:";
    if (!equals_ignoring_case(message.substr(0, name.size()), name)) return 0;
    const auto end = message.find("\r\n");
    return end == std::string_view::npos ? 0 : end + 2;
}

}  // namespace

std::string Desk::message_id() const { return "filter." + store::id_text(id) + '@' + settings.hostname; }

std::string Desk::unique() const {
    std::array<std::uint8_t, 15> random{};
    random_bytes(random);
    return base32(random);
}

mime::DateTime Desk::date() const { return {std::chrono::floor<std::chrono::seconds>(now), {}}; }

// RFC 5228 section 4.2: measures against loops are the owner's Delivered-To and one more Received.
Letter passed_on(const Desk& desk, const Incoming& message, std::string_view whole, std::string_view owner,
                 std::vector<Address> to) {
    const auto id = store::id_text(desk.id);
    mime::Trace trace;
    trace.by = desk.settings.hostname;
    trace.id = id;
    trace.date = desk.now;
    Letter letter;
    const auto place = end_of_return_path(whole);
    letter.text = std::string(whole.substr(0, place)) + "Delivered-To: " + std::string(owner) + "\r\n" +
                  mime::received_field(trace) + std::string(whole.substr(place));
    letter.envelope.sender = message.sender;
    letter.envelope.eight_bit = true;
    for (auto& address : to) {
        letter.envelope.smtputf8 |= address.needs_smtputf8();
        letter.envelope.recipients.push_back({std::move(address), {}, {}});
    }
    return letter;
}

bool goes_round(const sieve::Message& message, std::string_view owner, std::size_t hops) {
    const auto before = message.raw("delivered-to");
    return message.raw("received").size() >= hops ||
           std::ranges::any_of(before, [&](auto& address) { return equals_ignoring_case(address, owner); });
}

Result<Letter> answer(const Desk& desk, const sieve::Vacation& vacation, const sieve::Message& message,
                      const sieve::Owner& owner, const Address& sender) {
    BAILEY_TRY(auto text,
               sieve::answer_text(vacation, message, owner, {desk.date(), desk.message_id(), desk.unique()}));
    return Letter{from_nobody(sender), delivered(text)};
}

Result<Letter> refusal(const Desk& desk, const sieve::Reject& reject, const sieve::Message& message,
                       const sieve::Owner& owner, const Address& sender) {
    mime::Disposition disposition;
    disposition.final_recipient = "rfc822; " + owner.address;
    if (const auto ids = message.raw("message-id"); !ids.empty()) disposition.original_message_id = ids[0];
    disposition.automatic_action = disposition.sent_automatically = true;
    disposition.type = mime::Disposition::deleted;
    const auto subjects = message.decoded("subject");
    const auto subject = "Rejected: " + (subjects.empty() ? std::string("your message") : subjects[0].substr(0, 200));
    const auto words = "Your message to " + owner.address +
                       " was refused by the recipient's mail filter. The reason given is:\r\n\r\n" + reject.reason;
    BAILEY_TRY(auto body, mime::disposition_body(words, disposition, {}));
    BAILEY_TRY(auto text, build(desk,
                                {{"From", std::vector{address(owner.name, owner.address)}},
                                 {"To", std::vector{address({}, sender.text())}},
                                 {"Subject", mime::repaired_utf8(subject)}},
                                std::move(body)));
    return Letter{from_nobody(sender), delivered(text)};
}

Result<Letter> failure_notice(const Desk& desk, const sieve::Problem& problem, const Address& owner) {
    const auto where = problem.script.empty()
                           ? std::string("your mail filter")
                           : "the script \"" + problem.script + "\", which your mail filter includes";
    mime::NewPart body;
    body.text = "A message came in, and " + where + " could not be run to its end. In line " +
                std::to_string(problem.line) + " it failed:\r\n\r\n    " + problem.text +
                "\r\n\r\nThe message is in your Inbox, and nothing else was done with it. The filter runs again for "
                "every message that comes in, but you are told of this failure only once: please correct the filter, "
                "or switch it off.\r\n";
    BAILEY_TRY(auto text,
               build(desk,
                     {{"From", std::vector{address(desk.settings.service_name, desk.settings.postmaster.text())}},
                      {"To", std::vector{address({}, owner.text())}},
                      {"Subject", std::string("Your mail filter failed")}},
                     std::move(body)));
    return Letter{from_nobody(owner), delivered(text)};
}

}  // namespace bailey::filter
