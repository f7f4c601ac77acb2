// RFC 8621 section 4.9.
#include <gtest/gtest.h>

#include "api/jmap/testing/mail_desk.hpp"
#include "api/jmap/testing/notes.hpp"

namespace bailey::jmap {
namespace {

using testing::corpus;
using testing::in_quotes;
using testing::MailDesk;
using testing::text;

TEST(Rfc8621_4_9_EmailParse, reads_an_upload_without_storing_it) {
    MailDesk desk;
    const auto blob = desk.upload(corpus("utf8-header.eml"));
    const auto email =
        desk.parsed(blob, R"("subject","id","threadId","mailboxIds","keywords","receivedAt","blobId","size")");
    EXPECT_TRUE(email.at("subject").is_string()) << "the server MUST support messages with EAI headers";
    for (auto null : {"id", "threadId", "mailboxIds", "keywords", "receivedAt"}) {
        EXPECT_TRUE(email.at(null).is_null()) << null;
    }
    EXPECT_EQ(email.at("blobId").as_string(), blob);
    EXPECT_EQ(email.at("size").to_number<std::size_t>(), corpus("utf8-header.eml").size());
    EXPECT_EQ(desk.ids(""), "[]");
}

TEST(Rfc8621_4_9_EmailParse, has_its_own_usual_properties) {
    MailDesk desk;
    const auto blob = desk.upload(corpus("plain.eml"));
    const auto response = desk.call("Email/parse", R"("blobIds":[)" + in_quotes(blob) + "]");
    std::string names;
    for (const auto& [name, value] : response.at("parsed").at(blob).as_object()) names += std::string(name) + " ";
    EXPECT_EQ(names,
              "messageId inReplyTo references sender from to cc bcc replyTo subject sentAt hasAttachment preview "
              "bodyValues textBody htmlBody attachments ");
    EXPECT_TRUE(response.at("notParsable").is_null());
    EXPECT_TRUE(response.at("notFound").is_null());
}

TEST(Rfc8621_4_9_EmailParse, reads_an_attached_message_and_its_parts) {
    MailDesk desk;
    const auto id = desk.add_file("message-rfc822.eml");
    const auto outer = desk.email(id, R"("attachments")", R"("bodyProperties":["blobId","type"])");
    const auto& part = outer.at("attachments").at(0).as_object();
    EXPECT_EQ(part.at("type"), "message/rfc822");
    const std::string blob(text_of(part.at("blobId").as_string()));
    const auto inner = desk.parsed(blob, R"("subject","attachments","bodyValues")", R"("fetchTextBodyValues":true)");
    EXPECT_EQ(inner.at("subject"), "Inner \xC5\xB5");
    EXPECT_EQ(text(inner.at("bodyValues")),
              R"({"1":{"value":"inner text","isEncodingProblem":false,"isTruncated":false}})");
    const auto pdf = inner.at("attachments").at(0).at("blobId").as_string();
    EXPECT_EQ(text_of(pdf), blob + "-2");
    const auto unreadable = desk.call("Email/parse", R"("blobIds":[)" + in_quotes(text_of(pdf)) + "]");
    EXPECT_EQ(text(unreadable.at("notParsable")), "[" + in_quotes(text_of(pdf)) + "]");
}

TEST(Rfc8621_4_9_EmailParse, names_what_is_no_message_or_not_there) {
    MailDesk desk;
    const auto text_blob = desk.upload("this is not an email at all, just random text");
    const auto response =
        desk.call("Email/parse", R"("blobIds":["nonsense","Uaaaaaaaaaaaaa",)" + in_quotes(text_blob) + "]");
    EXPECT_TRUE(response.at("parsed").is_null());
    EXPECT_EQ(text(response.at("notParsable")), "[" + in_quotes(text_blob) + "]");
    EXPECT_EQ(text(response.at("notFound")), R"(["nonsense","Uaaaaaaaaaaaaa"])");
}

TEST(Rfc8620_6_1_Upload, of_somebody_else_is_not_there_to_parse) {
    MailDesk desk;
    const auto blob = desk.upload(corpus("plain.eml"));
    desk.caller.who.account = AccountId{99};  // another who may open the mailbox
    const auto response = desk.call("Email/parse", R"("blobIds":[)" + in_quotes(blob) + "]");
    EXPECT_EQ(text(response.at("notFound")), "[" + in_quotes(blob) + "]");
}

TEST(Rfc8621_4_9_EmailParse, refuses_what_get_refuses) {
    MailDesk desk;
    EXPECT_EQ(desk.error_of("Email/parse", R"("blobIds":[],"properties":["header:From:asDate"])"), "invalidArguments");
    EXPECT_EQ(desk.error_of("Email/parse", R"("blobIds":[],"properties":["colour"])"), "invalidArguments");
    EXPECT_EQ(desk.error_of("Email/parse", R"("blobIds":[],"bodyProperties":["colour"])"), "invalidArguments");
    EXPECT_EQ(desk.error_of("Email/parse", ""), "invalidArguments");
    EXPECT_EQ(desk.error_of("Email/parse", R"("blobIds":[],"colour":1)"), "invalidArguments");
    EXPECT_EQ(text(desk.call("Email/parse", R"("blobIds":[])").at("parsed")), "null");
}

TEST(Rfc8621_4_9_EmailParse, reads_all_of_the_corpus) {
    MailDesk desk;
    for (auto name : {"empty-parts.eml", "nested-deep.eml", "many-parts.eml", "broken-boundary.eml", "digest.eml",
                      "nul.eml", "lone-cr.eml", "bad-types.eml", "winmail.eml", "uuencode.eml", "long-lines.eml",
                      "split-character.eml", "message-unclosed.eml", "signed.eml", "report.eml"}) {
        const auto email =
            desk.parsed(desk.upload(corpus(name)), R"("bodyStructure","bodyValues","headers","preview","attachments")",
                        R"("fetchAllBodyValues":true)");
        EXPECT_EQ(email.size(), 5u) << name;
    }
}

// As of Email/get: whole characters, and the capitals of a property name are the client's.
TEST(Rfc8621_4_9_EmailParse, truncates_values_and_keeps_capitals) {
    MailDesk desk;
    const auto blob = desk.upload("Content-Type: text/plain; charset=utf-8\r\nX-Note: n\r\n\r\n\u0175\u0175\u0175\r\n");
    const auto email = desk.parsed(blob, R"("bodyValues","header:x-NOTE:asText")",
                                   R"("fetchTextBodyValues":true,"maxBodyValueBytes":3)");
    EXPECT_EQ(text(email.at("header:x-NOTE:asText")), R"("n")");
    EXPECT_EQ(text(email.at("bodyValues").at("1")), R"({"value":"ŵ","isEncodingProblem":false,"isTruncated":true})");
}

TEST(Rfc8620_8_5_EmailParse, of_very_many_properties_is_requestTooLarge) {
    MailDesk desk;
    std::string names = R"("header:X-0")";
    for (int n = 1; n <= 500; ++n) names += ",\"header:X-" + std::to_string(n) + "\"";
    for (std::string method : {"Email/parse", "Email/get"}) {
        const std::string ids = method == "Email/get" ? R"("ids":[],)" : R"("blobIds":[],)";
        EXPECT_EQ(desk.error_of(method, ids + R"("properties":[)" + names + "]"), "requestTooLarge");
        EXPECT_EQ(desk.error_of(method, ids + R"("bodyProperties":[)" + names + "]"), "requestTooLarge");
    }
}

}  // namespace
}  // namespace bailey::jmap
