#include "protocol/sieve/raw_message.hpp"

#include <gtest/gtest.h>

namespace bailey::sieve {
namespace {

TEST(RawMessage, FieldsInTheirOrderUnfoldedAndTrimmed) {
    const RawMessage message("X: one \r\nY: =?utf-8?q?=C3=A4?=\r\nx:\r\n two\r\n\r\nbody\r\n",
                             {"a@b.test", "c@d.test"});
    EXPECT_EQ(message.raw("X"), (std::vector<std::string>{"one", "two"}));
    EXPECT_EQ(message.raw("y"), std::vector<std::string>{"=?utf-8?q?=C3=A4?="});
    EXPECT_EQ(message.decoded("y"), std::vector<std::string>{"ä"});
    EXPECT_TRUE(message.raw("z").empty());
    EXPECT_EQ(message.raw_body(), "body\r\n");
    EXPECT_EQ(message.envelope().to, "c@d.test");
    EXPECT_EQ(message.size(), 50u);
}

TEST(RawMessage, OfTheBeginningOfAMessageTheSizeIsTold) {
    const RawMessage message("Subject: x\r\n\r\n", {}, 1'000'000);
    EXPECT_EQ(message.size(), 1'000'000u);
}

TEST(RawMessage, AnyOctetsAreAMessage) {
    for (const auto* octets : {"", "\r\n", "no header", "a: b", "\xff\xfe: \x80\r\n\r\n\xff"}) {
        const RawMessage message(octets, {});
        EXPECT_FALSE(message.parts().empty());
        (void)message.readable_text();
        (void)message.raw("a");
    }
}

TEST(RawMessage, WhatIsDecodedIsBounded) {
    std::string octets = "Content-Type: multipart/mixed; boundary=b\r\n\r\n";
    for (int n = 0; n < 10; ++n) octets += "--b\r\n\r\n" + std::string(400'000, 'a') + "\r\n";
    octets += "--b--\r\n";
    const RawMessage message(octets, {});
    std::size_t decoded = 0, readable = 0;
    for (const auto& part : message.parts()) decoded += part.content.size();
    for (const auto& text : message.readable_text()) readable += text.size();
    EXPECT_LE(decoded, RawMessage::most_body);
    EXPECT_LE(readable, RawMessage::most_body);
    EXPECT_EQ(message.raw_body().size(), RawMessage::most_body);
}

// RFC 5173 section 5.2.
TEST(RawMessage, MessagesWithinMessagesHaveTheirParts) {
    std::string octets = "Subject: innermost\r\n\r\nthe text\r\n";
    for (int n = 0; n < 4; ++n) octets = "Content-Type: message/rfc822\r\n\r\n" + octets;
    const RawMessage message(octets, {});
    const auto& parts = message.parts();
    ASSERT_EQ(parts.size(), 5u);
    EXPECT_EQ(parts[3].type, "message/rfc822");
    EXPECT_EQ(parts[3].content, "Subject: innermost\r\n");
    EXPECT_EQ(parts[4].content, "the text\r\n");
    for (int n = 0; n < 100; ++n) octets = "Content-Type: message/rfc822\r\n\r\n" + octets;
    EXPECT_LE(RawMessage(octets, {}).parts().size(), 10u);
}

}  // namespace
}  // namespace bailey::sieve
