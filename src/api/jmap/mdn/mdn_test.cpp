// RFC 9007: receipts, with the rules of RFC 8098.
#include "api/jmap/mdn/mdn.hpp"

#include <gtest/gtest.h>

#include "api/jmap/mail_ids.hpp"
#include "api/jmap/testing/post_office.hpp"
#include "protocol/mime/disposition.hpp"
#include "services/mailbox/emails.hpp"
#include "services/mailbox/index.hpp"
#include "services/mailbox/uploads.hpp"

namespace bailey::jmap {
namespace {

class Rfc9007_Mdn : public testing::PostOffice {
protected:
    // Ann writes to Ben and asks for a receipt; the id of the Email as Ben has it.
    std::string ask(std::string_view fields = "Disposition-Notification-To: Ann <ann@firm.com>\r\n") {
        mail = email(ann, letter("To: ben@firm.com\r\n" + std::string(fields)));
        auto told = created(submit(mail, envelope({"ben@firm.com"})));
        sent = std::string(text_of(told.at("id").as_string()));
        deliver();
        auto index = mailbox::index(accounts->open(ben).value()).value();
        return email_id(index->emails().back().id);
    }
    json::object mdn(const std::string& email, json::object more = {}) {
        json::object object{{"forEmailId", email},
                            {"disposition", json::object{{"actionMode", "manual-action"},
                                                         {"sendingMode", "mdn-sent-manually"},
                                                         {"type", "displayed"}}}};
        for (auto& [name, value] : more) object[name] = value;
        return object;
    }
    json::object arguments(json::object mdns) {
        json::object patches;
        for (auto& [creation, mdn] : mdns) {
            patches["#" + std::string(text_of(creation))] = json::object{{"keywords/$mdnsent", true}};
        }
        return {{"identityId", identity(ben)}, {"send", std::move(mdns)}, {"onSuccessUpdateEmail", std::move(patches)}};
    }
    json::object send(json::object mdn) { return call(ben, "MDN/send", arguments({{"k", std::move(mdn)}})); }
    std::string refused(json::object mdn) {
        auto answer = send(std::move(mdn));
        EXPECT_TRUE(answer.at("sent").is_null()) << write_json(answer);
        if (!answer.at("notSent").is_object()) return "";
        return std::string(text_of(answer.at("notSent").at("k").at("type").as_string()));
    }

    std::string mail, sent;  // of Ann
};
BAILEY_ON_SQLITE(Rfc9007_Mdn);

TEST_P(Rfc9007_Mdn, section_2_1_a_receipt_goes_to_whom_asked_for_it) {
    auto answer = send(mdn(ask(), {{"reportingUA", "Bailey"}, {"extensionFields", json::object{{"X-More", "yes"}}}}));
    auto& told = answer.at("sent").at("k").as_object();
    EXPECT_TRUE(answer.at("notSent").is_null());
    EXPECT_EQ(told.at("finalRecipient"), "rfc822; ben@firm.com.bailey.test");
    EXPECT_EQ(told.at("originalMessageId"), "<1@laptop>");
    EXPECT_EQ(told.at("includeOriginalMessage"), false);
    EXPECT_EQ(told.at("subject"), "Read: Listing");
    EXPECT_FALSE(told.contains("reportingUA")) << "what the client set it knows";
    deliver();
    ASSERT_EQ(inbox(ann).size(), 1u);
    auto text = inbox(ann)[0];
    EXPECT_TRUE(text.starts_with("Return-Path: <>\r\n")) << "RFC 8098 section 3: the envelope sender is null";
    EXPECT_NE(text.find("From: ben@firm.com.bailey.test\r\n"), std::string::npos) << text;
    EXPECT_NE(text.find("To: Ann <ann@firm.com>\r\n"), std::string::npos);
    EXPECT_NE(text.find("In-Reply-To: <1@laptop>\r\n"), std::string::npos);
    EXPECT_EQ(text.find("Disposition-Notification-To"), std::string::npos) << "RFC 8098 section 3";
    auto notice = mime::read_disposition(text);
    ASSERT_TRUE(notice) << text;
    EXPECT_EQ(notice->fields.original_message_id, "<1@laptop>");
    EXPECT_EQ(notice->fields.reporting_ua, "Bailey");
    EXPECT_FALSE(notice->fields.original_recipient) << "the message had none";
    EXPECT_FALSE(notice->has_original);
    EXPECT_EQ(notice->fields.extensions.size(), 1u);
}

TEST_P(Rfc9007_Mdn, rfc8621_section_7_it_is_filed_with_the_submission_and_parses) {
    send(mdn(ask()));
    deliver();
    auto now = submission(sent);
    ASSERT_EQ(now.at("mdnBlobIds").as_array().size(), 1u);
    EXPECT_EQ(status(now, "ben@firm.com").at("displayed"), "yes");
    auto id = now.at("mdnBlobIds").at(0);
    auto answer = call(ann, "MDN/parse", {{"blobIds", json::array{id}}});
    EXPECT_TRUE(answer.at("notParsable").is_null());
    EXPECT_TRUE(answer.at("notFound").is_null());
    auto& parsed = answer.at("parsed").at(text_of(id.as_string())).as_object();
    EXPECT_EQ(parsed.at("forEmailId"), json::string(mail));
    EXPECT_EQ(
        parsed.at("disposition"),
        testing::parsed(R"({"actionMode":"manual-action","sendingMode":"mdn-sent-manually","type":"displayed"})"));
    EXPECT_EQ(parsed.at("finalRecipient"), "rfc822; ben@firm.com.bailey.test");
    EXPECT_EQ(parsed.at("originalMessageId"), "<1@laptop>");
    EXPECT_EQ(parsed.at("error"), nullptr);
    EXPECT_EQ(parsed.size(), 12u) << "section 1.1: all properties";
}

TEST_P(Rfc9007_Mdn, another_than_the_recipient_does_not_make_it_displayed) {
    auto forwarded = ask();
    auto again =
        "From: cy@firm.com\r\nTo: ann@firm.com\r\nDisposition-Notification-To: ann@firm.com\r\nMessage-ID: "
        "<1@laptop>\r\n\r\nx\r\n";
    auto id = email(cy, again);
    call(cy, "MDN/send",
         {{"identityId", identity(cy)},
          {"send", json::object{{"k", mdn(id)}}},
          {"onSuccessUpdateEmail", testing::parsed(R"({"#k":{"keywords":{"$mdnsent":true}}})")}});
    deliver();
    auto now = submission(sent);
    EXPECT_EQ(now.at("mdnBlobIds").as_array().size(), 1u);
    EXPECT_EQ(status(now, "ben@firm.com").at("displayed"), "unknown");
}

TEST_P(Rfc9007_Mdn, section_2_1_email_set_follows_for_what_was_sent) {
    auto id = ask();
    json::object two{{"k", mdn(id)}, {"n", mdn(email_id(7))}};
    auto answer = call(ben, "MDN/send", arguments(std::move(two)));
    EXPECT_EQ(answer.at("notSent").at("n").at("type"), "notFound");
    ASSERT_EQ(email_sets.size(), 1u);
    EXPECT_EQ(email_sets[0], (json::object{{"accountId", account_id(ben)},
                                           {"update", json::object{{id, json::object{{"keywords/$mdnsent", true}}}}}}));
}

TEST_P(Rfc9007_Mdn, section_2_1_without_setting_the_keyword_nothing_is_sent) {
    auto id = ask();
    auto whole = arguments({{"k", mdn(id)}});
    for (auto patches :
         {R"(null)", R"({})", R"({"#k":{"keywords/$seen":true}})", R"({"#k":{"keywords/$mdnsent":null}})",
          R"({"#k":{"keywords/$MDNSent":true}})", R"({"k":{"keywords/$mdnsent":true}})"}) {
        whole["onSuccessUpdateEmail"] = testing::parsed(patches);
        EXPECT_EQ(error_of(ben, "MDN/send", whole), "invalidArguments") << patches;
    }
    deliver();
    EXPECT_TRUE(inbox(ann).empty());
}

TEST_P(Rfc9007_Mdn, section_2_1_once_for_each_message) {
    auto id = ask();
    json::object two{{"a", mdn(id)}, {"b", mdn(id)}};
    auto answer = call(ben, "MDN/send", arguments(std::move(two)));
    EXPECT_EQ(answer.at("notSent").at("b").at("type"), "mdnAlreadySent");
    mailbox::EmailSet set;
    mailbox::EmailChange change;
    change.id = *email_from(id);
    change.add_keywords = *keyword("$mdnsent");
    set.update.push_back(std::move(change));
    ASSERT_TRUE(mailbox::set_emails(accounts->open(ben).value(), set));
    EXPECT_EQ(refused(mdn(id)), "mdnAlreadySent");
    deliver();
    EXPECT_EQ(inbox(ann).size(), 1u);
}

TEST_P(Rfc9007_Mdn, section_2_1_what_cannot_be_found_is_told_apart) {
    EXPECT_EQ(refused(mdn(ask(""))), "notFound") << "no Disposition-Notification-To";
    EXPECT_EQ(refused(mdn(ask("Disposition-Notification-To: nobody at all\r\n"))), "notFound") << "no valid one";
    auto id = ask();
    EXPECT_EQ(refused(mdn(id, {{"forEmailId", nullptr}})), "invalidProperties");
    auto whole = arguments({{"k", mdn(id)}});
    whole["identityId"] = "i99";
    EXPECT_EQ(error_of(ben, "MDN/send", whole), "invalidArguments");
    auto responses = calls(ben, R"(["MDN/send",{"accountId":"a999","identityId":"i1","send":{}},"0"],)"
                                R"(["MDN/parse",{"accountId":"a999","blobIds":[]},"1"])");
    for (auto& response : responses) EXPECT_EQ(response.at(1).at("type"), "invalidArguments");
}

TEST_P(Rfc9007_Mdn, section_2_the_words_of_a_disposition_are_in_lower_case) {
    auto id = ask();
    for (auto bad : {R"({})", R"({"actionMode":"manual-action","sendingMode":"MDN-sent-manually","type":"displayed"})",
                     R"({"actionMode":"manual","sendingMode":"mdn-sent-manually","type":"displayed"})",
                     R"({"actionMode":"manual-action","sendingMode":"mdn-sent-manually","type":"read"})",
                     R"({"actionMode":"manual-action","sendingMode":"mdn-sent-manually","type":"Deleted"})"}) {
        EXPECT_EQ(refused(mdn(id, {{"disposition", testing::parsed(bad)}})), "invalidProperties") << bad;
    }
    EXPECT_EQ(refused(mdn(id, {{"reportingUA", "x\r\nBcc: all@firm.com"}})), "invalidProperties");
    EXPECT_EQ(refused(mdn(id, {{"extensionFields", json::object{{"Disposition", "x"}}}})), "invalidProperties");
    EXPECT_EQ(refused(mdn(id, {{"mdnGateway", "dns; x"}})), "invalidProperties") << "server-set";
}

TEST_P(Rfc9007_Mdn, section_5_the_final_recipient_is_ones_own) {
    auto id = ask();
    EXPECT_EQ(refused(mdn(id, {{"finalRecipient", "rfc822; ann@firm.com"}})), "forbiddenFrom");
    EXPECT_EQ(refused(mdn(id, {{"finalRecipient", "x400; ben@firm.com"}})), "invalidProperties");
    send(mdn(id, {{"finalRecipient", "rfc822;Ben@firm.com"}}));
    deliver();
    EXPECT_EQ(mime::read_disposition(inbox(ann).at(0))->fields.final_recipient, "rfc822; Ben@firm.com");
}

TEST_P(Rfc9007_Mdn, rfc8098_section_2_1_by_itself_only_to_whom_the_message_came_from) {
    json::object automatic{{"disposition", testing::parsed(R"({"actionMode":"automatic-action",
        "sendingMode":"mdn-sent-automatically","type":"processed"})")}};
    EXPECT_EQ(refused(mdn(ask("Disposition-Notification-To: cy@firm.com\r\n"), automatic)), "forbidden");
    EXPECT_TRUE(send(mdn(ask(), automatic)).at("notSent").is_null());
    deliver();
    EXPECT_NE(inbox(ann).at(0).find("Auto-Submitted: auto-replied\r\n"), std::string::npos);
}

TEST_P(Rfc9007_Mdn, an_outside_address_gets_none) {
    EXPECT_EQ(refused(mdn(ask("Disposition-Notification-To: eve@gmail.example\r\n"))), "forbidden");
}

TEST_P(Rfc9007_Mdn, section_2_the_original_and_the_words_are_as_asked) {
    auto id = ask("Disposition-Notification-To: ann@firm.com\r\nOriginal-Recipient: rfc822; office@firm.com\r\n");
    send(mdn(id, {{"subject", "Gelesen: \u00dcbung"}, {"textBody", "I have it."}, {"includeOriginalMessage", true}}));
    deliver();
    auto notice = mime::read_disposition(inbox(ann).at(0));
    ASSERT_TRUE(notice);
    EXPECT_EQ(notice->subject, "Gelesen: \u00dcbung");
    EXPECT_EQ(notice->text, "I have it.");
    EXPECT_TRUE(notice->has_original);
    EXPECT_EQ(notice->fields.original_recipient, "rfc822; office@firm.com");
    EXPECT_NE(inbox(ann).at(0).find("The hearing is at ten."), std::string::npos);
}

TEST_P(Rfc9007_Mdn, section_2_2_what_is_no_receipt_is_not_parsable) {
    auto id = ask();
    auto raw = mailbox::text(mailbox::BlobRef{mailbox::BlobRef::Kind::email, *email_from(id)});
    auto uploaded = mailbox::upload(accounts->open(ben).value(), "not mail at all", "text/plain");
    ASSERT_TRUE(uploaded);
    auto answer = call(ben, "MDN/parse", {{"blobIds", json::array{raw, mailbox::text(*uploaded), "nothing"}}});
    EXPECT_TRUE(answer.at("parsed").is_null());
    EXPECT_EQ(answer.at("notParsable"), (json::array{raw, mailbox::text(*uploaded)}));
    EXPECT_EQ(answer.at("notFound"), json::array{"nothing"});
    std::string many = "\"x\"";
    for (int n = 0; n < 1000; ++n) many += ",\"x" + std::to_string(n) + '"';
    EXPECT_EQ(error_of(ben, "MDN/parse", {{"blobIds", testing::parsed("[" + many + "]")}}), "requestTooLarge");
}

TEST_P(Rfc9007_Mdn, section_1_3_the_capability_is_an_empty_object) {
    Caller caller;
    caller.who = signed_in();
    auto session = api->session(caller, Origin{"https://m"}).value();
    EXPECT_EQ(session.at("capabilities").at(mdn_uri), json::object{});
    EXPECT_EQ(session.at("accounts").at(account_id(ann)).at("accountCapabilities").at(mdn_uri), json::object{});
}

}  // namespace
}  // namespace bailey::jmap
