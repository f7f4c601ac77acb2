#include "api/jmap/submission/dispatch.hpp"

#include <algorithm>

#include "api/jmap/mail_ids.hpp"
#include "api/jmap/submission/envelope.hpp"
#include "services/mailbox/index.hpp"

namespace bailey::jmap {
namespace {

struct Asked {
    Identity identity;
    mailbox::Account account;
    mailbox::Email email;
};

// RFC 8621 section 7.5: an Email or Identity that cannot be found is an invalid property.
Answer<Asked> look_up(const Sending& sending, const Account& account, const json::object& object) {
    std::vector<std::string> wrong;
    auto identity = sending.identities().find(account.number, text_of(object.at("identityId").as_string()));
    if (!identity && identity.error().type != ErrorType::not_found) return identity.error();
    if (!identity) wrong.emplace_back("identityId");
    JMAP_TRY(auto opened, sending.rooms().mail.open(account.number));
    JMAP_TRY(auto index, mailbox::index(opened));
    auto number = email_from(text_of(object.at("emailId").as_string()));
    auto email = number ? index->find(*number) : nullptr;
    if (!email) wrong.emplace_back("emailId");
    if (!wrong.empty()) return invalid_properties(wrong, "there is none of that id");
    return Asked{std::move(*identity), opened, *email};
}

// Section 9.6: the From field is the Identity's, and every author is an address of the account.
Answer<void> check_authors(const Sending& sending, const Letter& letter, AccountId account, const Identity& identity) {
    JMAP_TRY(auto authors, authors_of(letter));
    for (const auto& author : authors) {
        JMAP_TRY(auto own, sending.identities().may_send_from(account, author.text()));
        if (!own) return Error(ErrorType::forbidden_from, author.text() + " is not an address of this account");
    }
    auto is_it = [&](const Address& author) { return sending.identities().is_of(author, identity); };
    if (std::any_of(authors.begin(), authors.end(), is_it)) return {};
    return Error(ErrorType::forbidden_from, "the From field is not that of the Identity");
}

Answer<Letter> letter_for(const Sending& sending, const Asked& asked) {
    auto& limits = sending.rooms().intake.limits();
    if (asked.email.octets > limits.message_bytes) return refused(Errc::too_long, limits);
    auto letter = Letter::open(asked.account, asked.email.id, limits.header_bytes);
    if (letter) return std::move(*letter);
    // Destroyed since the index was read.
    if (errc_of(letter.error()) == Errc::not_found) return invalid_properties({"emailId"}, "there is none of that id");
    return Error(letter.error());
}

// The recipients that a message is not taken for: each with a sentence for people and a word for programs.
class RefusedRecipients {
public:
    void add(const std::string& address, std::string_view reason, const std::string& sentence) {
        addresses_.push_back(address);
        reasons_[address] = reason;
        sentences_ += (sentences_.empty() ? "" : "\n") + sentence;
    }
    Answer<void> answer() {
        if (addresses_.empty()) return {};
        Error error(ErrorType::invalid_recipients, std::move(sentences_));
        error.more["invalidRecipients"] = array_of(addresses_);
        error.more["reasons"] = std::move(reasons_);
        return error;
    }

private:
    std::vector<std::string> addresses_;
    std::string sentences_;
    json::object reasons_;
};

// service.md section 8. The intake checks it again: here each recipient is named.
Answer<void> check_marking(delivery::Intake& intake, const Letter& letter, const Envelope& envelope) {
    auto rank = intake.markings().of(letter.fields(marking_field));
    if (!rank) return refused(errc_of(rank.error()), intake.limits());
    if (!*rank) return {};
    const auto marking = std::string(intake.markings().name(**rank));
    RefusedRecipients refusals;
    for (const auto& recipient : envelope.recipients) {
        JMAP_TRY(auto cleared, intake.cleared(recipient.address, **rank));
        auto text = recipient.address.text();
        if (!cleared) {
            refusals.add(text, "markingTooHigh",
                         "550 5.7.1 <" + text + "> may not have what is marked " + marking +
                             ": lower the marking, or leave them out");
        }
    }
    return refusals.answer();
}

}  // namespace

Answer<void> check_envelope(const SendingRooms& rooms, const signin::SignedIn& who, const Envelope& envelope) {
    auto sender = rooms.intake.check_sender(who, envelope.sender);
    if (!sender && errc_of(sender.error()) == Errc::denied) {
        return Error(ErrorType::forbidden_mail_from, "not an address of this account");
    }
    if (!sender) return refused(errc_of(sender.error()), rooms.intake.limits());
    RefusedRecipients refusals;
    for (const auto& recipient : envelope.recipients) {
        auto checked = rooms.intake.check_recipient(who, recipient.address);
        if (checked) continue;
        auto reason = errc_of(checked.error());
        if (reason == Errc::try_later) return reason;
        auto text = recipient.address.text();
        refusals.add(text, recipient_reason(reason), recipient_refusal(reason, text));
    }
    return refusals.answer();
}

Answer<Record> dispatch(const Sending& sending, const Context& context, const Account& account,
                        const json::object& object) {
    auto& rooms = sending.rooms();
    auto& limits = rooms.intake.limits();
    JMAP_TRY(auto asked, look_up(sending, account, object));
    JMAP_TRY(auto letter, letter_for(sending, asked));
    JMAP_CHECK(check_authors(sending, letter, account.number, asked.identity));
    Record record;
    record.identity = identity_id(asked.identity.number);
    record.email = email_id(asked.email.id);
    record.thread = thread_id(asked.email.thread);
    record.message_id = letter.message_id();
    if (auto& given = object.at("envelope"); given.is_object()) {
        record.envelope = given.get_object();
    } else {
        JMAP_TRY(record.envelope, default_envelope(letter, sending.identities(), asked.identity));
    }
    const auto now = rooms.clock.now();
    JMAP_TRY(auto envelope, envelope_from(record.envelope, limits, now));
    JMAP_TRY(auto who, sender_of(rooms, context, account));
    JMAP_CHECK(check_envelope(rooms, who, envelope));
    JMAP_CHECK(check_marking(rooms.intake, letter, envelope));
    if (envelope.envelope_id.empty()) envelope.envelope_id = unguessable();
    record.envelope_id = envelope.envelope_id;
    record.send_at = envelope.hold_until.value_or(now);
    record.undo = envelope.hold_until ? Record::Undo::pending : Record::Undo::final;
    record.fates.resize(envelope.recipients.size());
    JMAP_TRY(auto incoming, begin_message(rooms, who, std::move(envelope)));
    record.number = incoming->id();
    JMAP_CHECK(letter.write_to(*incoming, limits));
    // First the record: a message that is sent and then not told of would be sent again.
    JMAP_CHECK(sending.ledger().add(account.number, record));
    if (auto ended = end_message(rooms, *incoming); !ended) {
        sending.ledger().forget(account.number, record.number);
        return ended.error();
    }
    return record;
}

}  // namespace bailey::jmap
