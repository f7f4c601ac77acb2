#include "protocol/sieve/vacation.hpp"

#include <gtest/gtest.h>

#include "protocol/mime/bodies.hpp"
#include "protocol/mime/structure.hpp"
#include "protocol/sieve/raw_message.hpp"

namespace bailey::sieve {
namespace {

const Owner owner{"Ann Lee", "ann@inside.test", {"ann@inside.test", "lee@inside.test"}};
const Answering answering{
    {std::chrono::sys_seconds(std::chrono::seconds(1'800'000'000)), {}}, "v1@inside.test", "0123456789abcdef"};

// Why a message with these fields is not answered; empty: it is.
std::string silence(std::string_view fields, std::string from = "bob@inside.test", std::string to = "ann@inside.test") {
    const auto octets = std::string(fields) + "\r\n\r\ntext\r\n";
    const RawMessage message(octets, {std::move(from), std::move(to)});
    return std::string(why_silent({}, message, owner).value_or(""));
}

std::string answer(const Vacation& vacation, const std::string& octets, std::string from = "bob@inside.test") {
    const RawMessage message(octets, {std::move(from), "ann@inside.test"});
    const auto text = answer_text(vacation, message, owner, answering);
    return text ? *text : "error: " + text.error().message();
}

TEST(Vacation, Rfc5230Section45AnyAddressOfTheOwnerInAnyRecipientField) {
    EXPECT_EQ(silence("To: ann@inside.test"), "");
    EXPECT_EQ(silence("Cc: Somebody <x@inside.test>, Lee <LEE@inside.test>"), "");
    EXPECT_EQ(silence("Resent-To: ann@inside.test"), "");
    EXPECT_EQ(silence("Bcc: alias@inside.test", "bob@inside.test", "alias@inside.test"), "");
    EXPECT_NE(silence("To: x@inside.test"), "");
    EXPECT_NE(silence("From: ann@inside.test"), "");
    EXPECT_NE(silence("To: \"ann@inside.test\" <x@inside.test>"), "");
}

TEST(Vacation, Rfc5230Section46AndRfc3834Section2WhoIsNotAnswered) {
    const auto to = std::string("To: ann@inside.test");
    for (const auto* from : {"", "MAILER-DAEMON@inside.test", "owner-list@inside.test", "list-request@inside.test",
                             "majordomo@inside.test", "noreply@inside.test", "lee@inside.test"})
        EXPECT_NE(silence(to, from), "") << from;
    EXPECT_EQ(silence(to, "postmaster@inside.test"), "");
    for (const auto* field : {"Auto-Submitted: auto-generated", "Auto-Submitted: auto-replied; x=y", "Precedence: LIST",
                              "List-Id: <l.inside.test>", "List-Unsubscribe: <mailto:l@inside.test>"})
        EXPECT_NE(silence(to + "\r\n" + field), "") << field;
    EXPECT_EQ(silence(to + "\r\nAuto-Submitted: No (typed by hand)"), "");
    EXPECT_EQ(silence(to + "\r\nPrecedence: first-class"), "");
}

TEST(Vacation, TheAnswerIsAMessageThatAnswersNothingItself) {
    const auto text = answer({"Back on Monday.\r\n"}, "To: ann@inside.test\r\nSubject: hi\r\n\r\nx\r\n");
    const RawMessage message(text, {"", "bob@inside.test"});
    EXPECT_EQ(message.decoded("from"), std::vector<std::string>{"Ann Lee <ann@inside.test>"});
    EXPECT_EQ(message.raw("auto-submitted"), std::vector<std::string>{"auto-replied"});
    const Owner bob{"", "bob@inside.test", {}};
    EXPECT_NE(why_silent({}, RawMessage(text, {"ann@inside.test", "bob@inside.test"}), bob), std::nullopt);
}

// What the sender wrote ends up in our header: it can make no field and no line of its own.
TEST(Vacation, AHostileSubjectStaysWithinItsField) {
    const std::string subject = "Subject: =?utf-8?q?a=0D=0ABcc:_everybody@inside.test=0D=0A=0D=0Abody?=\r\n";
    const auto text = answer({"Away."}, "To: ann@inside.test\r\n" + subject + "Message-ID: <a@b>\r\n\r\nx\r\n");
    const RawMessage message(text, {"", "bob@inside.test"});
    EXPECT_TRUE(message.raw("bcc").empty());
    EXPECT_EQ(message.readable_text().at(0).substr(0, 5), "Away.");
    const auto endless = answer({"Away."}, "To: ann@inside.test\r\nSubject: " + std::string(100'000, 'x') + "\r\n\r\n");
    EXPECT_LT(endless.size(), 4000u);
}

TEST(Vacation, ReferencesDoNotGrowWithoutEnd) {
    std::string references;
    for (int n = 0; n < 500; ++n) references += " <" + std::to_string(n) + "@inside.test>\r\n";
    const auto text =
        answer({"Away."}, "To: ann@inside.test\r\nMessage-ID: <last@x.test>\r\nReferences:" + references + "\r\nx\r\n");
    const RawMessage message(text, {});
    const auto ids = mime::as_message_ids(message.raw("references").at(0)).value();
    ASSERT_EQ(ids.size(), 21u);
    EXPECT_EQ(ids.front(), "0@inside.test");
    EXPECT_EQ(ids.back(), "last@x.test");
    EXPECT_EQ(ids[19], "499@inside.test");
}

TEST(Vacation, Rfc5230Section44AMimeAnswerBringsItsContentFieldsOnly) {
    Vacation vacation{
        "Content-Type: text/html; charset=utf-8\r\nTo: all@inside.test\r\nX-Other: 1\r\n\r\n<p>Weg</p>\r\n", true};
    const auto text = answer(vacation, "To: ann@inside.test\r\n\r\n");
    const RawMessage message(text, {});
    EXPECT_EQ(message.raw("to"), std::vector<std::string>{"bob@inside.test"});
    EXPECT_TRUE(message.raw("x-other").empty());
    EXPECT_EQ(message.raw("content-type"), std::vector<std::string>{"text/html; charset=utf-8"});
    EXPECT_EQ(message.parts().at(0).content, "<p>Weg</p>\r\n");
}

}  // namespace
}  // namespace bailey::sieve
