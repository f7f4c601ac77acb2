// RFC 8621 section 4.6, creating: what is asked for is in the message.
#include <gtest/gtest.h>

#include <set>

#include "api/jmap/testing/notes.hpp"
#include "api/jmap/testing/write_desk.hpp"
#include "protocol/mime/bodies.hpp"
#include "protocol/mime/decode.hpp"
#include "protocol/mime/forms.hpp"

namespace bailey::jmap {
namespace {

using testing::text;
using testing::WriteDesk;

// With the Inbox, unless it says otherwise.
std::string in_inbox(std::string_view more) {
    return R"({"mailboxIds":{"m1":true})" + (more.empty() ? "" : "," + std::string(more)) + "}";
}

std::string decoded(std::string_view message, const mime::Part& part) {
    return mime::decode_transfer(part.body.of(message), part.encoding).bytes;
}

// "multipart/mixed(text/plain application/pdf)"
std::string shape(const mime::Structure& structure, std::uint32_t place = 0) {
    const auto& part = structure.parts[place];
    std::string out = part.type;
    if (part.children.empty()) return out;
    out += '(';
    for (auto child : part.children) out += (child == part.children.front() ? "" : " ") + shape(structure, child);
    return out + ')';
}

std::string field(std::string_view message, std::string_view name) {
    const auto structure = mime::parse(message);
    return std::string(mime::last_field(message, structure, structure.root(), name).value_or("?"));
}

TEST(Rfc8621_4_6_Create, TellsIdBlobIdThreadIdAndSize) {
    WriteDesk desk;
    auto before = desk.state("Email");
    auto response = desk.call("Email/set", R"("create":{"c":)" + in_inbox(R"("subject":"Lunch")") + "}");
    auto created = testing::at(response, "created", "c");
    EXPECT_EQ(created.size(), 4u) << text(created);
    std::string id(text_of(created.at("id").as_string()));
    auto message = desk.message(id);
    EXPECT_EQ(created.at("size").to_number<std::size_t>(), message.size());
    auto got = desk.email(id, R"("blobId","threadId","size","mailboxIds","keywords")");
    for (auto name : {"blobId", "threadId", "size"}) EXPECT_EQ(text(got.at(name)), text(created.at(name)));
    EXPECT_EQ(text(got.at("mailboxIds")), R"({"m1":true})");
    EXPECT_EQ(text(got.at("keywords")), "{}");
    EXPECT_EQ(response.at("oldState"), json::value(before));
    EXPECT_EQ(response.at("newState"), json::value(desk.state("Email")));
    EXPECT_NE(response.at("newState"), json::value(before));
}

TEST(Rfc8621_4_6_Create, FieldsAndTextAreReadBackAsTheyWereGiven) {
    WriteDesk desk;
    auto id = desk.create(in_inbox(R"(
        "keywords":{"$draft":true,"Work":true},"receivedAt":"2020-01-02T03:04:05Z",
        "from":[{"name":"Siân Ŵyn","email":"sian@example.com"}],
        "to":[{"name":null,"email":"ben@example.com"},{"name":"Smith, Ann","email":"ann@example.com"}],
        "cc":[{"email":"cara@example.com"}],"bcc":[{"email":"dai@example.com"}],
        "replyTo":[{"email":"team@example.com"}],"sender":[{"email":"office@example.com"}],
        "subject":"Cinio – ddydd Gwener","messageId":["one@example.com"],"inReplyTo":["two@example.com"],
        "references":["three@example.com","two@example.com"],"sentAt":"2020-01-02T03:04:05+08:00",
        "header:X-Mailer:asText":"Bailey","header:List-Help:asURLs":["mailto:help@example.com"],
        "header:X-Raw":" as it is","header:Comments:asText:all":["a","b"],
        "header:Resent-To:asGroupedAddresses":[{"name":"Team","addresses":[{"name":"Ed","email":"ed@example.com"}]}],
        "textBody":[{"partId":"1","type":"text/plain"}],"bodyValues":{"1":{"value":"Annwyl Ben,\nam ddeg.\n"}})"));
    auto got = desk.email(id, R"("keywords","receivedAt","from","to","cc","bcc","replyTo","sender","subject",
        "messageId","inReplyTo","references","sentAt","header:X-Mailer:asText","header:List-Help:asURLs","header:X-Raw",
        "header:Comments:asText:all","header:Resent-To:asGroupedAddresses","textBody","bodyValues")");
    EXPECT_EQ(text(got.at("keywords")), R"({"$draft":true,"work":true})");
    EXPECT_EQ(got.at("receivedAt"), "2020-01-02T03:04:05Z");
    EXPECT_EQ(text(got.at("from")), R"([{"name":"Siân Ŵyn","email":"sian@example.com"}])");
    EXPECT_EQ(text(got.at("to")),
              R"([{"name":null,"email":"ben@example.com"},{"name":"Smith, Ann","email":"ann@example.com"}])");
    EXPECT_EQ(text(got.at("cc")), R"([{"name":null,"email":"cara@example.com"}])");
    EXPECT_EQ(text(got.at("bcc")), R"([{"name":null,"email":"dai@example.com"}])");
    EXPECT_EQ(text(got.at("replyTo")), R"([{"name":null,"email":"team@example.com"}])");
    EXPECT_EQ(text(got.at("sender")), R"([{"name":null,"email":"office@example.com"}])");
    EXPECT_EQ(got.at("subject"), "Cinio – ddydd Gwener");
    EXPECT_EQ(text(got.at("messageId")), R"(["one@example.com"])");
    EXPECT_EQ(text(got.at("inReplyTo")), R"(["two@example.com"])");
    EXPECT_EQ(text(got.at("references")), R"(["three@example.com","two@example.com"])");
    EXPECT_EQ(got.at("sentAt"), "2020-01-02T03:04:05+08:00");
    EXPECT_EQ(got.at("header:X-Mailer:asText"), "Bailey");
    EXPECT_EQ(text(got.at("header:List-Help:asURLs")), R"(["mailto:help@example.com"])");
    EXPECT_EQ(got.at("header:X-Raw"), " as it is");
    EXPECT_EQ(text(got.at("header:Comments:asText:all")), R"(["a","b"])");
    EXPECT_EQ(text(got.at("header:Resent-To:asGroupedAddresses")),
              R"([{"name":"Team","addresses":[{"name":"Ed","email":"ed@example.com"}]}])");
    EXPECT_EQ(got.at("bodyValues").at("1").at("value"), "Annwyl Ben,\nam ddeg.\n");
    auto message = desk.message(id);
    EXPECT_EQ(shape(mime::parse(message)), "text/plain");
    EXPECT_EQ(field(message, "Date"), " Thu, 2 Jan 2020 03:04:05 +0800");
}

TEST(Rfc8621_4_6_Create, AMessageIdAndADateAreSetWhereTheyAreNotGiven) {
    WriteDesk desk;
    auto one = desk.message(desk.create(in_inbox("")));
    auto two = desk.message(desk.create(in_inbox("")));
    EXPECT_TRUE(mime::as_date(field(one, "Date")));
    auto ids = mime::as_message_ids(field(one, "Message-ID"));
    ASSERT_TRUE(ids);
    EXPECT_TRUE(ids->front().ends_with("@example.com")) << ids->front();
    EXPECT_NE(field(one, "Message-ID"), field(two, "Message-ID"));
    auto given = desk.message(desk.create(in_inbox(R"("header:message-id":" <mine@x>","header:Date":" soon")")));
    EXPECT_EQ(field(given, "Message-ID"), " <mine@x>");
    EXPECT_EQ(field(given, "Date"), " soon");
    const auto structure = mime::parse(given);
    EXPECT_EQ(mime::all_fields(given, structure, structure.root(), "Date").size(), 1u);
    EXPECT_EQ(mime::all_fields(given, structure, structure.root(), "Message-ID").size(), 1u);
}

TEST(Rfc8621_4_6_Create, ADraftMayBeHalfDone) {
    WriteDesk desk;
    auto id = desk.create(in_inbox(R"("to":[{"email":"ben"},{"name":"Cara","email":"cara at home, or not"},
        {"name":"","email":""}],"from":null,"subject":"","cc":[])"));
    auto got = desk.email(id, R"("to","from","cc","subject")");
    EXPECT_EQ(text(got.at("to")),
              R"([{"name":null,"email":"ben"},{"name":"Cara","email":"\"cara at home, or not\""}])");
    EXPECT_TRUE(got.at("from").is_null());
    EXPECT_TRUE(got.at("cc").is_null());
    EXPECT_EQ(got.at("subject"), "");
}

TEST(Rfc8621_4_6_Create, TextHtmlInlineAndAttachmentsMakeTheUsualTree) {
    WriteDesk desk;
    auto picture = desk.upload(std::string("\x89PNG\r\n\x1a\n\0\xff", 10), "image/png");
    std::string octets(100'000, '\xa7');
    auto file = desk.upload(octets, "application/pdf");
    auto id = desk.create(in_inbox(R"("textBody":[{"partId":"t"}],"htmlBody":[{"partId":"h","type":"text/html"}],
        "attachments":[{"blobId":")" +
                                   picture + R"(","type":"image/png","cid":"pic@x","disposition":"inline"},
                       {"blobId":")" +
                                   file + R"(","name":"Gorchymyn Ŵyn.pdf","size":7,"charset":null}],
        "bodyValues":{"t":{"value":"hello"},"h":{"value":"<img src='cid:pic@x'>","isTruncated":false}})"));
    auto message = desk.message(id);
    auto structure = mime::parse(message);
    EXPECT_EQ(shape(structure),
              "multipart/mixed(multipart/alternative(text/plain multipart/related(text/html image/png)) "
              "application/pdf)");
    const auto& last = structure.parts.back();
    EXPECT_EQ(last.name, "Gorchymyn Ŵyn.pdf");
    EXPECT_EQ(last.disposition, "attachment");
    EXPECT_EQ(decoded(message, last), octets);
    auto got = desk.email(id, R"("textBody","htmlBody","attachments","hasAttachment")");
    EXPECT_EQ(got.at("textBody").as_array().size(), 1u);
    EXPECT_EQ(got.at("htmlBody").as_array().size(), 1u);
    EXPECT_EQ(got.at("attachments").as_array().size(), 2u);
    EXPECT_EQ(got.at("attachments").at(0).at("cid"), "pic@x");
    EXPECT_EQ(got.at("attachments").at(1).at("size"), octets.size());
    EXPECT_EQ(got.at("hasAttachment"), true);
}

TEST(Rfc8621_4_6_Create, ABodyStructureIsBuiltAsItIsGiven) {
    WriteDesk desk;
    auto file = desk.upload("a,b\n", "text/csv");
    auto id = desk.create(in_inbox(R"("subject":"s","bodyStructure":{"type":"multipart/mixed","header:X-Outer":" 1",
        "subParts":[{"partId":"a","type":"text/plain","language":["cy","en"],"header:X-Inner:asText":"Ŵyn",
                     "location":"https://x.example/a"},
                    {"blobId":")" + file +
                                   R"(","type":"text/csv","charset":"utf-8","disposition":"attachment",
                     "name":"a.csv"},
                    {"partId":"b","header:Content-Type":" text/plain; format=flowed"}]},
        "bodyValues":{"a":{"value":"A"},"b":{"value":"B"},"unused":{"value":""}})"));
    auto message = desk.message(id);
    auto structure = mime::parse(message);
    EXPECT_EQ(shape(structure), "multipart/mixed(text/plain text/csv text/plain)");
    EXPECT_EQ(field(message, "X-Outer"), " 1");
    auto inner = mime::last_field(message, structure, structure.parts[1], "X-Inner");
    ASSERT_TRUE(inner);
    EXPECT_EQ(mime::as_text(*inner), "Ŵyn");
    EXPECT_EQ(structure.parts[1].language, (std::vector<std::string>{"cy", "en"}));
    EXPECT_EQ(structure.parts[1].location, "https://x.example/a");
    EXPECT_EQ(decoded(message, structure.parts[1]), "A");
    EXPECT_EQ(decoded(message, structure.parts[2]), "a,b\n");
    EXPECT_EQ(structure.parts[2].charset, "utf-8");
    EXPECT_EQ(structure.parts[3].parameter("format"), "flowed");
}

TEST(Rfc8621_4_6_Create, EmailsAndPartsOfEmailsCanBeAttached) {
    WriteDesk desk;
    auto first = desk.create(
        in_inbox(R"("subject":"in","attachments":[{"blobId":")" + desk.upload("file!") + R"(","name":"f.bin"}])"));
    auto got = desk.email(first, R"("blobId","attachments")");
    std::string whole(text_of(got.at("blobId").as_string()));
    std::string part(text_of(got.at("attachments").at(0).at("blobId").as_string()));
    auto id = desk.create(in_inbox(R"("attachments":[{"blobId":")" + whole + R"(","name":"in.eml"},{"blobId":")" +
                                   part + R"(","type":"application/x-file"}])"));
    auto message = desk.message(id);
    auto structure = mime::parse(message);
    EXPECT_EQ(shape(structure), "multipart/mixed(message/rfc822 application/x-file)");
    EXPECT_EQ(decoded(message, structure.parts[1]), desk.message(first));
    EXPECT_EQ(decoded(message, structure.parts[2]), "file!");
}

TEST(Rfc8621_4_6_Create, AMailboxMadeByTheSameRequestIsNamedByItsCreationId) {
    WriteDesk desk;
    auto responses = desk.calls(R"(["Mailbox/set",{"accountId":"$","create":{"box":{"name":"New"}}},"0"],
        ["Email/set",{"accountId":"$","create":{"c":{"mailboxIds":{"#box":true}}}},"1"],
        ["Email/set",{"accountId":"$","update":{"#c":{"keywords/$flagged":true,"mailboxIds/m1":true}}},"2"])");
    std::string box(text_of(responses.at(0).at(1).at("created").at("box").at("id").as_string()));
    std::string id(text_of(responses.at(1).at(1).at("created").at("c").at("id").as_string()));
    EXPECT_EQ(text(responses.at(2).at(1).at("updated")), "{\"" + id + "\":null}") << text(responses.at(2));
    EXPECT_EQ(text(desk.email(id, R"("mailboxIds","keywords")").at("keywords")), R"({"$flagged":true})");
    EXPECT_TRUE(desk.email(id, R"("mailboxIds")").at("mailboxIds").as_object().contains(box));
}

TEST(Rfc8621_4_6_Create, NoValueCanBecomeAnotherField) {
    WriteDesk desk;
    for (auto property :
         {R"("header:X-A":" a\r\nBcc: x@y")", R"("header:X-A":" a\nBcc: x@y")", R"("messageId":["a@b>\r\nBcc: x@y"])",
          R"("header:List-Help:asURLs":["a>\r\nBcc: x"])", R"("to":[{"email":"a@b>\r\nBcc: x@y"}])"}) {
        EXPECT_TRUE(desk.refused(in_inbox(property)).starts_with("invalidProperties")) << property;
    }
    auto message = desk.message(desk.create(in_inbox(R"("subject":"a\r\nBcc: x@y",
        "to":[{"name":"b\r\nBcc: x@y","email":"b@c"}],"attachments":[{"partId":"1","name":"c\r\nBcc: x@y"}],
        "bodyValues":{"1":{"value":"d"}})")));
    EXPECT_EQ(field(message, "Bcc"), "?") << message;
}

TEST(Rfc8621_4_6_Create, NothingIsMadeInAnotherState) {
    WriteDesk desk;
    auto state = desk.state("Email");
    desk.create(in_inbox(""));
    EXPECT_EQ(desk.error_of("Email/set", R"("ifInState":")" + state + R"(","create":{"c":)" + in_inbox("") + "}"),
              "stateMismatch");
    state = desk.state("Email");
    auto response = desk.call("Email/set", R"("ifInState":")" + state + R"(","create":{"c":)" + in_inbox("") +
                                               R"(,"d":)" + in_inbox("") + "}");
    EXPECT_EQ(response.at("created").as_object().size(), 2u) << "its own first is no mismatch for the second";
    EXPECT_EQ(response.at("oldState"), json::value(state));
    EXPECT_EQ(response.at("newState"), json::value(desk.state("Email")));
}

// "The id MUST be unique among all records of the same type within the same account", gone ones included: a client that
// cached one would take it for the other.
TEST(Rfc8620_1_6_3_Ids, OfWhatIsGoneAreNotGivenAgain) {
    WriteDesk desk;
    std::set<std::string> seen;
    for (int n = 0; n < 5; ++n) {
        auto id = desk.create(in_inbox(R"("subject":"x")"));
        EXPECT_TRUE(seen.insert(id).second) << id;
        desk.call("Email/set", R"("destroy":[")" + id + "\"]");
    }
}

// "A blob MUST NOT be deleted during the method call that removed the last reference"
TEST(Rfc8620_6_Blobs, OfAnEmailDestroyedInTheSameCallCanStillBeUsed) {
    WriteDesk desk;
    auto id = desk.create(in_inbox(R"("textBody":[{"partId":"1"}],"bodyValues":{"1":{"value":"a text"}})"));
    auto blob = text(desk.email(id, R"("blobId")").at("blobId"));
    auto response =
        desk.call("Email/set", R"("create":{"c":)" +
                                   in_inbox(R"("attachments":[{"blobId":)" + blob + R"(,"type":"message/rfc822"}])") +
                                   R"(},"destroy":[")" + id + "\"]");
    EXPECT_EQ(text(response.at("destroyed")), "[\"" + id + "\"]");
    auto made = std::string(text_of(testing::at(response, "created", "c").at("id").as_string()));
    EXPECT_NE(desk.message(made).find("a text"), std::string::npos);
}

}  // namespace
}  // namespace bailey::jmap
