// RFC 8621 sections 4.1 and 4.2.
#include <gtest/gtest.h>

#include "api/jmap/testing/mail_desk.hpp"
#include "api/jmap/testing/notes.hpp"

namespace bailey::jmap {
namespace {

using testing::corpus;
using testing::in_quotes;
using testing::MailDesk;
using testing::text;

std::string one(MailDesk& desk, const std::string& id, std::string_view property, std::string_view more = {}) {
    const auto email = desk.email(id, property, more);
    return text(email.at(parse_json(property).value().as_string()));
}

TEST(Rfc8621_4_2_EmailGet, without_properties_gives_the_usual_ones) {
    MailDesk desk;
    const auto id = desk.add_file("mixed-attachments.eml");
    const auto list = desk.call("Email/get", R"("ids":[)" + in_quotes(id) + "]").at("list").as_array();
    ASSERT_EQ(list.size(), 1u);
    std::string names;
    for (const auto& [name, value] : list[0].as_object()) names += std::string(name) + " ";
    EXPECT_EQ(names,
              "id blobId threadId mailboxIds keywords size receivedAt messageId inReplyTo references sender from to cc "
              "bcc replyTo subject sentAt hasAttachment preview bodyValues textBody htmlBody attachments ");
}

TEST(Rfc8621_4_1_1_Metadata, is_of_the_store) {
    MailDesk desk;
    const auto message = corpus("welsh.eml");
    const auto id = desk.add(message, {.keywords = {"$seen", "Court"}, .received = 1'700'000'000'000});
    const auto email = desk.email(id, R"("id","blobId","mailboxIds","keywords","size","receivedAt","threadId")");
    EXPECT_EQ(email.at("id").as_string(), id);
    EXPECT_EQ(text(email.at("mailboxIds")), R"({"m1":true})");
    EXPECT_EQ(text(email.at("keywords")), R"({"$seen":true,"court":true})") << "keywords in lower case";
    EXPECT_EQ(email.at("size").to_number<std::size_t>(), message.size());
    EXPECT_EQ(email.at("receivedAt"), "2023-11-14T22:13:20Z");
    EXPECT_TRUE(email.at("threadId").is_string());
    EXPECT_TRUE(email.at("blobId").is_string());
}

TEST(Rfc8621_4_1_3_ShortNames, are_fields_in_their_form) {
    MailDesk desk;
    const auto id = desk.add_file("welsh.eml");
    EXPECT_EQ(one(desk, id, R"("subject")"), in_quotes("Gwrandawiad yn Llys y Goron T\xC5\xB7 Ddewi dydd Gwener"));
    EXPECT_EQ(one(desk, id, R"("from")"), R"([{"name":"Ann Reid","email":"ann.reid@chambers.example"}])");
    EXPECT_EQ(one(desk, id, R"("to")"), R"([{"name":null,"email":"listing@cardiff.court.example"}])");
    EXPECT_EQ(one(desk, id, R"("messageId")"), R"(["welsh@chambers.example"])");
    EXPECT_EQ(one(desk, id, R"("sentAt")"), R"("2026-11-23T09:15:00Z")");
    for (auto none : {R"("cc")", R"("bcc")", R"("replyTo")", R"("sender")", R"("inReplyTo")", R"("references")"}) {
        EXPECT_EQ(one(desk, id, none), "null") << none;
    }
    EXPECT_EQ(one(desk, id, R"("hasAttachment")"), "false");
    EXPECT_EQ(one(desk, id, R"("preview")").find("\"Annwyl"), 0u);
}

TEST(Rfc8621_4_1_3_ShortNames, say_the_same_as_the_fields_they_are_short_for) {
    MailDesk desk;
    const std::pair<const char*, const char*> same[] = {{R"("from")", R"("header:from:asAddresses:all")"},
                                                        {R"("to")", R"("header:TO:asAddresses:all")"},
                                                        {R"("cc")", R"("header:cc:asAddresses:all")"},
                                                        {R"("replyTo")", R"("header:reply-to:asAddresses:all")"},
                                                        {R"("subject")", R"("header:subject:asText:all")"},
                                                        {R"("sentAt")", R"("header:date:asDate:all")"},
                                                        {R"("messageId")", R"("header:message-id:asMessageIds:all")"}};
    for (auto name : {"addresses.eml", "folded.eml", "8bit-header.eml", "utf8-header.eml", "no-header.eml",
                      "mbox-from.eml", "giant-header.eml"}) {
        const auto id = desk.add_file(name);
        for (const auto& [shortly, fully] : same) {
            // The one comes from the summary, the other from the message.
            const auto all = parse_json(one(desk, id, fully)).value().as_array();
            EXPECT_EQ(one(desk, id, shortly), all.empty() ? "null" : text(all.back())) << name << " " << shortly;
        }
    }
}

constexpr auto headers =
    "X-Note: one\r\nx-note:  two\r\nX-Note: =?utf-8?Q?Si=C3=A2n?=\r\n"
    "Resent-To: a@x.example, B <b@x.example>\r\nResent-To: Team: c@x.example;\r\n"
    "List-Post: <mailto:list@x.example>\r\nReferences: <1@x> <2@x>\r\nX-Empty:\r\n";

TEST(Rfc8621_4_1_3_HeaderProperties, take_the_last_or_all_in_any_case) {
    MailDesk desk;
    const auto id = desk.add_text("Forms", "x", {}, headers);
    EXPECT_EQ(one(desk, id, R"("header:X-NOTE")"), R"(" =?utf-8?Q?Si=C3=A2n?=")");
    EXPECT_EQ(one(desk, id, R"("header:x-note:all")"), R"([" one","  two"," =?utf-8?Q?Si=C3=A2n?="])");
    EXPECT_EQ(one(desk, id, R"("header:X-Note:asText")"), in_quotes("Si\xC3\xA2n"));
    EXPECT_EQ(one(desk, id, R"("header:X-Note:asRaw")"), one(desk, id, R"("header:X-Note")"));
    EXPECT_EQ(one(desk, id, R"("header:X-Absent")"), "null");
    EXPECT_EQ(one(desk, id, R"("header:X-Absent:all")"), "[]");
    EXPECT_EQ(one(desk, id, R"("header:X-Absent:asAddresses")"), "null");
    EXPECT_EQ(one(desk, id, R"("header:X-Absent:asDate:all")"), "[]");
    EXPECT_EQ(one(desk, id, R"("header:X-Empty")"), R"("")");
}

TEST(Rfc8621_4_1_2_Forms, are_each_of_their_shape) {
    MailDesk desk;
    const auto id = desk.add_text("Forms", "x", {}, headers);
    EXPECT_EQ(one(desk, id, R"("header:Resent-To:asAddresses:all")"),
              R"([[{"name":null,"email":"a@x.example"},{"name":"B","email":"b@x.example"}],)"
              R"([{"name":null,"email":"c@x.example"}]])");
    EXPECT_EQ(one(desk, id, R"("header:Resent-To:asGroupedAddresses")"),
              R"([{"name":"Team","addresses":[{"name":null,"email":"c@x.example"}]}])");
    EXPECT_EQ(one(desk, id, R"("header:References:asMessageIds")"), R"(["1@x","2@x"])");
    EXPECT_EQ(one(desk, id, R"("header:List-Post:asURLs")"), R"(["mailto:list@x.example"])");
    EXPECT_EQ(one(desk, id, R"("header:X-Note:asMessageIds:all")"), "[null,null,null]");
    EXPECT_EQ(one(desk, id, R"("header:X-Note:asDate")"), "null");
    EXPECT_EQ(one(desk, id, R"("header:X-Note:asURLs")"), "null");
}

TEST(Rfc8621_4_2_EmailGet, refuses_forms_that_a_field_does_not_have) {
    MailDesk desk;
    for (auto bad :
         {"header:From:asDate", "header:Subject:asAddresses", "header:Date:asText", "header:To:asMessageIds",
          "header:Received:asText", "header:", "header:X Y", "header:X:as", "header:X:asNothing", "header:X:all:asText",
          "header:X:asText:all:all", "header::asText", "header:X:ASTEXT", "header:caf\xC3\xA9", "colour", "Subject"}) {
        const auto asked = R"("ids":[],"properties":[)" + in_quotes(bad) + "]";
        EXPECT_EQ(desk.error_of("Email/get", asked), "invalidArguments") << bad;
        const auto of_parts = R"("ids":[],"bodyProperties":[)" + in_quotes(bad) + "]";
        EXPECT_EQ(desk.error_of("Email/get", of_parts), "invalidArguments") << bad;
    }
}

TEST(Rfc8621_4_2_EmailGet, keeps_the_capitals_of_a_property_name) {
    MailDesk desk;
    const auto id = desk.add_text("Forms", "x", {}, headers);
    const auto email = desk.email(id, R"("header:sUBJect:asText","header:x-NOTE")");
    EXPECT_EQ(email.at("header:sUBJect:asText"), "Forms");
    EXPECT_TRUE(email.contains("header:x-NOTE"));
    EXPECT_EQ(email.size(), 3u);
}

TEST(Rfc8621_4_1_3_Headers, are_all_fields_in_their_order) {
    MailDesk desk;
    const auto id = desk.add("Subject: a\r\nFrom: b@x.example\r\nsubject:\r\n c\r\n\r\nbody\r\n");
    EXPECT_EQ(one(desk, id, R"("headers")"),
              R"([{"name":"Subject","value":" a"},{"name":"From","value":" b@x.example"},)"
              R"({"name":"subject","value":"\r\n c"}])");
}

TEST(Rfc8621_4_2_EmailGet, says_what_it_did_not_find) {
    MailDesk desk;
    const auto id = desk.add_text("Here", "x"), gone = desk.add_text("Gone", "x");
    desk.destroy(gone);
    const auto response = desk.call("Email/get", R"("properties":["subject"],"ids":["nonsense",)" + in_quotes(gone) +
                                                     "," + in_quotes(id) + "," + in_quotes("M" + id.substr(1)) + "]");
    EXPECT_EQ(text(response.at("list")), R"([{"id":)" + in_quotes(id) + R"(,"subject":"Here"}])");
    EXPECT_EQ(response.at("notFound").as_array().size(), 3u);
    EXPECT_EQ(response.at("state").as_string(), desk.state("Email"));
}

TEST(Rfc8621_4_2_EmailGet, gives_all_for_ids_null_as_long_as_they_are_few) {
    Limits limits;
    limits.max_objects_in_get = 3;
    MailDesk desk({}, limits);
    for (int n = 0; n < 3; ++n) desk.add_text("n", "x");
    EXPECT_EQ(desk.call("Email/get", R"("ids":null,"properties":["id"])").at("list").as_array().size(), 3u);
    desk.add_text("n", "x");
    EXPECT_EQ(desk.error_of("Email/get", R"("ids":null,"properties":["id"])"), "requestTooLarge");
}

TEST(Rfc8621_4_3_EmailChanges, tells_of_new_changed_and_destroyed_emails) {
    MailDesk desk;
    const auto old = desk.add_text("Old", "x"), doomed = desk.add_text("Doomed", "x");
    const auto before = desk.state("Email");
    const auto fresh = desk.add_text("Fresh", "x"), brief = desk.add_text("Brief", "x");
    desk.change(old, {"$flagged"});
    desk.destroy(doomed);
    desk.destroy(brief);
    const auto changes = desk.call("Email/changes", R"("sinceState":)" + in_quotes(before));
    EXPECT_EQ(text(changes.at("created")), "[" + in_quotes(fresh) + "]");
    EXPECT_EQ(text(changes.at("updated")), "[" + in_quotes(old) + "]");
    EXPECT_EQ(text(changes.at("destroyed")), "[" + in_quotes(doomed) + "]");
    EXPECT_EQ(changes.at("hasMoreChanges"), false);
    EXPECT_EQ(changes.at("newState").as_string(), desk.state("Email"));
    for (auto bad : {"", "x", "999999999", "-1"}) {
        EXPECT_EQ(desk.error_of("Email/changes", R"("sinceState":)" + in_quotes(bad)), "cannotCalculateChanges") << bad;
    }
}

TEST(Rfc8621_4_3_EmailChanges, in_parts_lead_to_the_same) {
    MailDesk desk;
    const auto before = desk.state("Email");
    for (int n = 0; n < 5; ++n) desk.add_text("n", "x");
    auto since = before;
    std::size_t told = 0;
    for (bool more = true; more;) {
        const auto part = desk.call("Email/changes", R"("maxChanges":2,"sinceState":)" + in_quotes(since));
        ASSERT_LE(part.at("created").as_array().size(), 2u);
        told += part.at("created").as_array().size();
        more = part.at("hasMoreChanges").as_bool();
        ASSERT_NE(part.at("newState"), json::value(since));
        since = std::string(text_of(part.at("newState").as_string()));
    }
    EXPECT_EQ(told, 5u);
    EXPECT_EQ(since, desk.state("Email"));
}

}  // namespace
}  // namespace bailey::jmap
