// RFC 8621 section 7: sending an Email. Undoing and waiting are in held_test.cpp, queries in query_test.cpp.
#include "api/jmap/submission/submission.hpp"

#include <gtest/gtest.h>

#include "api/jmap/mail_ids.hpp"
#include "api/jmap/testing/post_office.hpp"
#include "services/mailbox/emails.hpp"

namespace bailey::jmap {
namespace {

class Rfc8621_7_EmailSubmission : public testing::PostOffice {
protected:
    std::string sent_id(const json::object& response) {
        return std::string(text_of(created(response).at("id").as_string()));
    }
    static std::string type_of(const json::object& refusal) {
        return std::string(text_of(refusal.at("type").as_string()));
    }
};
BAILEY_ON_SQLITE(Rfc8621_7_EmailSubmission);

TEST_P(Rfc8621_7_EmailSubmission, reaches_the_other_accounts_inbox_and_says_so) {
    auto mail = email(ann, letter());
    auto told = created(submit(mail, envelope({"ben@firm.com"})));
    EXPECT_EQ(told.at("undoStatus"), "final");
    EXPECT_EQ(told.at("sendAt"), "2023-11-14T22:13:20Z");
    EXPECT_TRUE(told.at("threadId").is_string());
    EXPECT_EQ(told.at("dsnBlobIds"), json::array{});
    deliver();
    ASSERT_EQ(inbox(ben).size(), 1u);
    EXPECT_NE(inbox(ben)[0].find("The hearing is at ten."), std::string::npos);
    EXPECT_NE(inbox(ben)[0].find(" with JMAP\r\n"), std::string::npos);
    auto now = submission(std::string(text_of(told.at("id").as_string())));
    EXPECT_EQ(now.at("emailId"), json::string(mail));
    EXPECT_EQ(now.at("identityId"), json::string(identity(ann)));
    EXPECT_EQ(now.at("undoStatus"), "final");
    EXPECT_EQ(now.at("deliveryStatus").as_object().size(), 1u);
    EXPECT_EQ(status(now, "ben@firm.com").at("delivered"), "yes");
    EXPECT_EQ(status(now, "ben@firm.com").at("displayed"), "unknown");
    EXPECT_EQ(status(now, "ben@firm.com").at("smtpReply"), "250 2.1.5 In the mailbox of <ben@firm.com>");
}

TEST_P(Rfc8621_7_EmailSubmission, section_7_5_no_bcc_is_in_what_is_delivered) {
    submit(email(ann, letter("To: ben@firm.com\r\nCc: ben@firm.com\r\n")));
    deliver();
    ASSERT_EQ(inbox(ben).size(), 1u) << "each address once";
    ASSERT_EQ(inbox(cy).size(), 1u);
    for (auto who : {ben, cy}) {
        EXPECT_EQ(inbox(who)[0].find("Bcc"), std::string::npos);
        EXPECT_EQ(inbox(who)[0].find("cy@firm.com"), std::string::npos);
    }
}

TEST_P(Rfc8621_7_EmailSubmission, an_envelope_of_null_is_made_from_the_email) {
    auto told = created(submit(email(ann, letter("To: Ben <Ben@firm.com>, x: cy@firm.com;\r\nCc: ben@firm.com\r\n"))));
    EXPECT_EQ(
        told.at("envelope"),
        testing::parsed(R"({"mailFrom":{"email":"ann@firm.com","parameters":null},"rcptTo":[)"
                        R"({"email":"Ben@firm.com","parameters":null},{"email":"cy@firm.com","parameters":null}]})"));
    ASSERT_TRUE(users->add_address(system_actor(), ann, "office@firm.com"));
    auto another = created(submit(email(ann, letter("To: ben@firm.com\r\nSender: office@firm.com\r\n"))));
    EXPECT_EQ(another.at("envelope").at("mailFrom").at("email"), "ann@firm.com.bailey.test")
        << "an address that the Identity does not allow gives way to the Identity's";
    auto same = created(submit(email(ann, letter("To: ben@firm.com\r\nSender: Ann@firm.com\r\n"))));
    EXPECT_EQ(same.at("envelope").at("mailFrom").at("email"), "Ann@firm.com") << "Sender goes before From";
}

TEST_P(Rfc8621_7_EmailSubmission, several_senders_are_an_invalid_email) {
    ASSERT_TRUE(users->add_address(system_actor(), ann, "office@firm.com"));
    auto two = "From: ann@firm.com, office@firm.com\r\nTo: ben@firm.com\r\n\r\nx\r\n";
    auto refused = refusal(submit(email(ann, two)));
    EXPECT_EQ(type_of(refused), "invalidEmail");
    EXPECT_EQ(refused.at("properties"), (json::array{"from", "sender"}));
    EXPECT_TRUE(submit(email(ann, two), envelope({"ben@firm.com"})).at("notCreated").is_null())
        << "two authors of one account may be, where the envelope says who sends";
    auto senders = refusal(submit(email(ann, letter("Sender: ann@firm.com, cy@firm.com\r\nTo: ben@firm.com\r\n"))));
    EXPECT_EQ(senders.at("properties"), (json::array{"sender"}));
    for (auto bad : {"To: ben@firm.com\r\n\r\nx\r\n", "From: nobody\r\nTo: ben@firm.com\r\n\r\nx\r\n",
                     "From: ann@firm.com\r\nFrom: ann@firm.com\r\nTo: ben@firm.com\r\n\r\nx\r\n"}) {
        auto from = refusal(submit(email(ann, bad), envelope({"ben@firm.com"})));
        EXPECT_EQ(type_of(from), "invalidEmail") << bad;
        EXPECT_EQ(from.at("properties"), (json::array{"from"}));
    }
}

TEST_P(Rfc8621_7_EmailSubmission, section_7_5_an_outside_recipient_is_refused_by_name) {
    auto refused = refusal(submit(email(ann, letter("To: ben@firm.com, eve@gmail.example, nobody@firm.com\r\n"))));
    EXPECT_EQ(type_of(refused), "invalidRecipients");
    EXPECT_EQ(refused.at("invalidRecipients"), (json::array{"eve@gmail.example", "nobody@firm.com"}));
    auto why = text_of(refused.at("description").as_string());
    EXPECT_NE(why.find("550 5.7.1 <eve@gmail.example> is outside the community"), std::string::npos) << why;
    EXPECT_NE(why.find("550 5.1.1 There is no <nobody@firm.com> here"), std::string::npos) << why;
    auto malformed = refusal(submit(email(ann, letter()), envelope({"ben@firm.com", "ben at firm", ""})));
    EXPECT_EQ(malformed.at("invalidRecipients"), (json::array{"ben at firm", ""}));
    deliver();
    EXPECT_TRUE(inbox(ben).empty()) << "all or nothing";
    EXPECT_TRUE(call(ann, "EmailSubmission/get", {{"ids", nullptr}}).at("list").as_array().empty());
}

TEST_P(Rfc8621_7_EmailSubmission, section_7_5_recipients_none_and_too_many) {
    EXPECT_EQ(type_of(refusal(submit(email(ann, letter()), envelope({})))), "noRecipients");
    EXPECT_EQ(type_of(refusal(submit(email(ann, "From: ann@firm.com\r\nTo: friends:;\r\n\r\nx\r\n")))), "noRecipients");
    auto refused = refusal(submit(email(ann, letter()), envelope(std::vector<std::string>(6, "ben@firm.com"))));
    EXPECT_EQ(type_of(refused), "tooManyRecipients");
    EXPECT_EQ(refused.at("maxRecipients"), 5);
}

TEST_P(Rfc8621_7_EmailSubmission, section_7_5_too_large_says_how_large_it_may_be) {
    auto refused = refusal(submit(email(ann, letter() + std::string(250'000, 'x') + "\r\n")));
    EXPECT_EQ(type_of(refused), "tooLarge");
    EXPECT_EQ(refused.at("maxSize"), 200'000);
    // With its trace it is too large although by itself it is not.
    auto text = letter();
    text += std::string(200'000 - text.size() - 2, 'x') + "\r\n";
    auto later = refusal(submit(email(ann, text)));
    EXPECT_EQ(type_of(later), "tooLarge");
    EXPECT_EQ(later.at("maxSize"), 200'000);
}

TEST_P(Rfc8621_7_EmailSubmission, section_7_5_who_may_not_send_as_whom) {
    auto foreign = refusal(submit(email(ann, letter()), envelope({"ben@firm.com"}, nullptr, "cy@firm.com")));
    EXPECT_EQ(type_of(foreign), "forbiddenMailFrom");
    auto author = "From: ben@firm.com\r\nTo: cy@firm.com\r\n\r\nx\r\n";
    EXPECT_EQ(type_of(refusal(submit(email(ann, author)))), "forbiddenFrom");
    ASSERT_TRUE(users->add_address(system_actor(), ann, "office@firm.com"));
    auto another = "From: office@firm.com\r\nTo: cy@firm.com\r\n\r\nx\r\n";
    EXPECT_EQ(type_of(refusal(submit(email(ann, another)))), "forbiddenFrom") << "section 9.6: not the Identity's";
    ASSERT_TRUE(users->suspend(system_actor(), ann));
    auto suspended = refusal(submit(email(ann, letter())));
    EXPECT_EQ(type_of(suspended), "forbiddenToSend");
    EXPECT_TRUE(suspended.at("description").is_string());
}

TEST_P(Rfc8621_7_EmailSubmission, section_7_5_an_email_or_identity_that_is_not_there_is_an_invalid_property) {
    auto unknown = email_id(99);
    auto refused = refusal(submit(unknown));
    EXPECT_EQ(type_of(refused), "invalidProperties");
    EXPECT_EQ(refused.at("properties"), (json::array{"emailId"}));
    auto both =
        call(ann, "EmailSubmission/set", {{"create", testing::parsed(R"({"k":{"emailId":"x","identityId":"i77"}})")}});
    EXPECT_EQ(refusal(both).at("properties"), (json::array{"identityId", "emailId"}));
    auto server_set = call(
        ann, "EmailSubmission/set",
        {{"create", testing::parsed(R"({"k":{"emailId":"x","identityId":"y","sendAt":"2023-01-01T00:00:00Z"}})")}});
    EXPECT_EQ(type_of(refusal(server_set)), "invalidProperties");
}

TEST_P(Rfc8621_7_EmailSubmission, another_accounts_email_is_not_there) {
    EXPECT_EQ(refusal(submit(email(ben, letter()))).at("properties"), (json::array{"emailId"}));
}

TEST_P(Rfc8621_7_EmailSubmission, a_malformed_envelope_is_an_invalid_property) {
    auto mail = email(ann, letter());
    for (
        auto bad :
        {R"({})", R"({"mailFrom":null,"rcptTo":[]})", R"({"mailFrom":{"email":"ann@firm.com"}})",
         R"({"mailFrom":{"email":"ann@firm.com"},"rcptTo":"ben@firm.com"})",
         R"({"mailFrom":{"email":"ann@firm.com"},"rcptTo":["ben@firm.com"]})",
         R"({"mailFrom":{"email":"no address"},"rcptTo":[{"email":"ben@firm.com"}]})",
         R"({"mailFrom":{"email":"ann@firm.com","parameters":{"X-OWN":null}},"rcptTo":[{"email":"ben@firm.com"}]})",
         R"({"mailFrom":{"email":"ann@firm.com","parameters":{"RET":"SOME"}},"rcptTo":[{"email":"ben@firm.com"}]})",
         R"({"mailFrom":{"email":"ann@firm.com","parameters":{"RET":"FULL SIZE=1"}},"rcptTo":[{"email":"ben@firm.com"}]})",
         R"({"mailFrom":{"email":"ann@firm.com","parameters":{"RET":7}},"rcptTo":[{"email":"ben@firm.com"}]})"}) {
        auto refused = refusal(submit(mail, testing::parsed(bad)));
        EXPECT_EQ(type_of(refused), "invalidProperties") << bad;
        EXPECT_EQ(refused.at("properties"), (json::array{"envelope"})) << bad;
    }
    EXPECT_EQ(type_of(refusal(submit(mail, envelope({"ben@firm.com"}, json::object{{"SIZE", "200001"}})))), "tooLarge");
}

TEST_P(Rfc8621_7_EmailSubmission, parameters_are_those_of_smtp_and_reports_are_filed_with_it) {
    auto asked = testing::parsed(R"({"mailFrom":{"email":"ann@firm.com","parameters":{"envid":"QQ 31+4"}},"rcptTo":[
        {"email":"ben@firm.com","parameters":{"NOTIFY":"SUCCESS,FAILURE","ORCPT":"rfc822;Ben+x@firm.com"}}]})");
    auto id = sent_id(submit(email(ann, letter()), asked));
    deliver();
    deliver();
    auto reports = inbox(ann);
    ASSERT_EQ(reports.size(), 1u);
    EXPECT_NE(reports[0].find("Original-Envelope-Id: QQ 31+4\r\n"), std::string::npos) << reports[0];
    EXPECT_NE(reports[0].find("Original-Recipient: rfc822; Ben+x@firm.com\r\n"), std::string::npos);
    auto now = submission(id);
    EXPECT_EQ(now.at("dsnBlobIds").as_array().size(), 1u);
    EXPECT_EQ(now.at("mdnBlobIds").as_array().size(), 0u);
    EXPECT_EQ(now.at("envelope"), asked) << "as it was given";
    auto blob = mailbox::blob_from(text_of(now.at("dsnBlobIds").at(0).as_string()));
    EXPECT_EQ(mailbox::read_blob(accounts->open(ann).value(), *blob).value(), reports[0]);
}

TEST_P(Rfc8621_7_EmailSubmission, an_empty_return_address_may_be) {
    created(submit(email(ann, letter()), envelope({"ben@firm.com"}, nullptr, "")));
    deliver();
    EXPECT_TRUE(inbox(ben).at(0).starts_with("Return-Path: <>\r\n"));
}

TEST_P(Rfc8621_7_EmailSubmission, section_7_5_one_implicit_email_set_follows_what_succeeded) {
    auto good = email(ann, letter()), bad = email(ann, letter("To: eve@gmail.example\r\n"));
    auto own = identity(ann);
    auto make = [&](const std::string& mail) { return R"({"identityId":")" + own + R"(","emailId":")" + mail + "\"}"; };
    auto responses =
        calls(ann, R"(["EmailSubmission/set",{"accountId":")" + account_id(ann) + R"(","create":{"g":)" + make(good) +
                       R"(,"b":)" + make(bad) +
                       R"(},"onSuccessUpdateEmail":{"#g":{"keywords/$draft":null},"#b":{"keywords/$seen":true},)"
                       R"("#none":{"keywords/$seen":true}},"onSuccessDestroyEmail":["#b","sxyz"]},"c1"])");
    ASSERT_EQ(responses.size(), 2u);
    EXPECT_EQ(responses[0].at(0), "EmailSubmission/set");
    EXPECT_EQ(responses[1].at(0), "Email/set");
    EXPECT_EQ(responses[1].at(2), "c1") << "the same call id";
    EXPECT_EQ(responses[1].at(1),
              (json::object{{"accountId", account_id(ann)},
                            {"update", json::object{{good, testing::parsed(R"({"keywords/$draft":null})")}}}}));
}

TEST_P(Rfc8621_7_EmailSubmission, section_7_5_a_sent_draft_may_be_destroyed) {
    auto mail = email(ann, letter());
    submit(mail, nullptr, {{"onSuccessDestroyEmail", json::array{"#k", "#k"}}});
    ASSERT_EQ(email_sets.size(), 1u);
    EXPECT_EQ(email_sets[0].at("destroy"), json::array{json::string(mail)});
    EXPECT_FALSE(email_sets[0].contains("update"));
    submit(email(ann, letter("To: eve@gmail.example\r\n")), nullptr, {{"onSuccessDestroyEmail", json::array{"#k"}}});
    EXPECT_EQ(email_sets.size(), 1u) << "nothing succeeded, nothing follows";
    EXPECT_EQ(error_of(ann, "EmailSubmission/set", {{"onSuccessUpdateEmail", json::object{{"#k", 1}}}}),
              "invalidArguments");
}

TEST_P(Rfc8621_7_EmailSubmission, section_7_5_update_and_destroy_have_their_email_set_too) {
    auto mail = email(ann, letter());
    auto id = sent_id(submit(mail));
    call(ann, "EmailSubmission/set",
         {{"update", json::object{{id, json::object{}}}},
          {"onSuccessUpdateEmail", json::object{{id, json::object{{"keywords/a", true}}}}}});
    ASSERT_EQ(email_sets.size(), 1u);
    EXPECT_TRUE(email_sets[0].at("update").as_object().contains(mail));
    call(ann, "EmailSubmission/set",
         {{"destroy", json::array{json::string(id)}}, {"onSuccessDestroyEmail", json::array{json::string(id)}}});
    ASSERT_EQ(email_sets.size(), 2u);
    EXPECT_EQ(email_sets[1].at("destroy"), json::array{json::string(mail)});
}

TEST_P(Rfc8621_7_EmailSubmission, section_7_5_destroying_it_leaves_its_delivery_alone) {
    auto id = sent_id(submit(email(ann, letter()), envelope({"ben@firm.com"}, json::object{{"HOLDFOR", "60"}})));
    auto gone = call(ann, "EmailSubmission/set", {{"destroy", json::array{json::string(id), "sabc"}}});
    EXPECT_EQ(gone.at("destroyed"), json::array{json::string(id)});
    EXPECT_EQ(gone.at("notDestroyed").at("sabc").at("type"), "notFound");
    clock.advance(std::chrono::minutes(1));
    deliver();
    EXPECT_EQ(inbox(ben).size(), 1u);
    EXPECT_EQ(call(ann, "EmailSubmission/get", {{"ids", json::array{json::string(id)}}}).at("notFound"),
              json::array{json::string(id)});
}

TEST_P(Rfc8621_7_EmailSubmission, section_7_5_destroying_the_email_does_not_cancel_it) {
    auto mail = email(ann, letter());
    auto id = sent_id(submit(mail, envelope({"ben@firm.com"}, json::object{{"HOLDFOR", "60"}})));
    mailbox::EmailSet set;
    set.destroy.push_back(*email_from(mail));
    ASSERT_TRUE(mailbox::set_emails(accounts->open(ann).value(), set));
    clock.advance(std::chrono::minutes(1));
    deliver();
    EXPECT_EQ(inbox(ben).size(), 1u);
    EXPECT_EQ(submission(id).at("emailId"), json::string(mail)) << "the property stays";
}

TEST_P(Rfc8621_7_EmailSubmission, an_email_made_in_the_same_request_may_be_named_by_its_creation_id) {
    auto mail = email(ann, letter());
    auto text = R"({"using":["urn:ietf:params:jmap:submission"],"createdIds":{"draft":")" + mail +
                R"("},"methodCalls":[["EmailSubmission/set",{"accountId":")" + account_id(ann) +
                R"(","create":{"k":{"identityId":")" + identity(ann) + R"(","emailId":"#draft"}}},"0"]]})";
    Caller caller;
    caller.who = signed_in();
    auto reply = testing::parsed(api->process(caller, text, Origin{"https://m"}).body);
    created(reply.at("methodResponses").at(0).at(1).as_object());
}

TEST_P(Rfc8621_7_EmailSubmission, from_a_shared_mailbox_it_is_the_mailbox_that_sends) {
    auto office = users->create(system_actor(), {.organisation = firm,
                                                 .address = "office@firm.com",
                                                 .first_name = "Listing",
                                                 .last_name = "Office",
                                                 .kind = AccountKind::shared});
    ASSERT_TRUE(office);
    shared.push_back({office->account, office->address, false, false});
    auto id = account_id(office->account);
    auto make = [&](const std::string& from) {
        auto mail = email(office->account, "From: " + from + "\r\nTo: ben@firm.com\r\n\r\nx\r\n");
        return calls(ann, R"(["Identity/get",{"accountId":")" + id +
                              R"("},"0"],["EmailSubmission/set",{"accountId":")" + id +
                              R"(","create":{"k":{"identityId":"i1","emailId":")" + mail + R"("}}},"1"])");
    };
    auto sent = make("office@firm.com");
    EXPECT_EQ(sent.at(0).at(1).at("list").at(0).at("name"), "Listing Office");
    created(sent.at(1).at(1).as_object());
    EXPECT_EQ(type_of(refusal(make("ann@firm.com").at(1).at(1).as_object())), "forbiddenFrom");
    deliver();
    ASSERT_EQ(inbox(ben).size(), 1u);
    EXPECT_TRUE(inbox(ben)[0].starts_with("Return-Path: <office@firm.com>\r\n"));
}

TEST_P(Rfc8621_7_EmailSubmission, section_1_3_2_the_capability_tells_its_limits) {
    Caller caller;
    caller.who = signed_in();
    auto session = api->session(caller, Origin{"https://m"}).value();
    EXPECT_EQ(session.at("capabilities").at(submission_uri), json::object{});
    auto& own = session.at("accounts").at(account_id(ann)).at("accountCapabilities").at(submission_uri).as_object();
    EXPECT_EQ(own.at("maxDelayedSend"), 60 * 24 * 3600);
    auto& extensions = own.at("submissionExtensions").as_object();
    EXPECT_EQ(extensions.at("SIZE"), json::array{"200000"});
    EXPECT_EQ(extensions.at("FUTURERELEASE").at(0), "5184000");
    EXPECT_EQ(extensions.at("DSN"), json::array{});
}

TEST_P(Rfc8621_7_EmailSubmission, what_is_finished_goes_after_a_month) {
    auto id = sent_id(submit(email(ann, letter())));
    deliver();
    clock.advance(std::chrono::hours(24 * 29));
    submission(id);
    clock.advance(std::chrono::hours(24 * 2));
    EXPECT_TRUE(call(ann, "EmailSubmission/get", {{"ids", nullptr}}).at("list").as_array().empty());
}

TEST_P(Rfc8621_7_EmailSubmission, what_the_queue_has_forgotten_is_unknown) {
    auto id = sent_id(submit(email(ann, letter()), envelope({"ben@firm.com"})));
    while (deliverer->pending() > 0) let_it_look();
    let_it_look();
    clock.advance(std::chrono::hours(24 * 8));
    ASSERT_EQ(queue->collect(std::chrono::hours(24 * 7), 0).value(), 1);  // before anybody asked
    EXPECT_EQ(status(submission(id), "ben@firm.com").at("delivered"), "unknown");
}

}  // namespace
}  // namespace bailey::jmap
