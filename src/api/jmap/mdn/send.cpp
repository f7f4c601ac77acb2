// MDN/send, RFC 9007 section 2.1.
#include <set>

#include "api/jmap/mail_ids.hpp"
#include "api/jmap/mdn/receipt.hpp"
#include "api/jmap/submission/dispatch.hpp"
#include "domain/mail/keywords.hpp"
#include "protocol/jmap/arguments.hpp"
#include "services/mailbox/index.hpp"

namespace bailey::jmap {
namespace {

constexpr std::string_view sent_keyword = "$mdnsent";

// The patch must leave the keyword set: the sender must not get a second receipt.
bool sets_keyword(const json::object& patch) {
    auto is_true = [](const json::value* value) { return value && value->is_bool() && value->get_bool(); };
    if (is_true(member(patch, "keywords/" + std::string(sent_keyword)))) return true;
    auto keywords = member(patch, "keywords");
    return keywords && keywords->is_object() && is_true(member(keywords->get_object(), sent_keyword));
}

class Sender {
public:
    Sender(const Sending& sending, Context& context, const Account& account, mailbox::Account opened, Identity identity)
        : sending_(sending), context_(context), account_(account), opened_(opened), identity_(std::move(identity)) {}

    // What the client does not know yet of the MDN. `email` is set to the message it is for.
    Answer<json::object> send(json::object asked, std::string& email) {
        if (!account_.may_send) return Error(ErrorType::forbidden, "you may not send as this mailbox");
        std::vector<std::string> defaulted;
        JMAP_TRY(auto mdn, complete(asked, mdn_properties, context_.created_ids, defaulted));
        JMAP_TRY(auto letter, letter_for(mdn, email));
        JMAP_TRY(auto receipt, receipt_for(sending_, letter, account_.number, identity_, mdn));
        JMAP_CHECK(send(receipt, letter));
        answered_.insert(email);
        return told(asked, receipt);
    }

private:
    Answer<Letter> letter_for(const json::object& mdn, std::string& email) {
        auto& id = mdn.at("forEmailId");
        if (!id.is_string()) return invalid_properties({"forEmailId"}, "null is for MDN/parse alone");
        email = text_of(id.get_string());
        JMAP_TRY(auto index, mailbox::index(opened_));
        auto number = email_from(email);
        auto found = number ? index->find(*number) : nullptr;
        if (!found) return Error(ErrorType::not_found, "there is no such Email");
        if ((found->flags & flag::mdn_sent) != 0 || answered_.contains(email)) {
            return Error(ErrorType::mdn_already_sent, "$mdnsent keyword is already present");
        }
        JMAP_TRY(auto letter, Letter::open(opened_, *number, sending_.rooms().intake.limits().header_bytes));
        return letter;
    }

    // RFC 8098 section 3: from <>, to those who asked for it.
    Answer<void> send(const Receipt& receipt, const Letter& letter) {
        auto& rooms = sending_.rooms();
        JMAP_TRY(auto who, sender_of(rooms, context_, account_));
        Envelope envelope;
        for (const auto& to : receipt.to) {
            JMAP_TRY(auto address, Address::parse(to.email));
            envelope.smtputf8 |= address.needs_smtputf8();
            envelope.recipients.push_back({std::move(address), {.never = true, .failure = false, .delay = false}, {}});
        }
        if (envelope.recipients.size() > rooms.intake.limits().recipients) {
            return Error(ErrorType::forbidden, "more recipients than a message may have");
        }
        envelope.eight_bit = true;
        if (auto checked = check_envelope(rooms, who, envelope); !checked) return of_permission(checked.error());
        JMAP_TRY(auto message, message_of(receipt, letter, identity_, unguessable(), rooms.clock.now()));
        JMAP_TRY(auto incoming, begin_message(rooms, who, std::move(envelope)));
        auto built = mime::build(message, [&](std::string_view piece) { return incoming->write(piece); });
        if (!built) return refused(errc_of(built.error()), rooms.intake.limits());
        return end_message(rooms, *incoming);
    }

    static Error of_permission(Error error) {
        bool permission = error.type == ErrorType::invalid_recipients || error.type == ErrorType::forbidden_to_send;
        if (permission) error.type = ErrorType::forbidden;
        return error;
    }

    static json::object told(const json::object& asked, const Receipt& receipt) {
        auto or_null = [](const std::optional<std::string>& text) {
            return text ? json::value(*text) : json::value(nullptr);
        };
        json::object all{{"subject", receipt.subject},
                         {"textBody", receipt.text},
                         {"includeOriginalMessage", receipt.with_original},
                         {"reportingUA", or_null(receipt.fields.reporting_ua)},
                         {"mdnGateway", nullptr},
                         {"originalRecipient", or_null(receipt.fields.original_recipient)},
                         {"finalRecipient", receipt.fields.final_recipient},
                         {"originalMessageId", or_null(receipt.fields.original_message_id)},
                         {"error", nullptr},
                         {"extensionFields", nullptr}};
        for (const auto& [name, value] : asked) {
            if (!value.is_null()) all.erase(name);
        }
        return all;
    }

    const Sending& sending_;
    Context& context_;
    const Account& account_;
    mailbox::Account opened_;
    Identity identity_;
    std::set<std::string> answered_;  // in this call, before their keyword is set
};

struct Request {
    json::object mdns, patches;  // by creation id, and by "#creation id"
};

Answer<Request> read(Context& context, Arguments& arguments) {
    JMAP_TRY(auto mdns, arguments.object_or_null("send"));
    JMAP_TRY(auto patches, arguments.object_or_null("onSuccessUpdateEmail"));
    JMAP_CHECK(arguments.done());
    if (!mdns) return invalid_arguments("send", "is needed");
    const auto most = context.limits.max_objects_in_set;
    if (mdns->size() > most) return Error(ErrorType::request_too_large, "at most " + std::to_string(most) + " MDNs");
    Request request{std::move(*mdns), patches ? std::move(*patches) : json::object{}};
    for (const auto& [creation, mdn] : request.mdns) {
        if (!is_id(text_of(creation)) || !mdn.is_object()) return invalid_arguments("send", "is not an Id[MDN]");
        auto patch = member(request.patches, "#" + std::string(text_of(creation)));
        if (!patch || !patch->is_object() || !sets_keyword(patch->get_object())) {
            return invalid_arguments("onSuccessUpdateEmail", "does not set $mdnsent for every MDN");
        }
    }
    return request;
}

}  // namespace

Answer<json::object> send_mdns(const Sending& sending, Context& context, json::object object) {
    Arguments arguments(std::move(object));
    JMAP_TRY(auto id, arguments.id("accountId"));
    JMAP_TRY(auto account, mdn_account(context, id, Access::write));
    JMAP_TRY(auto identity_id, arguments.id("identityId"));
    auto identity = sending.identities().find(account->number, identity_id);
    if (!identity && identity.error().type == ErrorType::not_found) {
        return invalid_arguments("identityId", "there is no such Identity");
    }
    if (!identity) return identity.error();
    JMAP_TRY(auto request, read(context, arguments));
    JMAP_TRY(auto opened, sending.rooms().mail.open(account->number));
    Sender sender(sending, context, *account, opened, std::move(*identity));
    json::object sent, not_sent, update;
    for (auto& [creation, mdn] : request.mdns) {
        std::string email;
        auto done = sender.send(std::move(mdn.get_object()), email);
        if (!done) {
            not_sent[creation] = to_json(done.error());
            continue;
        }
        sent[creation] = std::move(*done);
        update[email] = std::move(request.patches.at("#" + std::string(text_of(creation))));
    }
    if (!update.empty()) context.then("Email/set", {{"accountId", id}, {"update", std::move(update)}});
    return json::object{
        {"accountId", id}, {"sent", or_null(std::move(sent))}, {"notSent", or_null(std::move(not_sent))}};
}

}  // namespace bailey::jmap
