#include "protocol/mime/header.hpp"

#include <gtest/gtest.h>

namespace bailey::mime {
namespace {

struct Outcome {
    std::string header, body;
    Errc error{};
    auto operator<=>(const Outcome&) const = default;
};

std::ostream& operator<<(std::ostream& out, const Outcome& o) {
    return out << '[' << o.header << "] [" << o.body << "] " << static_cast<int>(o.error);
}

Outcome filtered(std::string_view message, std::size_t piece, std::size_t most = 1000, HeaderFilter* keep = nullptr) {
    HeaderFilter filter(most);
    bool complete = false;
    std::string body;
    for (std::size_t at = 0; at < message.size(); at += piece) {
        auto bytes = message.substr(at, piece);
        if (!complete) {
            auto progress = filter.feed(bytes);
            if (!progress) return {{}, {}, errc_of(progress.error())};
            complete = *progress == HeaderFilter::complete;
            if (complete) body = filter.body_begins();
        }
        if (complete)
            body += bytes;
        else
            EXPECT_TRUE(bytes.empty());
    }
    if (!complete) {
        filter.finish();
        body = filter.body_begins();
    }
    if (keep) *keep = filter;
    return {std::string(filter.header().text()), body, Errc{}};
}

Outcome in_every_cut(std::string_view message, std::size_t most = 1000) {
    auto whole = filtered(message, message.size() + 1, most);
    for (std::size_t piece : {1u, 2u, 3u, 5u, 8u, 64u}) EXPECT_EQ(filtered(message, piece, most), whole) << piece;
    return whole;
}

HeaderFilter read(std::string_view message) {
    HeaderFilter filter(1);
    filtered(message, message.size() + 1, 300'000, &filter);
    return filter;
}

TEST(HeaderFilter, TakesTheHeaderSectionAndLeavesTheBody) {
    EXPECT_EQ(in_every_cut("From: a@b.test\r\nSubject: x\r\n y\r\n\r\nbody\r\n\r\nmore"),
              (Outcome{"From: a@b.test\r\nSubject: x\r\n y\r\n", "body\r\n\r\nmore"}));
}

TEST(HeaderFilter, BlindCopiesAndReturnPathsAreLeftOutHoweverTheyAreWritten) {
    EXPECT_EQ(in_every_cut("bCC : a@b.test,\r\n c@d.test\r\nTo: e@f.test\r\nResent-Bcc:\r\n\tg@h.test\r\n\t\r\n"
                           "Return-Path: <x@y.test>\r\nBccx: stays\r\n\r\n"),
              (Outcome{"To: e@f.test\r\nBccx: stays\r\n", ""}));
}

TEST(HeaderFilter, ABareLineFeedHidesNoField) {
    EXPECT_EQ(in_every_cut("Subject: x\nBcc: a@b.test\nTo: c@d.test\n\nbody\n"),
              (Outcome{"Subject: x\r\nTo: c@d.test\r\n", "body\n"}));
}

TEST(HeaderFilter, ALineThatIsNoFieldBeginsTheBody) {
    EXPECT_EQ(in_every_cut("To: a@b.test\r\nDear Jane: hello\r\n\r\nx"),
              (Outcome{"To: a@b.test\r\n", "Dear Jane: hello\r\n\r\nx"}));
    EXPECT_EQ(in_every_cut("To: a@b.test\r\n: no name\r\n"), (Outcome{"To: a@b.test\r\n", ": no name\r\n"}));
    EXPECT_EQ(in_every_cut("To: a@b.test\r\nNo-colon"), (Outcome{"To: a@b.test\r\n", "No-colon"}));
    EXPECT_EQ(in_every_cut(" a fold of nothing\r\n\r\nx"), (Outcome{"", " a fold of nothing\r\n\r\nx"}));
    EXPECT_EQ(in_every_cut("To: a@b.test\r\nCaf\xc3\xa9: x\r\n"), (Outcome{"To: a@b.test\r\n", "Caf\xc3\xa9: x\r\n"}));
    EXPECT_EQ(in_every_cut("To: a@b.test\r\n\rx\r\n"), (Outcome{"To: a@b.test\r\n", "\rx\r\n"}));
}

TEST(HeaderFilter, ANameLongerThanALineMayBeIsNoField) {
    EXPECT_EQ(in_every_cut(std::string(997, 'x') + ":\r\n\r\n", 2000), (Outcome{std::string(997, 'x') + ":\r\n", ""}));
    auto longer = std::string(998, 'x') + ":\r\n\r\n";
    EXPECT_EQ(in_every_cut(longer, 2000), (Outcome{"", longer}));
    EXPECT_EQ(in_every_cut(std::string(5000, 'x')), (Outcome{"", std::string(5000, 'x')}));
}

TEST(HeaderFilter, AMessageMayEndWithinItsHeaderSection) {
    EXPECT_EQ(in_every_cut("To: a@b.test\r\nSubject: x"), (Outcome{"To: a@b.test\r\nSubject: x\r\n", ""}));
    EXPECT_EQ(in_every_cut("To: a@b.test\r\nBcc: x"), (Outcome{"To: a@b.test\r\n", ""}));
    EXPECT_EQ(in_every_cut("To: a@b.test\r"), (Outcome{"To: a@b.test\r\n", ""}));
    EXPECT_EQ(in_every_cut(""), Outcome{});
}

TEST(HeaderFilter, OctetsOfAnyValuePassInAFieldBody) {
    constexpr std::string_view odd("Subject: \0\x80\xff\x01\r\n", 15);
    EXPECT_EQ(in_every_cut(std::string(odd) + "\r\nx"), (Outcome{std::string(odd), "x"}));
}

TEST(HeaderFilter, AHeaderSectionMayReachTheLimitAndNoFurther) {
    EXPECT_EQ(in_every_cut("A: 34567\r\nBcc: 6789\r\n\r\n" + std::string(100, 'b'), 21).header, "A: 34567\r\n");
    EXPECT_EQ(in_every_cut("A: 34567\r\nBcc: 6789\r\n\r\n", 20).error, Errc::too_long);
    std::string folded = "A:";
    while (folded.size() < 100'000) folded += " x\r\n";
    EXPECT_EQ(in_every_cut(folded + "\r\n", folded.size()).header, folded);
    EXPECT_EQ(in_every_cut(folded + "\r\n", folded.size() - 1).error, Errc::too_long);
}

TEST(Header, FindsFieldsByNameInEitherCase) {
    auto filter = read("Received: 1\r\nFROM :  Jane\r\n <j@x.test>\r\nreceived: 2 \r\n \r\nEmpty:\r\n\r\nFrom: body");
    auto& header = filter.header();
    EXPECT_EQ(header.count("Received"), 2u);
    EXPECT_EQ(header.value("received"), "1");
    EXPECT_EQ(header.value(2), "2");
    EXPECT_EQ(header.value("From"), "Jane\r\n <j@x.test>");
    EXPECT_EQ(unfolded(*header.value("From")), "Jane <j@x.test>");
    EXPECT_EQ(header.value("Empty"), "");
    EXPECT_EQ(header.value("Sender"), std::nullopt);
    EXPECT_EQ(header.count("From"), 1u);
    EXPECT_EQ(header.name(1), "FROM");
}

TEST(Header, UnfoldingTakesOutLineEndsBeforeSpacesOnly) {
    EXPECT_EQ(unfolded("a\r\n b\r\n\tc\r\nd\r\n"), "a b\tc\r\nd\r\n");
    EXPECT_EQ(unfolded(""), "");
}

}  // namespace
}  // namespace bailey::mime
