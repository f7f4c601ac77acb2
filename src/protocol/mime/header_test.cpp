#include "protocol/mime/header.hpp"

#include <gtest/gtest.h>

namespace bailey::mime {
namespace {

constexpr std::size_t plenty = 256 * 1024;

struct Outcome {
    std::string passed;
    Errc error{};
};

// Feeds `message` in pieces of `step` octets.
Outcome filter(HeaderFilter& f, std::string_view message, std::size_t step = 4096) {
    Outcome o;
    const auto take = [&](Result<HeaderFilter::Passed> r) {
        if (!r)
            o.error = errc_of(r.error());
        else
            o.passed.append(r->header).append(r->body);
    };
    for (std::size_t at = 0; at < message.size() && o.error == Errc{}; at += step) {
        const std::string piece(message.substr(at, step));
        take(f.feed(piece));
    }
    if (o.error == Errc{}) take(f.finish());
    return o;
}

constexpr std::string_view letter =
    "Received: from a by b; Mon, 2 Jan 2006 15:04:05 +0000\r\n"
    "received : from b by c; Mon, 2 Jan 2006 15:04:05 +0000\r\n"
    "From: Ann <ann@bailey.test>\r\n"
    "To: bob@bailey.test,\r\n\tcarl@bailey.test\r\n"
    "BCC: secret@bailey.test,\r\n another@bailey.test\r\n"
    "Return-Path: <ann@bailey.test>\r\n"
    "Resent-Bcc : third@bailey.test\r\n"
    "Subject:  Lunch \r\n"
    "Message-ID: <1@bailey.test>\r\n"
    "\r\n"
    "Bcc: in the body it stays\r\n\r\nBye\r\n";

TEST(HeaderFilter, PassesAllButWhatIsPrivate) {
    for (const std::size_t step : {1u, 2u, 3u, 5u, 8u, 64u, 4096u}) {
        HeaderFilter f(plenty);
        const auto o = filter(f, letter, step);
        EXPECT_EQ(o.error, Errc{});
        EXPECT_EQ(o.passed,
                  "Received: from a by b; Mon, 2 Jan 2006 15:04:05 +0000\r\n"
                  "received : from b by c; Mon, 2 Jan 2006 15:04:05 +0000\r\n"
                  "From: Ann <ann@bailey.test>\r\n"
                  "To: bob@bailey.test,\r\n\tcarl@bailey.test\r\n"
                  "Subject:  Lunch \r\n"
                  "Message-ID: <1@bailey.test>\r\n"
                  "\r\n"
                  "Bcc: in the body it stays\r\n\r\nBye\r\n");
        EXPECT_EQ(f.received(), 2u);
        EXPECT_EQ(f.value(Field::from), "Ann <ann@bailey.test>");
        EXPECT_EQ(f.value(Field::subject), "Lunch");
        EXPECT_EQ(unfolded(*f.value(Field::to)), "bob@bailey.test,\tcarl@bailey.test");
        EXPECT_FALSE(f.value(Field::sender));
        EXPECT_EQ(f.count(Field::from), 1u);
    }
}

TEST(HeaderFilter, PassesTheBodyWithoutCopyingIt) {
    HeaderFilter f(plenty);
    const std::string first = "From: a@b.example\r\n\r\nstart", second(100'000, 'x');
    auto begun = f.feed(first);
    ASSERT_TRUE(begun);
    EXPECT_EQ(begun->body.data(), first.data() + first.size() - 5);
    auto rest = f.feed(second);
    ASSERT_TRUE(rest);
    EXPECT_EQ(rest->body.data(), second.data());
    EXPECT_EQ(rest->body.size(), second.size());
}

TEST(HeaderFilter, CompletesASectionWithoutBody) {
    HeaderFilter f(plenty);
    EXPECT_EQ(filter(f, "From: a@b.example\r\n").passed, "From: a@b.example\r\n\r\n");
    HeaderFilter g(plenty);
    EXPECT_EQ(filter(g, "From: a@b.example").passed, "From: a@b.example\r\n\r\n");
}

TEST(HeaderFilter, RefusesWhatIsNoHeader) {
    for (const std::size_t step : {1u, 3u, 4096u})
        for (const char* bad : {"", "\r\n", "\r\nbody\r\n", "no colon here\r\n\r\n", " folded: first\r\n\r\n",
                                "From: a@b.example\r\nno colon\r\n\r\n", ": empty name\r\n\r\n", "Two words: x\r\n\r\n",
                                "Gr\xc3\xbc\xc3\x9f"
                                "e: x\r\n\r\n",
                                "Bcc: only@bailey.test\r\n\r\n"}) {
            HeaderFilter f(plenty);
            EXPECT_EQ(filter(f, bad, step).error, Errc::bad_syntax) << bad;
        }
}

TEST(HeaderFilter, CountsAFieldGivenTwiceAndKeepsTheFirst) {
    HeaderFilter f(plenty);
    filter(f, "From: a@b.example\r\nFROM: c@d.example\r\n\r\n");
    EXPECT_EQ(f.count(Field::from), 2u);
    EXPECT_EQ(f.value(Field::from), "a@b.example");
}

TEST(HeaderFilter, HoldsTheLimitHoweverTheBytesArrive) {
    const std::string fits = "Subject: " + std::string(87, 'x') + "\r\n\r\n";  // 100 octets
    for (const std::size_t step : {1u, 2u, 3u, 64u, 4096u}) {
        HeaderFilter f(100), g(99);
        EXPECT_EQ(filter(f, fits + "a long body, which does not count at all " + std::string(500, 'y'), step).error,
                  Errc{});
        EXPECT_EQ(filter(g, fits, step).error, Errc::too_long);
    }
}

}  // namespace
}  // namespace bailey::mime
