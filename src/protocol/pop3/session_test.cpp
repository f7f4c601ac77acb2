// What dialogues as text cannot say; the rest is in tests/dialogues/pop3.
#include "protocol/pop3/session.hpp"

#include <gtest/gtest.h>

namespace bailey::pop3 {
namespace {

struct Many final : Maildrop {
    std::size_t count() const override { return 100'000; }
    Entry entry(std::size_t i) const override { return {static_cast<std::int64_t>(i) + 1'000'000'000'000, 4096}; }
};

struct One final : Maildrop {
    std::size_t count() const override { return 1; }
    Entry entry(std::size_t) const override { return {10, 5}; }
};

class Pop3SessionTest : public ::testing::Test {
protected:
    void sign_in(const Maildrop& drop) {
        session.feed("USER a\r\nPASS b\r\n");
        ASSERT_TRUE(std::holds_alternative<Authenticate>(*session.next(out)));
        session.authenticated(&drop, out);
        out.clear();
    }
    Session session{Settings{.secure = true}};
    std::string out;
};

TEST_F(Pop3SessionTest, ALargeListingComesInPieces) {
    Many many;
    sign_in(many);
    session.feed("UIDL\r\n");
    std::string all;
    std::size_t largest = 0;
    while (auto action = session.next(out)) {
        ASSERT_TRUE(std::holds_alternative<Flush>(*action));
        largest = std::max(largest, out.size());
        all += std::exchange(out, {});
    }
    all += out;
    EXPECT_LT(largest, 70'000u);
    EXPECT_EQ(std::count(all.begin(), all.end(), '\n'), 100'002);
    EXPECT_TRUE(all.starts_with("+OK\r\n1 e8d4a51000\r\n2 e8d4a51001\r\n"));
    EXPECT_TRUE(all.ends_with("100000 e8d4a6969f\r\n.\r\n"));
}

TEST_F(Pop3SessionTest, APipelinedClientDoesNotGrowTheReplyBuffer) {
    One one;
    sign_in(one);
    std::string commands;
    for (int i = 0; i < 10'000; ++i) commands += "UIDL 1\r\n";
    session.feed(commands);
    auto action = session.next(out);
    ASSERT_TRUE(action && std::holds_alternative<Flush>(*action));
    EXPECT_LT(out.size(), 70'000u);
}

TEST(Pop3StlsTest, PlainTextAfterStlsIsRefused) {
    Session session({.secure = false, .tls_available = true});
    std::string out;
    session.feed("STLS\r\nUSER mallory\r\n");
    auto action = session.next(out);
    ASSERT_TRUE(action && std::holds_alternative<Close>(*action));
    EXPECT_TRUE(out.ends_with("-ERR nothing may follow STLS before TLS begins\r\n")) << out;
}

TEST(Pop3StufferTest, StuffsTheSameHoweverTheMessageIsCut) {
    const std::string message = ".a\r\n..\r\nb.\r\n\r\n.";
    for (std::size_t step = 1; step <= message.size(); ++step) {
        DotStuffer stuffer;
        std::string out;
        for (std::size_t at = 0; at < message.size(); at += step)
            stuffer.append(std::string_view(message).substr(at, step), out);
        stuffer.finish(out);
        EXPECT_EQ(out, "..a\r\n...\r\nb.\r\n\r\n..\r\n.\r\n") << step;
    }
}

TEST(Pop3StufferTest, AnEmptyMessageIsOneDot) {
    std::string out;
    DotStuffer().finish(out);
    EXPECT_EQ(out, ".\r\n");
}

TEST(Pop3TopTest, CutsTheSameHoweverTheMessageIsCut) {
    const std::string message = "A: b\r\n\r\n\r\nsecond\r\nthird\r\n";
    const std::string wanted[] = {"A: b\r\n\r\n", "A: b\r\n\r\n\r\n", "A: b\r\n\r\n\r\nsecond\r\n", message, message};
    for (std::uint32_t lines = 0; lines < 5; ++lines)
        for (std::size_t step = 1; step <= message.size(); ++step) {
            TopCutter cutter(lines);
            std::string out;
            for (std::size_t at = 0; at < message.size(); at += step)
                out += cutter.take(std::string_view(message).substr(at, step));
            EXPECT_EQ(out, wanted[lines]) << lines << " lines, step " << step;
            EXPECT_EQ(cutter.done(), lines < 4);
        }
}

}  // namespace
}  // namespace bailey::pop3
