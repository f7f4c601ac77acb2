// RFC 8621 section 4.8.
#include <gtest/gtest.h>

#include "api/jmap/testing/notes.hpp"
#include "api/jmap/testing/write_desk.hpp"

namespace bailey::jmap {
namespace {

using testing::text;
using testing::WriteDesk;

constexpr auto a_message = "Subject: one\r\nFrom: a@b\r\n\r\nhello\r\n";

json::object import_one(WriteDesk& desk, std::string_view email) {
    return desk.call("Email/import", R"("emails":{"c":)" + std::string(email) + "}");
}
std::string of(const std::string& blob, std::string_view more = {}) {
    return R"({"blobId":")" + blob + R"(","mailboxIds":{"m1":true})" + std::string(more) + "}";
}
std::string refused(WriteDesk& desk, std::string_view email) {
    return testing::refusal(import_one(desk, email), "notCreated");
}
std::string id_in(const json::object& response) {
    auto& created = testing::at(response, "created", "c");
    return created.empty() ? std::string() : std::string(text_of(created.at("id").as_string()));
}

TEST(Rfc8621_4_8_Import, AddsTheMessageAsItIs) {
    WriteDesk desk;
    auto blob = desk.upload(a_message, "message/rfc822");
    auto before = desk.state("Email");
    auto response =
        import_one(desk, of(blob, R"(,"keywords":{"$seen":true,"Work":true},"receivedAt":"2001-02-03T04:05:06Z")"));
    auto created = testing::at(response, "created", "c");
    EXPECT_EQ(created.size(), 4u) << text(created);
    EXPECT_EQ(created.at("size"), std::string_view(a_message).size());
    auto id = id_in(response);
    auto got = desk.email(id, R"("blobId","threadId","mailboxIds","keywords","receivedAt","subject")");
    EXPECT_EQ(text(got.at("blobId")), text(created.at("blobId")));
    EXPECT_EQ(text(got.at("threadId")), text(created.at("threadId")));
    EXPECT_EQ(text(got.at("mailboxIds")), R"({"m1":true})");
    EXPECT_EQ(text(got.at("keywords")), R"({"$seen":true,"work":true})");
    EXPECT_EQ(got.at("receivedAt"), "2001-02-03T04:05:06Z");
    EXPECT_EQ(got.at("subject"), "one");
    EXPECT_EQ(desk.message(id), a_message);
    EXPECT_EQ(response.at("oldState"), json::value(before));
    EXPECT_EQ(response.at("newState"), json::value(desk.state("Email")));
    EXPECT_TRUE(response.at("notCreated").is_null());
}

TEST(Rfc8621_4_8_Import, InternationalHeadersAreTaken) {
    WriteDesk desk;
    auto id = id_in(
        import_one(desk, of(desk.upload("Subject: Cinio \xc5\xb4yn\r\nFrom: Si\xc3\xa2n <si\xc3\xa2n@b>\r\n\r\n"))));
    auto got = desk.email(id, R"("subject","from")");
    EXPECT_EQ(got.at("subject"), "Cinio Ŵyn");
    EXPECT_EQ(text(got.at("from")), R"([{"name":"Siân","email":"siân@b"}])");
}

TEST(Rfc8621_4_8_Import, ReceivedAtIsTheNewestReceivedFieldOrNow) {
    WriteDesk desk;
    auto id = id_in(import_one(desk, of(desk.upload("Received: from a by b; Thu, 02 Jan 2020 03:04:05 +0100\r\n"
                                                    "Received: from c by a; Wed, 01 Jan 2020 00:00:00 +0000\r\n"
                                                    "Subject: s\r\n\r\n"))));
    EXPECT_EQ(desk.email(id, R"("receivedAt")").at("receivedAt"), "2020-01-02T02:04:05Z");
    id = id_in(import_one(desk, of(desk.upload(a_message))));
    EXPECT_EQ(desk.email(id, R"("receivedAt")").at("receivedAt"), json::value(utc_date(desk.home.clock.now())));
}

TEST(Rfc8621_4_8_Import, WhatIsNotValidIsNamed) {
    WriteDesk desk;
    auto blob = desk.upload(a_message);
    EXPECT_EQ(refused(desk, "{}"), R"(invalidProperties: ["mailboxIds","blobId"])");
    EXPECT_TRUE(refused(desk, of("Unope")).starts_with("blobNotFound"));
    EXPECT_EQ(refused(desk, R"({"blobId":7,"mailboxIds":{"m1":true}})"), R"(invalidProperties: ["blobId"])");
    EXPECT_EQ(refused(desk, R"({"blobId":")" + blob + R"(","mailboxIds":{}})"), R"(invalidProperties: ["mailboxIds"])");
    EXPECT_EQ(refused(desk, R"({"blobId":")" + blob + R"(","mailboxIds":{"m999":true}})"),
              R"(invalidProperties: ["mailboxIds"])");
    EXPECT_EQ(refused(desk, R"({"blobId":")" + blob + R"(","mailboxIds":{"m1":false}})"),
              R"(invalidProperties: ["mailboxIds"])");
    EXPECT_EQ(refused(desk, of(blob, R"(,"keywords":{"a b":true})")), R"(invalidProperties: ["keywords"])");
    EXPECT_EQ(refused(desk, of(blob, R"(,"keywords":null)")), R"(invalidProperties: ["keywords"])");
    EXPECT_EQ(refused(desk, of(blob, R"(,"receivedAt":"today")")), R"(invalidProperties: ["receivedAt"])");
    EXPECT_EQ(refused(desk, of(blob, R"(,"colour":1)")), R"(invalidProperties: ["colour"])");
    EXPECT_EQ(desk.error_of("Email/import", R"("emails":null)"), "invalidArguments");
    EXPECT_EQ(desk.error_of("Email/import", R"("emails":{"c":7})"), "invalidArguments");
    EXPECT_EQ(desk.error_of("Email/import", R"("emails":{},"more":1)"), "invalidArguments");
}

TEST(Rfc8621_4_8_Import, WhatWasImportedBeforeIsNamed) {
    WriteDesk desk;
    auto blob = desk.upload(a_message);
    auto id = id_in(import_one(desk, of(blob)));
    auto error = testing::at(import_one(desk, of(blob)), "notCreated", "c");
    EXPECT_EQ(error.at("type"), "alreadyExists");
    EXPECT_EQ(error.at("existingId"), json::value(id));
    auto own = desk.email(id, R"("blobId")").at("blobId");
    error = testing::at(import_one(desk, of(std::string(text_of(own.as_string())))), "notCreated", "c");
    EXPECT_EQ(error.at("type"), "alreadyExists");
    EXPECT_EQ(error.at("existingId"), json::value(id));
    desk.call("Email/set", R"("destroy":[")" + id + "\"]");
    EXPECT_EQ(refused(desk, of(blob)), "accepted") << "it is gone";
    EXPECT_EQ(refused(desk, of(desk.upload(a_message))), "accepted") << "the same octets may come twice";
}

TEST(Rfc8621_4_8_Import, WhatIsNoMessageIsRefusedAndWhatIsNearlyOneIsMended) {
    WriteDesk desk;
    EXPECT_EQ(refused(desk, of(desk.upload(""))), "invalidEmail");
    EXPECT_EQ(refused(desk, of(desk.upload("\x89PNG\r\n\x1a\n"))), "invalidEmail");
    auto id = id_in(import_one(desk, of(desk.upload(std::string("Subject: a\0b\nFrom: a@b\n\nhello\n", 31)))));
    EXPECT_EQ(desk.message(id), "Subject: ab\r\nFrom: a@b\r\n\r\nhello\r\n");
}

TEST(Rfc8621_4_8_Import, AMessageWithinAMessageCanBeImported) {
    WriteDesk desk;
    auto id = desk.create(R"({"mailboxIds":{"m1":true},"attachments":[{"blobId":")" +
                          desk.upload(a_message, "message/rfc822") + "\"}]}");
    auto part = desk.email(id, R"("attachments")").at("attachments").at(0).at("blobId");
    auto imported = id_in(import_one(desk, of(std::string(text_of(part.as_string())))));
    EXPECT_EQ(desk.message(imported), a_message);
}

TEST(Rfc8621_4_8_Import, EachStandsForItselfAndNothingIsDoneInAnotherState) {
    WriteDesk desk;
    auto one = desk.upload(a_message), two = desk.upload(a_message);
    auto state = desk.state("Email");
    auto response = desk.call("Email/import", R"("ifInState":")" + state + R"(","emails":{"a":)" + of(one) +
                                                  R"(,"b":)" + of("Unope") + R"(,"c":)" + of(two) + "}");
    EXPECT_EQ(response.at("created").as_object().size(), 2u) << text(response);
    EXPECT_EQ(response.at("notCreated").as_object().size(), 1u);
    EXPECT_EQ(response.at("oldState"), json::value(state));
    EXPECT_EQ(response.at("newState"), json::value(desk.state("Email")));
    EXPECT_EQ(desk.error_of("Email/import", R"("ifInState":")" + state + R"(","emails":{"a":)" + of(two) + "}"),
              "stateMismatch");
}

TEST(Rfc8621_4_8_Import, CreationIdsAreUnderstoodBothWays) {
    WriteDesk desk;
    auto responses = desk.calls(R"(["Blob/upload",{"accountId":"$","create":{"b":{"type":"message/rfc822",
        "data":[{"data:asText":"Subject: x\r\n\r\ny\r\n"}]}}},"0"],
        ["Email/import",{"accountId":"$","emails":{"e":{"blobId":"#b","mailboxIds":{"m1":true}}}},"1"],
        ["Email/set",{"accountId":"$","destroy":["#e"]},"2"])");
    EXPECT_TRUE(responses.at(1).at(1).at("created").is_object()) << text(responses.at(1));
    EXPECT_TRUE(responses.at(2).at(1).at("destroyed").is_array()) << text(responses.at(2));
}

TEST(Rfc8621_4_8_Import, AFullMailboxIsOverQuota) {
    WriteDesk desk({.capacity = 100});
    EXPECT_EQ(refused(desk, of(desk.upload(std::string("Subject: x\r\n\r\n") + std::string(200, 'x')))), "overQuota");
}

}  // namespace
}  // namespace bailey::jmap
