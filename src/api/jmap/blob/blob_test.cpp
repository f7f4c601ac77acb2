// RFC 9404, and RFC 8620 sections 6.1 and 6.3.
#include "api/jmap/blob/blob.hpp"

#include <gtest/gtest.h>

#include "api/jmap/testing/notes.hpp"
#include "api/jmap/testing/write_desk.hpp"
#include "base/text.hpp"

namespace bailey::jmap {
namespace {

using testing::text;
using testing::WriteDesk;

constexpr auto fox = "The quick brown fox jumped over the lazy dog.";

json::object upload(WriteDesk& desk, std::string_view object) {
    return desk.call("Blob/upload", R"("create":{"c":)" + std::string(object) + "}");
}
std::string uploaded(WriteDesk& desk, std::string_view sources) {
    auto response = upload(desk, R"({"data":[)" + std::string(sources) + "]}");
    auto& created = testing::at(response, "created", "c");
    return created.empty() ? std::string() : std::string(text_of(created.at("id").as_string()));
}
std::string refused(WriteDesk& desk, std::string_view sources) {
    return testing::refusal(upload(desk, R"({"data":[)" + std::string(sources) + "]}"), "notCreated");
}
json::object get(WriteDesk& desk, const std::string& id, std::string_view more = {}) {
    auto response = desk.call("Blob/get", R"("ids":[")" + id + "\"]" + std::string(more));
    EXPECT_TRUE(response.contains("list")) << text(response);
    if (!response.contains("list") || response.at("list").as_array().empty()) return {};
    return response.at("list").at(0).as_object();
}
std::string octets(WriteDesk& desk, const Caller& who, const std::string& account, const std::string& id) {
    auto number = account_from(account).value();
    auto blob = desk.blobs.open(who, Account{number, "x", true, false}, id);
    return blob ? blob->read(0, 1 << 20).value() : std::string("none");
}

TEST(Rfc9404_3_1_Capability, TellsLimitsTypesAndDigests) {
    WriteDesk desk;
    auto session = desk.api.session(desk.caller, Origin{"https://m"}).value();
    EXPECT_EQ(text(session.at("capabilities").at(std::string(blob_uri))), "{}");
    auto of_account =
        session.at("accounts").at(desk.own).at("accountCapabilities").at(std::string(blob_uri)).as_object();
    EXPECT_EQ(of_account.at("maxSizeBlobSet"), desk.api.limits().max_size_upload);
    EXPECT_GE(of_account.at("maxDataSources").to_number<int>(), 64);
    EXPECT_EQ(text(of_account.at("supportedTypeNames")), R"(["Mailbox","Thread","Email"])");
    EXPECT_EQ(text(of_account.at("supportedDigestAlgorithms")), R"(["sha","sha-256"])");
}

TEST(Rfc9404_4_1_Upload, TellsIdTypeAndSize) {
    WriteDesk desk;
    auto response = upload(desk, R"({"type":"text/plain","data":[{"data:asText":"Ŵyn"}]})");
    EXPECT_TRUE(response.at("notCreated").is_null());
    auto created = testing::at(response, "created", "c");
    EXPECT_EQ(created.at("type"), "text/plain");
    EXPECT_EQ(created.at("size"), 4);
    EXPECT_EQ(get(desk, std::string(text_of(created.at("id").as_string()))).at("data:asText"), "Ŵyn");
    created = testing::at(upload(desk, R"({"data":[]})"), "created", "c");
    EXPECT_EQ(created.at("type"), "application/octet-stream");
    EXPECT_EQ(created.at("size"), 0) << "no sources make an empty blob";
}

// The example of section 4.1.2.
TEST(Rfc9404_4_1_Upload, PutsSourcesTogetherAndUnderstandsCreationIds) {
    WriteDesk desk;
    auto responses = desk.calls(R"(
        ["Blob/upload",{"accountId":"$","create":{"b4":{"data":[{"data:asText":")" +
                                std::string(fox) + R"("}]}}},"S4"],
        ["Blob/upload",{"accountId":"$","create":{"cat":{"data":[{"data:asText":"How"},
            {"blobId":"#b4","length":7,"offset":3},{"data:asText":"was t"},{"blobId":"#b4","length":1,"offset":1},
            {"data:asBase64":"YXQ/"}]}}},"CAT"],
        ["Blob/get",{"accountId":"$","properties":["data:asText","size"],"ids":["#cat"]},"G4"])");
    auto got = responses.at(2).at(1).at("list").at(0).as_object();
    EXPECT_EQ(got.at("data:asText"), "How quick was that?");
    EXPECT_EQ(got.at("size"), 19);
    EXPECT_EQ(got.at("id"), responses.at(1).at(1).at("created").at("cat").at("id"));
}

TEST(Rfc9404_4_1_Upload, OneCallMayBuildOnWhatItMakesItself) {
    WriteDesk desk;
    auto response = desk.call("Blob/upload", R"("create":{"b":{"data":[{"blobId":"#a"},{"blobId":"#a"}]},
        "a":{"data":[{"data:asText":"x"}]},"r":{"data":[{"blobId":"#r"}]}})");
    EXPECT_EQ(testing::at(response, "created", "b").at("size"), 2);
    EXPECT_EQ(testing::at(response, "notCreated", "r").at("type"), "blobNotFound");
}

TEST(Rfc9404_4_1_Upload, WhatIsNotValidIsRefused) {
    WriteDesk desk;
    const std::string wrong = R"(invalidProperties: ["data"])";
    auto blob = uploaded(desk, R"({"data:asText":"0123456789"})");
    EXPECT_EQ(refused(desk, R"({"data:asBase64":"YXQ"})"), wrong);
    EXPECT_EQ(refused(desk, R"({"data:asBase64":"Y?Q/"})"), wrong);
    EXPECT_EQ(refused(desk, R"({"data:asText":"a","data:asBase64":"YXQ/"})"), wrong);
    EXPECT_EQ(refused(desk, R"({})"), wrong);
    EXPECT_EQ(refused(desk, R"({"data:asText":7})"), wrong);
    EXPECT_EQ(refused(desk, R"({"data:asText":"a","offset":1})"), wrong);
    EXPECT_EQ(refused(desk, R"({"data:asText":"a","more":1})"), wrong);
    EXPECT_EQ(refused(desk, R"({"blobId":")" + blob + R"(","offset":5,"length":6})"), wrong) << "beyond its end";
    EXPECT_EQ(refused(desk, R"({"blobId":")" + blob + R"(","offset":11})"), wrong);
    EXPECT_EQ(refused(desk, R"({"blobId":")" + blob + R"(","offset":-1})"), wrong);
    EXPECT_EQ(refused(desk, R"({"blobId":")" + blob + R"(","offset":10,"length":null})"), "accepted");
    EXPECT_EQ(testing::refusal(upload(desk, R"({"type":"text/plain"})"), "notCreated"), wrong);
    EXPECT_EQ(testing::refusal(upload(desk, R"({"data":[],"type":"a\nb","more":1})"), "notCreated"),
              R"(invalidProperties: ["type","more"])");
    auto error = testing::at(upload(desk, R"({"data":[{"blobId":"Unope"},{"blobId":"Mnope"}]})"), "notCreated", "c");
    EXPECT_EQ(error.at("type"), "blobNotFound");
    EXPECT_EQ(text(error.at("notFound")), R"(["Unope","Mnope"])");
    EXPECT_EQ(desk.error_of("Blob/upload", R"("create":null)"), "invalidArguments");
    EXPECT_EQ(desk.call("Blob/upload", desk.read_only, R"("create":{})").at("type"), "accountReadOnly");
}

TEST(Rfc9404_4_1_Upload, SixtyFourSourcesAreTakenAndTooMuchIsTooLarge) {
    Limits limits;
    limits.max_size_upload = 100;
    WriteDesk desk({.limits = limits});
    std::string sources;
    for (int n = 0; n < 64; ++n) sources += (n ? "," : "") + std::string(R"({"data:asText":"x"})");
    EXPECT_EQ(refused(desk, sources), "accepted");
    std::string many = sources + "," + sources;
    EXPECT_EQ(refused(desk, many), R"(invalidProperties: ["data"])") << "more than maxDataSources";
    EXPECT_EQ(refused(desk, R"({"data:asText":")" + std::string(101, 'x') + "\"}"), "tooLarge");
}

// The examples of section 4.2.1.
TEST(Rfc9404_4_2_Get, GivesRangesAsTextBase64AndDigests) {
    WriteDesk desk;
    auto id = uploaded(desk, R"({"data:asText":")" + std::string(fox) + "\"}");
    auto response = desk.call("Blob/get", R"("ids":[")" + id + R"(","not-a-blob"],"offset":4,"length":9,
        "properties":["data:asText","data:asBase64","digest:sha","digest:sha-256","size"])");
    EXPECT_EQ(text(response.at("notFound")), R"(["not-a-blob"])");
    auto got = response.at("list").at(0).as_object();
    EXPECT_EQ(got.at("id"), json::value(id));
    EXPECT_EQ(got.at("data:asText"), "quick bro");
    EXPECT_EQ(got.at("data:asBase64"), "cXVpY2sgYnJv");
    EXPECT_EQ(got.at("digest:sha"), "QiRAPtfyX8K6tm1iOAtZ87Xj3Ww=");
    EXPECT_EQ(got.at("digest:sha-256"), "gdg9INW7lwHK6OQ9u0dwDz2ZY/gubi0En0xlFpKt0OA=");
    EXPECT_EQ(got.at("size"), 45);
    EXPECT_FALSE(got.contains("isTruncated"));
    EXPECT_FALSE(got.contains("isEncodingProblem"));
}

TEST(Rfc9404_4_2_Get, DataIsTextWhereItIsThatAndElseBase64) {
    WriteDesk desk;
    auto good = uploaded(desk, R"({"data:asText":"Ŵyn"})");
    auto got = get(desk, good);
    EXPECT_EQ(text(got), R"({"id":")" + good + R"(","size":4,"data:asText":"Ŵyn"})");
    got = get(desk, good, R"(,"properties":["data"],"length":1)");
    EXPECT_EQ(got.at("isEncodingProblem"), true) << "a character was cut";
    EXPECT_EQ(got.at("data:asBase64"), "xQ==");
    EXPECT_FALSE(got.contains("data:asText"));
    auto bad = uploaded(desk, R"({"data:asBase64":"/w=="})");
    got = get(desk, bad, R"(,"properties":["data:asText"])");
    EXPECT_TRUE(got.at("data:asText").is_null());
    EXPECT_EQ(got.at("isEncodingProblem"), true);
    EXPECT_FALSE(got.contains("data:asBase64"));
    got = get(desk, uploaded(desk, R"({"data:asBase64":"77+/"})"));
    EXPECT_EQ(got.at("isEncodingProblem"), true) << "JSON cannot have U+FFFF";
    EXPECT_EQ(got.at("data:asBase64"), "77+/");
}

TEST(Rfc9404_4_2_Get, ARangeBeyondTheEndIsTruncated) {
    WriteDesk desk;
    auto id = uploaded(desk, R"({"data:asText":"0123456789"})");
    auto got = get(desk, id, R"(,"offset":8,"length":5)");
    EXPECT_EQ(got.at("data:asText"), "89");
    EXPECT_EQ(got.at("isTruncated"), true);
    got = get(desk, id, R"(,"offset":11)");
    EXPECT_EQ(got.at("data:asText"), "");
    EXPECT_EQ(got.at("isTruncated"), true);
    got = get(desk, id, R"(,"offset":5,"length":5)");
    EXPECT_EQ(got.at("data:asText"), "56789");
    EXPECT_FALSE(got.contains("isTruncated"));
    EXPECT_EQ(get(desk, id, R"(,"offset":10)").at("data:asText"), "");
}

// A request of a few octets may ask for very many to be written.
TEST(Rfc8620_8_5_Limits, ARequestMakesOnlySoManyOctetsOfBlobs) {
    Limits limits;
    limits.max_blob_octets = 250;
    WriteDesk desk({.limits = limits});
    auto blob = desk.upload(std::string(100, 'x'));
    auto create = [&](std::string name) { return "\"" + name + R"(":{"data":[{"blobId":")" + blob + "\"}]}"; };
    auto response =
        desk.call("Blob/upload", R"("create":{)" + create("a") + "," + create("b") + "," + create("c") + "}");
    EXPECT_EQ(response.at("created").as_object().size(), 2u);
    EXPECT_EQ(testing::refusal(response, "notCreated"), "rateLimit");
}

TEST(Rfc9404_4_2_Get, ArgumentsAreChecked) {
    WriteDesk desk;
    EXPECT_EQ(desk.error_of("Blob/get", R"("ids":[],"properties":["digest:md5"])"), "invalidArguments");
    EXPECT_EQ(desk.error_of("Blob/get", R"("ids":[],"properties":["name"])"), "invalidArguments");
    EXPECT_EQ(desk.error_of("Blob/get", R"("ids":[],"offset":-1)"), "invalidArguments");
    EXPECT_EQ(desk.error_of("Blob/get", R"("ids":null)"), "requestTooLarge");
    EXPECT_EQ(desk.call("Blob/get", "a999", R"("ids":[])").at("type"), "accountNotFound");
    EXPECT_TRUE(get(desk, "Unope").empty());
}

TEST(Rfc9404_4_2_Get, EmailsAndTheirPartsAreBlobs) {
    WriteDesk desk;
    auto id = desk.create(R"({"mailboxIds":{"m1":true},"attachments":[{"blobId":")" + desk.upload("file!") + "\"}]}");
    auto email = desk.email(id, R"("blobId","attachments")");
    EXPECT_EQ(get(desk, std::string(text_of(email.at("blobId").as_string()))).at("data:asText"),
              json::value(desk.message(id)));
    auto part = email.at("attachments").at(0).at("blobId");
    EXPECT_EQ(get(desk, std::string(text_of(part.as_string()))).at("data:asText"), "file!");
}

TEST(Rfc8620_8_5_Limits, PartsOfLargeMessagesAreReadForACallOnlySoOften) {
    WriteDesk desk;
    auto id = desk.create(R"({"mailboxIds":{"m1":true},"attachments":[{"blobId":")" + desk.upload("file!") + "\"}]}");
    auto part = desk.email(id, R"("attachments")").at("attachments").at(0).at("blobId");
    const auto octets = desk.message(id).size();
    Account own{desk.account.id, "ann@example.com", true, false};
    MailboxBlobs twice(desk.home.accounts(), 2 * octets + 1);
    for (int n = 0; n < 2; ++n) EXPECT_TRUE(twice.open(desk.caller, own, text_of(part.as_string())));
    auto third = twice.open(desk.caller, own, text_of(part.as_string()));
    ASSERT_FALSE(third);
    EXPECT_EQ(errc_of(third.error()), Errc::too_long);
}

TEST(Rfc9404_4_3_Lookup, FindsWhatRefersToABlob) {
    WriteDesk desk;
    auto upload = desk.upload("file!");
    auto id = desk.create(R"({"mailboxIds":{"m1":true,"m2":true},"attachments":[{"blobId":")" + upload + "\"}]}");
    auto email = desk.email(id, R"("blobId","threadId","attachments")");
    for (auto& blob : {email.at("blobId"), email.at("attachments").at(0).at("blobId")}) {
        auto response =
            desk.call("Blob/lookup", R"("typeNames":["Mailbox","Thread","Email"],"ids":[)" + text(blob) + "]");
        EXPECT_EQ(text(response.at("list")), R"([{"id":)" + text(blob) +
                                                 R"(,"matchedIds":{"Mailbox":["m1","m2"],"Thread":[)" +
                                                 text(email.at("threadId")) + R"(],"Email":[")" + id + R"("]}}])");
    }
}

TEST(Rfc9404_4_3_Lookup, WhatIsNotThereHasEmptyLists) {
    WriteDesk desk;
    auto id = desk.create(R"({"mailboxIds":{"m1":true}})");
    std::string blob(text_of(desk.email(id, R"("blobId")").at("blobId").as_string()));
    for (auto& nothing : {std::string("not-a-blob"), desk.upload("x"), blob + "-9"}) {
        auto response = desk.call("Blob/lookup", R"("typeNames":["Email"],"ids":[")" + nothing + "\"]");
        EXPECT_EQ(text(response.at("list")), R"([{"id":")" + nothing + R"(","matchedIds":{"Email":[]}}])");
    }
}

TEST(Rfc9404_4_3_Lookup, TypesThatAreNotUsedAreUnknown) {
    WriteDesk desk;
    EXPECT_EQ(desk.error_of("Blob/lookup", R"("typeNames":["Email","Calendar"],"ids":[])"), "unknownDataType");
    EXPECT_EQ(desk.error_of("Blob/lookup", R"("typeNames":["Email"],"ids":[])"), "");
    desk.uses = R"("urn:ietf:params:jmap:blob")";
    EXPECT_EQ(desk.error_of("Blob/lookup", R"("typeNames":["Email"],"ids":[])"), "unknownDataType");
}

TEST(Rfc8620_6_3_BlobCopy, CopiesBetweenAccounts) {
    WriteDesk desk;
    auto id = desk.upload("file!", "text/x");
    auto responses = desk.calls(R"(["Blob/copy",{"fromAccountId":")" + desk.own + R"(","accountId":")" + desk.shared +
                                R"(","blobIds":[")" + id + R"(","Unope"]},"0"])");
    auto response = responses.at(0).at(1).as_object();
    EXPECT_EQ(response.at("fromAccountId"), json::value(desk.own));
    EXPECT_EQ(response.at("accountId"), json::value(desk.shared));
    EXPECT_EQ(testing::at(response, "notCopied", "Unope").at("type"), "blobNotFound");
    std::string copy(text_of(response.at("copied").at(id).as_string()));
    EXPECT_EQ(octets(desk, desk.caller, desk.shared, copy), "file!");
    auto error = [&](const std::string& from, const std::string& to) {
        auto all = desk.calls(R"(["Blob/copy",{"fromAccountId":")" + from + R"(","accountId":")" + to +
                              R"(","blobIds":[]},"0"])");
        auto* type = member(all.at(0).at(1).as_object(), "type");
        return type ? std::string(text_of(type->as_string())) : "";
    };
    EXPECT_EQ(error("a999", desk.shared), "fromAccountNotFound");
    EXPECT_EQ(error(desk.own, "a999"), "accountNotFound");
    EXPECT_EQ(error(desk.own, desk.read_only), "accountReadOnly");
}

TEST(Rfc8620_6_1_Uploads, AreTheirUploadersAloneUntilSomethingRefersToThem) {
    WriteDesk desk;
    Account shared{desk.shared_account.id, "team@example.com", false, false};
    auto incoming = desk.blobs.begin(desk.caller, shared);
    ASSERT_TRUE(incoming);
    ASSERT_TRUE((*incoming)->write("Subject: s\r\n\r\nsecret\r\n"));
    auto id = (*incoming)->finish("message/rfc822").value();
    EXPECT_NE(octets(desk, desk.caller, desk.shared, id), "none");
    EXPECT_EQ(desk.blobs.open(desk.caller, shared, id).value().type, "message/rfc822");
    EXPECT_EQ(octets(desk, desk.colleague, desk.shared, id), "none");
    auto parse = [&](const Caller& who) {
        auto body = R"({"using":["urn:ietf:params:jmap:mail"],"methodCalls":[["Email/parse",{"accountId":")" +
                    desk.shared + R"(","blobIds":[")" + id + R"("],"properties":["subject"]},"0"]]})";
        auto reply = testing::object(desk.api.process(who, body, Origin{"https://m"}).body);
        return text(reply.at("methodResponses").at(0).at(1).at("notFound"));
    };
    EXPECT_EQ(parse(desk.caller), "null");
    EXPECT_EQ(parse(desk.colleague), "[\"" + id + "\"]");
    auto own = desk.upload("mine");
    EXPECT_EQ(octets(desk, desk.colleague, desk.own, own), "none") << "nor what the owner of the account uploads";
    auto response =
        desk.call("Email/import", desk.shared, R"("emails":{"c":{"blobId":")" + id + R"(","mailboxIds":{"m1":true}}})");
    auto blob = testing::at(response, "created", "c").at("blobId");
    EXPECT_NE(octets(desk, desk.colleague, desk.shared, std::string(text_of(blob.as_string()))), "none");
}

}  // namespace
}  // namespace bailey::jmap
