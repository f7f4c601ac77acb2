// RFC 8621 section 4.6, creating: what must not be asked for is refused, and named.
#include <gtest/gtest.h>

#include "api/jmap/testing/notes.hpp"
#include "api/jmap/testing/write_desk.hpp"

namespace bailey::jmap {
namespace {

using testing::text;
using testing::WriteDesk;

// With the Inbox, unless it says otherwise.
std::string in_inbox(std::string_view more) {
    return R"({"mailboxIds":{"m1":true})" + (more.empty() ? "" : "," + std::string(more)) + "}";
}

TEST(Rfc8621_4_6_CreateRefused, TheHeadersPropertyIsRefused) {
    WriteDesk desk;
    EXPECT_EQ(desk.refused(in_inbox(R"("headers":[{"name":"Subject","value":" s"}])")),
              R"(invalidProperties: ["headers"])");
    EXPECT_EQ(desk.refused(in_inbox(R"("bodyStructure":{"partId":"1","headers":[]},"bodyValues":{"1":{"value":""}})")),
              R"(invalidProperties: ["bodyStructure"])");
}

TEST(Rfc8621_4_6_CreateRefused, TwoPropertiesForOneFieldAreRefused) {
    WriteDesk desk;
    EXPECT_EQ(desk.refused(in_inbox(R"("from":[],"header:from":" a@x")")),
              R"(invalidProperties: ["from","header:from"])");
    EXPECT_EQ(desk.refused(in_inbox(R"("header:X-A":" 1","header:x-a:asText":"1")")),
              R"(invalidProperties: ["header:X-A","header:x-a:asText"])");
    EXPECT_EQ(desk.refused(in_inbox(R"("textBody":[{"partId":"1","header:X-A":" 1","header:x-a:asText":"1"}],
        "bodyValues":{"1":{"value":""}})")),
              R"(invalidProperties: ["textBody"])");
    for (auto two :
         {R"("type":"text/plain","header:Content-Type":" text/plain")", R"("cid":"a","header:Content-Id":" <a>")",
          R"("name":"a","header:content-disposition":" inline")",
          R"("disposition":"inline","header:Content-Disposition":" inline")",
          R"("language":["en"],"header:Content-Language":" en")", R"("location":"a","header:Content-Location":" a")"}) {
        EXPECT_EQ(desk.refused(in_inbox(R"("textBody":[{"partId":"1",)" + std::string(two) +
                                        R"(}],"bodyValues":{"1":{"value":""}})")),
                  R"(invalidProperties: ["textBody"])")
            << two;
    }
}

TEST(Rfc8621_4_6_CreateRefused, FormsThatAreForbiddenForAFieldAreRefused) {
    WriteDesk desk;
    for (auto name : {"header:From:asText", "header:Subject:asAddresses", "header:Date:asMessageIds",
                      "header:To:asURLs", "header:X-A:asNothing", "header:", "header:a b", "header:X-A:all:asText"}) {
        EXPECT_EQ(desk.refused(in_inbox("\"" + std::string(name) + R"(":"a")")),
                  R"(invalidProperties: [")" + std::string(name) + R"("])");
    }
    EXPECT_EQ(desk.refused(in_inbox(R"("from":"ann@example.com","subject":7,"sentAt":"today","messageId":"a",
        "header:X-D:asDate":"2020-01-02","header:X-All:all":" 1")")),
              R"(invalidProperties: ["from","subject","sentAt","messageId","header:X-D:asDate","header:X-All:all"])");
}

TEST(Rfc8621_4_6_CreateRefused, ContentFieldsBelongToBodyParts) {
    WriteDesk desk;
    EXPECT_EQ(desk.refused(in_inbox(R"("header:Content-Type":" text/plain","header:content-x":" 1")")),
              R"(invalidProperties: ["header:Content-Type","header:content-x"])");
    EXPECT_EQ(desk.refused(in_inbox(R"("textBody":[{"partId":"1","header:Content-Transfer-Encoding":" 8bit"}],
        "bodyValues":{"1":{"value":""}})")),
              R"(invalidProperties: ["textBody"])");
}

TEST(Rfc8621_4_6_CreateRefused, ABodyStructureStandsAlone) {
    WriteDesk desk;
    auto with = [](std::string_view more) {
        return in_inbox(R"("bodyStructure":{"partId":"1","type":"text/plain"},"bodyValues":{"1":{"value":""}},)" +
                        std::string(more));
    };
    EXPECT_EQ(desk.refused(with(R"("textBody":[{"partId":"1"}])")), R"(invalidProperties: ["textBody"])");
    EXPECT_EQ(desk.refused(with(R"("htmlBody":[{"partId":"1","type":"text/html"}],"attachments":[])")),
              R"(invalidProperties: ["htmlBody","attachments"])");
    EXPECT_EQ(desk.refused(in_inbox(R"("subject":"a","bodyStructure":{"partId":"1","header:subject":" b"},
        "bodyValues":{"1":{"value":""}})")),
              R"(invalidProperties: ["bodyStructure"])");
}

TEST(Rfc8621_4_6_CreateRefused, TextBodyAndHtmlBodyAreOnePartOfTheirType) {
    WriteDesk desk;
    auto with = [](std::string_view body) {
        return in_inbox(std::string(body) + R"(,"bodyValues":{"1":{"value":""},"2":{"value":""}})");
    };
    EXPECT_EQ(desk.refused(with(R"("textBody":[])")), R"(invalidProperties: ["textBody"])");
    EXPECT_EQ(desk.refused(with(R"("textBody":[{"partId":"1"},{"partId":"2"}])")),
              R"(invalidProperties: ["textBody"])");
    EXPECT_EQ(desk.refused(with(R"("textBody":[{"partId":"1","type":"text/html"}])")),
              R"(invalidProperties: ["textBody"])");
    EXPECT_EQ(desk.refused(with(R"("htmlBody":[{"partId":"1","type":"text/plain"}])")),
              R"(invalidProperties: ["htmlBody"])");
    EXPECT_EQ(desk.refused(with(R"("htmlBody":[{"partId":"1"},{"partId":"2"}])")),
              R"(invalidProperties: ["htmlBody"])");
    EXPECT_EQ(desk.refused(with(R"("textBody":[{"partId":"1","type":"Text/Plain"}])")), "accepted");
}

TEST(Rfc8621_4_6_CreateRefused, APartHasEitherAPartIdOrABlobId) {
    WriteDesk desk;
    auto part = [&](std::string_view inside) {
        return desk.refused(
            in_inbox(R"("bodyStructure":{)" + std::string(inside) + R"(},"bodyValues":{"1":{"value":"a"}})"));
    };
    const std::string wrong = R"(invalidProperties: ["bodyStructure"])";
    auto blob = desk.upload("x");
    EXPECT_EQ(part(R"("partId":"1","blobId":")" + blob + "\""), wrong);
    EXPECT_EQ(part(R"("type":"text/plain")"), wrong);
    EXPECT_EQ(part(R"("partId":"2")"), wrong) << "it must be in bodyValues";
    EXPECT_EQ(part(R"("partId":"1","charset":"utf-8")"), wrong);
    EXPECT_EQ(part(R"("partId":"1","size":1)"), wrong);
    EXPECT_EQ(part(R"("blobId":")" + blob + R"(","size":99)"), "accepted");
    EXPECT_EQ(part(R"("type":"multipart/mixed")"), wrong);
    EXPECT_EQ(part(R"("type":"multipart/mixed","subParts":[])"), wrong);
    EXPECT_EQ(part(R"("type":"multipart/mixed","partId":"1","subParts":[{"partId":"1"}])"), wrong);
    EXPECT_EQ(part(R"("type":"text/plain","partId":"1","subParts":[{"partId":"1"}])"), wrong);
    EXPECT_EQ(part(R"("type":"multipart/mixed","subParts":[{"partId":"nope"}])"), wrong);
    EXPECT_EQ(part(R"("partId":"1","type":"text")"), wrong);
    EXPECT_EQ(part(R"("partId":"1","disposition":"in line")"), wrong);
    EXPECT_EQ(part(R"("partId":"1","cid":"a>\r\nBcc: x")"), wrong);
    EXPECT_EQ(part(R"("partId":"1","location":"a\r\nBcc: x")"), wrong);
    EXPECT_EQ(part(R"("partId":"1","colour":"red")"), wrong);
}

TEST(Rfc8621_4_6_CreateRefused, BodyValuesAreWholeAndHaveNoProblem) {
    WriteDesk desk;
    for (auto value : {R"({"value":"a","isEncodingProblem":true})", R"({"value":"a","isTruncated":true})",
                       R"({"value":7})", R"({})", R"({"value":"a","more":1})", R"("a")"}) {
        auto error =
            desk.refused(in_inbox(R"("textBody":[{"partId":"1"}],"bodyValues":{"1":)" + std::string(value) + "}"));
        EXPECT_TRUE(error.find(R"("bodyValues")") != error.npos) << value << ' ' << error;
    }
    EXPECT_EQ(desk.refused(in_inbox(R"("textBody":[{"partId":"1"}],
        "bodyValues":{"1":{"value":"a","isEncodingProblem":false,"isTruncated":false}})")),
              "accepted");
}

TEST(Rfc8621_4_6_CreateRefused, BlobsThatAreNotThereAreAllNamed) {
    WriteDesk desk;
    auto response = desk.call("Email/set", R"("create":{"c":)" + in_inbox(R"("attachments":[{"blobId":"Unope"},
        {"blobId":")" + desk.upload("x") + R"("},{"blobId":"Mnope"},{"blobId":"Unope"}])") +
                                               "}");
    auto error = testing::at(response, "notCreated", "c");
    EXPECT_EQ(error.at("type"), "blobNotFound");
    EXPECT_EQ(text(error.at("notFound")), R"(["Unope","Mnope"])");
}

TEST(Rfc8621_4_6_CreateRefused, MailboxesMustBeThereAndAtLeastOne) {
    WriteDesk desk;
    const std::string wrong = R"(invalidProperties: ["mailboxIds"])";
    EXPECT_EQ(desk.refused("{}"), wrong);
    EXPECT_EQ(desk.refused(R"({"mailboxIds":{}})"), wrong);
    EXPECT_EQ(desk.refused(R"({"mailboxIds":null})"), wrong);
    EXPECT_EQ(desk.refused(R"({"mailboxIds":{"m1":false}})"), wrong);
    EXPECT_EQ(desk.refused(R"({"mailboxIds":{"m999":true}})"), wrong);
    EXPECT_EQ(desk.refused(R"({"mailboxIds":{"m1":true,"nope":true}})"), wrong);
    EXPECT_EQ(desk.refused(R"({"mailboxIds":{"#nope":true}})"), wrong);
}

TEST(Rfc8621_4_6_CreateRefused, LimitsHaveErrorsOfTheirOwn) {
    mailbox::MailboxLimits limits;
    limits.mailboxes_an_email = 2;
    MailSettings settings;
    settings.max_attachments = 1000;
    WriteDesk desk({.mail = settings, .store = limits});
    EXPECT_EQ(desk.refused(R"({"mailboxIds":{"m1":true,"m2":true,"m3":true}})"), "tooManyMailboxes");
    std::string words;
    for (int n = 0; n < 101; ++n) words += (n ? ",\"w" : "\"w") + std::to_string(n) + "\":true";
    EXPECT_EQ(desk.refused(in_inbox("\"keywords\":{" + words + "}")), "tooManyKeywords");
    auto half = desk.upload(std::string(600, 'x'));
    auto part = R"({"blobId":")" + half + "\"}";
    EXPECT_EQ(desk.refused(in_inbox("\"attachments\":[" + part + "]")), "accepted");
    EXPECT_EQ(desk.refused(in_inbox("\"attachments\":[" + part + "," + part + "]")), "tooLarge");
    const auto values = R"(,"bodyValues":{"1":{"value":")" + std::string(600, 'x') + "\"}}";
    const std::string text_part = R"({"partId":"1"})";
    EXPECT_EQ(desk.refused(in_inbox("\"attachments\":[" + text_part + "]" + values)), "accepted");
    EXPECT_EQ(desk.refused(in_inbox("\"attachments\":[" + text_part + "," + text_part + "]" + values)), "tooLarge");
    std::string many = text_part;
    for (int n = 0; n < 500; ++n) many += "," + text_part;
    EXPECT_EQ(desk.refused(in_inbox("\"attachments\":[" + many + R"(],"bodyValues":{"1":{"value":"x"}})")),
              R"(invalidProperties: ["attachments"])");
}

TEST(Rfc8621_4_6_CreateRefused, ServerSetUnknownAndIllTypedPropertiesAreNamed) {
    WriteDesk desk;
    EXPECT_EQ(desk.refused(in_inbox(R"("id":"e1","blobId":"M1","size":3,"hasAttachment":false,"colour":1)")),
              R"(invalidProperties: ["id","blobId","size","hasAttachment","colour"])");
    EXPECT_EQ(desk.refused(in_inbox(R"("keywords":{"a b":true})")), R"(invalidProperties: ["keywords"])");
    EXPECT_EQ(desk.refused(in_inbox(R"("keywords":{"a":false})")), R"(invalidProperties: ["keywords"])");
    EXPECT_EQ(desk.refused(in_inbox(R"("receivedAt":"2020-01-02T03:04:05+01:00")")),
              R"(invalidProperties: ["receivedAt"])");
    EXPECT_EQ(desk.refused(in_inbox(R"("attachments":7,"bodyValues":[])")),
              R"(invalidProperties: ["attachments","bodyValues"])");
}

TEST(Rfc8621_4_6_CreateRefused, AReadOnlyAccountIsRefused) {
    WriteDesk desk;
    EXPECT_EQ(desk.call("Email/set", desk.read_only, R"("create":{})").at("type"), "accountReadOnly");
}

}  // namespace
}  // namespace bailey::jmap
