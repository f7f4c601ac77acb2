// For tests: the API with mail, blobs, quota, contacts and principals for three people of one community, on both
// engines; what one shares with another is seen at once.
#pragma once
#include <memory>
#include <string>
#include <string_view>

#include "api/jmap/blob/blob.hpp"
#include "api/jmap/contact/contacts.hpp"
#include "api/jmap/mail.hpp"
#include "api/jmap/mail_ids.hpp"
#include "api/jmap/mailbox_blobs.hpp"
#include "api/jmap/principal/principals.hpp"
#include "api/jmap/quota/quota.hpp"
#include "api/jmap/shared_accounts.hpp"
#include "api/jmap/sharing/shares.hpp"
#include "services/directory/directory.hpp"
#include "services/mailbox/emails.hpp"
#include "services/mailbox/mailboxes.hpp"
#include "services/mailbox/testing.hpp"
#include "services/sharing/sharing.hpp"

namespace bailey::jmap::testing {

class SharingTest : public mailbox::AccountsTest {
protected:
    void SetUp() override {
        AccountsTest::SetUp();
        if (HasFatalFailure() || IsSkipped()) return;
        cy = make("cy@firm.com");
        opener = std::make_unique<sharing::SharedMailboxes>(*community, *directory);
        objects = std::make_unique<sharing::SharedObjects>(*community, *directory);
        object_sharing = std::make_unique<sharing::ObjectSharing>(*community, clock);
        notifications = std::make_unique<sharing::Sharing>(*community, clock);
        people = std::make_unique<directory::Directory>(*community);
        shares = std::make_unique<Shares>(Shares::Rooms{*objects, *object_sharing, *people, accounts->notifier()});
        api = std::make_unique<Api>(Limits{}, clock, own_and_shared_accounts(*opener, objects.get()));
        add_mail(*api, *accounts, {}, nullptr, shares.get());
        add_blob(*api, *accounts);
        add_quota(*api, *accounts);
        add_contacts(*api, *accounts, shares.get());
        add_principals(*api, {*people, *notifications, {}, &accounts->notifier()});
        anns = open(ann);
        trial = folder("Trial");
        notes = folder("Notes");
    }
    void TearDown() override {
        api.reset();
        AccountsTest::TearDown();
    }

    static Caller caller(AccountId person) {
        Caller who;
        who.who.account = person;
        who.who.address = "somebody@firm.com";
        return who;
    }
    // The arguments of the response, with "error" added where it is one. `inside` without braces.
    json::object call(AccountId person, std::string_view method, AccountId of, std::string_view inside = "") {
        const auto reply = api->process(
            caller(person),
            R"({"using":["urn:ietf:params:jmap:core","urn:ietf:params:jmap:mail","urn:ietf:params:jmap:blob",)"
            R"("urn:ietf:params:jmap:quota","urn:ietf:params:jmap:contacts","urn:ietf:params:jmap:principals"],)"
            R"("methodCalls":[[")" +
                std::string(method) + R"(",{"accountId":")" + account_id(of) + "\"" + (inside.empty() ? "" : ",") +
                std::string(inside) + R"(},"0"]]})",
            Origin{"https://mail.example"});
        auto body = parse_json(reply.body).value().as_object();
        if (!body.contains("methodResponses")) return {{"error", "request: " + reply.body}};
        auto& response = body.at("methodResponses").as_array().at(0).as_array();
        auto arguments = response.at(1).as_object();
        if (response.at(0) == json::value("error")) arguments.emplace("error", json::value(arguments.at("type")));
        return arguments;
    }
    std::string error_of(AccountId person, std::string_view method, AccountId of, std::string_view inside = "") {
        const auto response = call(person, method, of, inside);
        return response.contains("error") ? std::string(text_of(response.at("error").as_string())) : "";
    }
    // The type of the SetError of what `list` has alone; "" where there is none.
    static std::string refusal(const json::object& response, std::string_view list) {
        const auto* all = member(response, list);
        if (!all) return write_json(response);
        if (!all->is_object()) return "";
        return std::string(text_of(all->get_object().begin()->value().at("type").as_string()));
    }
    json::object session(AccountId person) {
        return api->session(caller(person), Origin{"https://mail.example"}).value();
    }

    std::int64_t folder(const std::string& name, std::int64_t parent = 0) {
        mailbox::MailboxSet set;
        set.create.push_back({name, parent, {}, 0, true});
        return mailbox::set_mailboxes(anns, set).value().created.at(0).id;
    }
    std::string email_in(std::vector<std::int64_t> mailboxes, const std::string& subject = "Hearing") {
        return email_id(
            mailbox::add_email(anns, message({.subject = subject}), {std::move(mailboxes), {}, {}}).value().id);
    }
    static std::string blob_of(const std::string& email) {
        return mailbox::text(mailbox::BlobRef{mailbox::BlobRef::Kind::email, email_from(email).value()});
    }
    // Ann shares one of her folders; the SetError's type or "".
    std::string share(std::int64_t folder, std::string_view with) {
        return refusal(call(ann, "Mailbox/set", ann,
                            R"("update":{")" + mailbox_id(folder) + R"(":{"shareWith":)" + std::string(with) + "}}"),
                       "notUpdated");
    }
    static std::string with(AccountId person, std::string_view rights) {
        return "{\"" + principal_id(person) + "\":" + std::string(rights) + "}";
    }
    static constexpr std::string_view reads = R"({"mayReadItems":true})";
    static constexpr std::string_view writes =
        R"({"mayReadItems":true,"mayAddItems":true,"mayRemoveItems":true,"maySetSeen":true,"maySetKeywords":true})";

    static std::string quoted(std::string_view text) { return "\"" + std::string(text) + "\""; }
    std::string state(AccountId person, std::string_view type, AccountId of) {
        const auto response = call(person, std::string(type) + "/get", of, R"("ids":[])");
        return response.contains("state") ? std::string(text_of(response.at("state").as_string()))
                                          : write_json(response);
    }

    std::unique_ptr<sharing::SharedMailboxes> opener;
    std::unique_ptr<sharing::SharedObjects> objects;
    std::unique_ptr<sharing::ObjectSharing> object_sharing;
    std::unique_ptr<sharing::Sharing> notifications;
    std::unique_ptr<directory::Directory> people;
    std::unique_ptr<Shares> shares;
    std::unique_ptr<Api> api;
    AccountId cy{};
    mailbox::Account anns;
    std::int64_t trial = 0, notes = 0;
};

}  // namespace bailey::jmap::testing
