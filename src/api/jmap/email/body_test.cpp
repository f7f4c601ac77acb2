// RFC 8621 section 4.1.4 and the arguments of section 4.2 for bodies; blobs of parts.
#include <gtest/gtest.h>

#include "api/jmap/blob_id.hpp"
#include "api/jmap/mailbox_blobs.hpp"
#include "api/jmap/testing/mail_desk.hpp"
#include "api/jmap/testing/notes.hpp"
#include "base/text.hpp"

namespace bailey::jmap {
namespace {

using testing::corpus;
using testing::in_quotes;
using testing::MailDesk;
using testing::text;

constexpr auto types = R"("bodyProperties":["partId","type"])";

TEST(Rfc8621_4_1_4_Bodies, are_flat_lists_and_a_tree) {
    MailDesk desk;
    const auto id = desk.add_file("mixed-attachments.eml");
    const auto email = desk.email(id, R"("textBody","htmlBody","attachments","bodyStructure","hasAttachment")", types);
    EXPECT_EQ(text(email.at("textBody")), R"([{"partId":"1.1","type":"text/plain"}])");
    EXPECT_EQ(text(email.at("htmlBody")), R"([{"partId":"1.2","type":"text/html"}])");
    EXPECT_EQ(text(email.at("attachments")),
              R"([{"partId":"2","type":"application/pdf"},{"partId":"3","type":"text/csv"}])");
    EXPECT_EQ(text(email.at("bodyStructure")), R"({"partId":null,"type":"multipart/mixed"})");
    EXPECT_EQ(email.at("hasAttachment"), true);
}

TEST(Rfc8621_4_1_4_BodyStructure, has_subParts_of_multiparts) {
    MailDesk desk;
    const auto id = desk.add_file("related.eml");
    const auto asked = desk.email(id, R"("bodyStructure")", R"("bodyProperties":["type","cid","subParts"])");
    EXPECT_EQ(text(asked.at("bodyStructure")),
              R"({"type":"multipart/related","cid":null,"subParts":[{"type":"text/html","cid":null,"subParts":null},)"
              R"({"type":"image/png","cid":"crest@court.example","subParts":null}]})");
    const auto usual = desk.email(id, R"("bodyStructure")").at("bodyStructure").as_object();
    EXPECT_EQ(usual.at("subParts").as_array().size(), 2u);
    EXPECT_TRUE(usual.at("partId").is_null());
    EXPECT_TRUE(usual.at("blobId").is_null()) << "null if, and only if, it is a multipart";
}

TEST(Rfc8621_4_1_4_BodyPart, has_the_usual_properties) {
    MailDesk desk;
    const auto id = desk.add_file("mixed-attachments.eml");
    const auto pdf = desk.email(id, R"("attachments")").at("attachments").at(0).as_object();
    std::string names;
    for (const auto& [name, value] : pdf) names += std::string(name) + " ";
    EXPECT_EQ(names, "partId blobId size name type charset disposition cid language location ");
    EXPECT_EQ(pdf.at("name"), "bundle.pdf");
    EXPECT_EQ(pdf.at("disposition"), "attachment");
    EXPECT_TRUE(pdf.at("charset").is_null()) << "not of type text/*";
    EXPECT_TRUE(pdf.at("cid").is_null());
    EXPECT_TRUE(pdf.at("language").is_null());
    const auto plain = desk.email(id, R"("textBody")").at("textBody").at(0).as_object();
    EXPECT_EQ(plain.at("charset"), "iso-8859-1");
    EXPECT_TRUE(plain.at("disposition").is_null());
}

TEST(Rfc8621_4_1_4_BodyPart, has_its_own_fields) {
    MailDesk desk;
    const auto id = desk.add_file("related.eml");
    const auto email =
        desk.email(id, R"("attachments")",
                   R"("bodyProperties":["header:Content-ID:asMessageIds","header:content-type","headers"])");
    const auto& image = email.at("attachments").at(0).as_object();
    EXPECT_EQ(text(image.at("header:Content-ID:asMessageIds")), R"(["crest@court.example"])");
    EXPECT_EQ(image.at("header:content-type"), R"( image/png; name="crest.png")");
    EXPECT_EQ(image.at("headers").as_array().size(), 4u);
}

TEST(Rfc8621_4_1_4_BodyValues, are_given_as_the_arguments_say) {
    MailDesk desk;
    const auto id = desk.add_file("mixed-attachments.eml");
    const auto keys = [&](std::string_view arguments) {
        std::string names;
        const auto email = desk.email(id, R"("bodyValues")", arguments);
        for (const auto& [name, value] : email.at("bodyValues").as_object()) {
            names += std::string(name) + " ";
        }
        return names;
    };
    EXPECT_EQ(keys(""), "");
    EXPECT_EQ(keys(R"("fetchTextBodyValues":true)"), "1.1 ");
    EXPECT_EQ(keys(R"("fetchHTMLBodyValues":true)"), "1.2 ");
    EXPECT_EQ(keys(R"("fetchTextBodyValues":true,"fetchHTMLBodyValues":true)"), "1.1 1.2 ");
    EXPECT_EQ(keys(R"("fetchAllBodyValues":true)"), "1.1 1.2 3 ");
    const auto values = desk.email(id, R"("bodyValues")", R"("fetchTextBodyValues":true)").at("bodyValues");
    EXPECT_EQ(text(values.at("1.1")), R"({"value":"Bundle attached. Caf)"
                                      "\xC3\xA9"
                                      R"( receipts to follow.","isEncodingProblem":false,"isTruncated":false})");
}

TEST(Rfc8621_4_1_4_BodyValues, say_when_something_was_wrong) {
    MailDesk desk;
    const auto problem = [&](const char* file) {
        const auto values = desk.email(desk.add_file(file), R"("bodyValues")", R"("fetchAllBodyValues":true)");
        return values.at("bodyValues").at("1").at("isEncodingProblem").as_bool();
    };
    EXPECT_TRUE(problem("wrong-charset.eml"));
    EXPECT_FALSE(problem("welsh.eml"));
}

TEST(Rfc8621_4_2_MaxBodyValueBytes, truncates_at_whole_characters_and_outside_tags) {
    MailDesk desk;
    const auto id =
        desk.add("Subject: s\r\nContent-Type: text/html; charset=utf-8\r\n\r\nab\xC5\xB7<a href=\"x\">y</a>");
    const auto value = [&](int most) {
        const auto email = desk.email(id, R"("bodyValues")",
                                      R"("fetchHTMLBodyValues":true,"maxBodyValueBytes":)" + std::to_string(most));
        const auto& one = email.at("bodyValues").at("1").as_object();
        return text(one.at("value")) + (one.at("isTruncated").as_bool() ? " cut" : "");
    };
    EXPECT_EQ(value(3), R"("ab" cut)");
    EXPECT_EQ(value(4), in_quotes("ab\xC5\xB7") + " cut");
    EXPECT_EQ(value(9), in_quotes("ab\xC5\xB7") + " cut");
    EXPECT_EQ(value(100), in_quotes("ab\xC5\xB7<a href=\"x\">y</a>"));
    EXPECT_EQ(value(0), value(100)) << "0: no truncation";
    EXPECT_EQ(desk.error_of("Email/get", R"("ids":[],"maxBodyValueBytes":-1)"), "invalidArguments");
    EXPECT_EQ(desk.error_of("Email/get", R"("ids":[],"fetchAllBodyValues":"yes")"), "invalidArguments");
    EXPECT_EQ(desk.error_of("Email/get", R"("ids":[],"maxBodyValues":1)"), "invalidArguments");
}

// Octets of a blob by the download endpoint's door, or "not found".
std::string download(MailDesk& desk, const std::string& blob) {
    MailboxBlobs blobs(desk.home.accounts());
    const Account account{desk.account.id, {}, true, false};
    const auto opened = blobs.open(desk.caller, account, blob);
    if (!opened) return "not found";
    auto octets = opened->read(0, 100'000).value();
    EXPECT_EQ(octets.size(), opened->size);
    EXPECT_EQ(opened->read(1, 2).value(), octets.substr(1, 2));
    EXPECT_EQ(opened->read(opened->size, 2).value(), "");
    return octets;
}

TEST(Rfc8621_4_1_4_BlobId, of_a_part_is_its_decoded_octets) {
    MailDesk desk;
    const auto message = corpus("mixed-attachments.eml");
    const auto id = desk.add(message);
    const auto parts = desk.email(id, R"("attachments")", R"("bodyProperties":["blobId","size"])");
    const auto& pdf = parts.at("attachments").at(0).as_object();
    const auto octets = download(desk, std::string(text_of(pdf.at("blobId").as_string())));
    EXPECT_TRUE(octets.starts_with("%PDF-1.4"));
    EXPECT_EQ(pdf.at("size").to_number<std::size_t>(), octets.size());
    EXPECT_EQ(download(desk, std::string(text_of(desk.email(id, R"("blobId")").at("blobId").as_string()))), message);
}

TEST(Rfc8621_4_1_4_BlobId, that_is_none_is_not_found) {
    MailDesk desk;
    const auto id = desk.add_file("mixed-attachments.eml");
    const auto blob = "M" + id.substr(1);
    for (auto bad : {"-0", "-99", "-", "-01", "-1-0-", "-x", "--1", "-4294967296"}) {
        EXPECT_EQ(download(desk, blob + bad), "not found") << bad;
    }
    std::string deep = blob;
    for (int n = 0; n < 20; ++n) deep += "-0";
    EXPECT_FALSE(blob_id_from(deep));
    EXPECT_EQ(text(*blob_id_from(blob + "-3-1")), blob + "-3-1");
}

TEST(Rfc8620_8_5_EmailGet, does_not_answer_with_more_text_than_it_should) {
    MailDesk desk;
    const std::string large(20 << 20, 'x');
    std::string ids;
    for (int n = 0; n < 4; ++n) ids += (n ? "," : "") + in_quotes(desk.add_text("Large", large));
    const auto ask = [&](const std::string& more) {
        return desk.error_of("Email/get",
                             R"("properties":["bodyValues"],"fetchAllBodyValues":true,"ids":[)" + ids + "]" + more);
    };
    EXPECT_EQ(ask(""), "requestTooLarge");
    EXPECT_EQ(ask(R"(,"maxBodyValueBytes":1000)"), "");
}

}  // namespace
}  // namespace bailey::jmap
