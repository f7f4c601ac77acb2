#include "api/jmap/mdn/receipt.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "protocol/grammar/characters.hpp"
#include "protocol/mime/header.hpp"
#include "protocol/mime/mailboxes.hpp"

namespace bailey::jmap {
namespace {

std::optional<std::string> text(const json::object& object, std::string_view name) {
    auto value = member(object, name);
    if (!value || !value->is_string()) return {};
    return std::string(text_of(value->get_string()));
}

// RFC 9007 section 2: these words, in lower case.
bool read_disposition(const json::object& object, mime::Disposition& into) {
    auto action = text(object, "actionMode"), sending = text(object, "sendingMode"), type = text(object, "type");
    if (object.size() != 3 || !action || !sending || !type) return false;
    into.automatic_action = *action == "automatic-action";
    into.sent_automatically = *sending == "mdn-sent-automatically";
    auto named = mime::disposition_named(*type);
    if (!named || mime::to_string(*named) != *type) return false;
    into.type = *named;
    return (into.automatic_action || *action == "manual-action") &&
           (into.sent_automatically || *sending == "mdn-sent-manually");
}

// RFC 8098 section 2.1: where the receipt is to go. None: it is asked for in no way that can be followed.
std::vector<mime::EmailAddress> wanted_by(const Letter& letter) {
    auto fields = letter.fields("Disposition-Notification-To");
    if (fields.size() != 1) return {};
    auto all = mime::as_addresses(fields.front());
    auto is_bad = [](const mime::EmailAddress& a) { return !Address::parse(a.email); };
    if (std::any_of(all.begin(), all.end(), is_bad)) return {};
    return all;
}

// RFC 8098 section 2.1: by itself only to whom the message came from.
bool came_from(const Letter& letter, const std::vector<mime::EmailAddress>& to, const users::OwnAddresses& addresses) {
    auto paths = letter.fields("Return-Path");
    if (paths.empty()) return false;
    auto path = mime::parse_mailboxes(paths.front());
    if (!path || path->size() != 1) return false;
    auto is_it = [&](const mime::EmailAddress& a) {
        auto address = Address::parse(a.email);
        return address && addresses.same_mailbox(*address, path->front().address);
    };
    return std::all_of(to.begin(), to.end(), is_it);
}

// "rfc822; ann@example.com", or the address alone (RFC 8098 section 3.2.4).
Answer<std::string> final_recipient(const Identities& identities, AccountId account, const std::string& given) {
    auto semicolon = given.find(';');
    auto type = semicolon == std::string::npos ? "rfc822" : std::string(trim(given.substr(0, semicolon)));
    auto address = std::string(trim(semicolon == std::string::npos ? given : given.substr(semicolon + 1)));
    if (!grammar::same_word(type, "rfc822") && !grammar::same_word(type, "utf-8")) {
        return invalid_properties({"finalRecipient"}, "an address of a type that nobody has here");
    }
    JMAP_TRY(auto own, identities.may_send_from(account, address));
    if (!own) return Error(ErrorType::forbidden_from, "finalRecipient is not an address of this account");
    return type + "; " + address;
}

std::string type_of(const Identity& identity) {
    auto address = Address::parse(identity.email());
    return address && address->needs_smtputf8() ? "utf-8; " : "rfc822; ";
}

std::string last(const Letter& letter, std::string_view name) {
    auto all = letter.fields(name);
    return all.empty() ? std::string() : std::string(trim(mime::unfolded(all.back())));
}

std::string usual_subject(const Letter& letter, mime::Disposition::Type type) {
    return (type == mime::Disposition::displayed ? "Read: " : "Receipt: ") + mime::as_text(last(letter, "Subject"));
}

std::string usual_text(const Letter& letter, const Identity& identity, mime::Disposition::Type type) {
    auto subject = mime::as_text(last(letter, "Subject"));
    return "Your message" + (subject.empty() ? "" : " \"" + subject + "\"") + " to " + identity.email() + " was " +
           std::string(mime::to_string(type)) + ".\n\nThis does not say that it was read or understood.\n";
}

Answer<void> read_extensions(const json::object& mdn, mime::Disposition& into) {
    auto& value = mdn.at("extensionFields");
    if (!value.is_object()) return {};
    for (const auto& [name, text] : value.get_object()) {
        if (!text.is_string()) return invalid_properties({"extensionFields"}, "a value is no String");
        into.extensions.emplace_back(std::string(text_of(name)), std::string(text_of(text.get_string())));
    }
    return {};
}

}  // namespace

Answer<Receipt> receipt_for(const Sending& sending, const Letter& letter, AccountId account, const Identity& identity,
                            const json::object& mdn) {
    Receipt receipt;
    auto& fields = receipt.fields;
    if (!read_disposition(mdn.at("disposition").as_object(), fields)) {
        return invalid_properties({"disposition"}, "actionMode, sendingMode and type, each one of its words");
    }
    receipt.to = wanted_by(letter);
    if (receipt.to.empty()) return Error(ErrorType::not_found, "the message has no valid Disposition-Notification-To");
    if (fields.sent_automatically && !came_from(letter, receipt.to, sending.rooms().addresses)) {
        return Error(ErrorType::forbidden, "the receipt would not go to whom the message came from: ask the user");
    }
    fields.reporting_ua = text(mdn, "reportingUA");
    fields.final_recipient = type_of(identity) + identity.email();
    if (auto given = text(mdn, "finalRecipient")) {
        JMAP_TRY(fields.final_recipient, final_recipient(sending.identities(), account, *given));
    }
    // RFC 8098 sections 3.2.3 and 3.2.5: these two where the message has them, and only then.
    if (auto original = last(letter, "Original-Recipient"); !original.empty()) fields.original_recipient = original;
    if (auto id = letter.message_id(); !id.empty()) fields.original_message_id = id;
    JMAP_CHECK(read_extensions(mdn, fields));
    if (!mime::disposition_fields(fields)) {
        return invalid_properties({"reportingUA", "extensionFields"}, "one cannot be a header field");
    }
    receipt.subject = text(mdn, "subject").value_or(usual_subject(letter, fields.type));
    receipt.text = text(mdn, "textBody").value_or(usual_text(letter, identity, fields.type));
    receipt.with_original = mdn.at("includeOriginalMessage").as_bool();
    return receipt;
}

Result<mime::NewMessage> message_of(const Receipt& receipt, const Letter& letter, const Identity& identity,
                                    std::string unique, Time now) {
    BAILEY_TRY(auto from, Address::parse(identity.email()));
    std::optional<std::string> name = text(identity.object, "name");
    if (name && name->empty()) name.reset();
    mime::NewMessage message;
    message.fields = {{"From", std::vector<mime::EmailAddress>{{name, identity.email()}}},
                      {"To", receipt.to},
                      {"Subject", receipt.subject}};
    if (auto ids = mime::as_message_ids(letter.message_id()); ids && !ids->empty()) {
        message.fields.push_back({"In-Reply-To", mime::MessageIds{*ids}});
        message.fields.push_back({"References", mime::MessageIds{*ids}});
    }
    // RFC 3834 section 5.
    if (receipt.fields.sent_automatically) message.fields.push_back({"Auto-Submitted", std::string("auto-replied")});
    message.date = {std::chrono::floor<std::chrono::seconds>(now), {}};
    message.message_id = unique + '@' + from.domain();
    message.unique = std::move(unique);
    auto original = receipt.with_original ? letter.pieces() : mime::Pieces();
    BAILEY_TRY(message.body, mime::disposition_body(receipt.text, receipt.fields, std::move(original)));
    return message;
}

}  // namespace bailey::jmap
