#include "protocol/mime/structure.hpp"

#include <gtest/gtest.h>

namespace bailey::mime {
namespace {

constexpr std::string_view nested =
    "From: ann@court.example\r\n"
    "Content-Type: multipart/mixed; boundary=outer\r\n"
    "\r\n"
    "preamble\r\n"
    "--outer\r\n"
    "Content-Type: multipart/alternative; boundary=\"inner\"\r\n"
    "\r\n"
    "--inner\r\n"
    "\r\n"
    "plain\r\n"
    "--inner\r\n"
    "Content-Type: text/html; charset=utf-8\r\n"
    "\r\n"
    "<p>html</p>\r\n"
    "--inner--\r\n"
    "\r\n"
    "--outer \r\n"
    "Content-Type: application/pdf\r\n"
    "Content-Disposition: attachment; filename=order.pdf\r\n"
    "Content-Transfer-Encoding: BASE64 (of course)\r\n"
    "Content-ID: (made up) <part3@court.example>\r\n"
    "Content-Language: en, cy (Cymraeg)\r\n"
    "Content-Location: http://court.example/\r\n"
    " order.pdf\r\n"
    "\r\n"
    "JVBERg==\r\n"
    "--outer--\r\n"
    "epilogue\r\n";

std::string body(std::string_view message, const Structure& s, std::size_t n) {
    return std::string(s.parts.at(n).body.of(message));
}

TEST(Structure, FindsEveryPartAndCountsThemAsImapDoes) {
    const auto s = parse(nested);
    ASSERT_EQ(s.parts.size(), 5u);
    EXPECT_FALSE(s.truncated);
    EXPECT_EQ(s.parts[0].type, "multipart/mixed");
    EXPECT_EQ(s.parts[0].part_id(), std::nullopt);
    EXPECT_EQ(s.parts[0].children, (std::vector<std::uint32_t>{1, 4}));
    EXPECT_EQ(s.parts[1].type, "multipart/alternative");
    EXPECT_EQ(s.parts[2].part_id(), "1.1");
    EXPECT_EQ(s.parts[2].type, "text/plain");
    EXPECT_EQ(s.parts[2].charset, "us-ascii");
    EXPECT_EQ(body(nested, s, 2), "plain");
    EXPECT_EQ(s.parts[3].part_id(), "1.2");
    EXPECT_EQ(s.parts[3].charset, "utf-8");
    EXPECT_EQ(body(nested, s, 3), "<p>html</p>");
    EXPECT_EQ(s.parts[4].part_id(), "2");
    EXPECT_EQ(s.find("1.2"), &s.parts[3]);
    EXPECT_EQ(s.find("1"), nullptr) << "a multipart has no partId";
}

TEST(Structure, ReadsWhatAPartSaysOfItself) {
    const auto s = parse(nested);
    const auto& part = s.parts.at(4);
    EXPECT_EQ(part.disposition, "attachment");
    EXPECT_EQ(part.name, "order.pdf");
    EXPECT_EQ(part.encoding, TransferEncoding::base64);
    EXPECT_EQ(part.cid, "part3@court.example");
    EXPECT_EQ(part.language, (std::vector<std::string>{"en", "cy"}));
    EXPECT_EQ(part.location, "http://court.example/order.pdf");
    EXPECT_EQ(part.charset, std::nullopt);
    EXPECT_EQ(last_field(nested, s, s.root(), "FROM"), " ann@court.example");
    EXPECT_EQ(last_field(nested, s, s.root(), "Content-ID"), std::nullopt) << "that is another part's";
}

TEST(Structure, AMessageOfOnePartIsPartOne) {
    const auto s = parse("Subject: x\r\n\r\nhello\r\n");
    EXPECT_EQ(s.root().part_id(), "1");
    EXPECT_EQ(s.root().charset, "us-ascii");
}

TEST(Structure, EmptyAndHeaderlessMessagesAreMessages) {
    EXPECT_EQ(parse("").parts.size(), 1u);
    for (std::string_view text : {"\r\nbody", "no field here\r\nbody", "\nbody"}) {
        const auto s = parse(text);
        EXPECT_EQ(s.fields.size(), 0u);
        EXPECT_TRUE(body(text, s, 0).ends_with("body")) << text;
    }
}

TEST(Structure, ABareLineFeedEndsALine) {
    constexpr std::string_view text =
        "Subject: a\n b\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\none\n\n--b\n\ntwo\n--b--\n";
    const auto s = parse(text);
    ASSERT_EQ(s.parts.size(), 3u);
    EXPECT_EQ(body(text, s, 1), "one\n");
    EXPECT_EQ(body(text, s, 2), "two");
    EXPECT_EQ(last_field(text, s, s.root(), "subject"), " a\n b");
}

TEST(Structure, AMissingFinalBoundaryEndsWithWhatEnclosesIt) {
    constexpr std::string_view text =
        "Content-Type: multipart/mixed; boundary=o\r\n\r\n--o\r\nContent-Type: multipart/mixed; boundary=i\r\n\r\n"
        "--i\r\n\r\ninner\r\n--o\r\n\r\nouter";
    const auto s = parse(text);
    ASSERT_EQ(s.parts.size(), 4u);
    EXPECT_EQ(body(text, s, 2), "inner");
    EXPECT_EQ(s.parts[3].parent, 0u);
    EXPECT_EQ(body(text, s, 3), "outer");
}

TEST(Structure, OfTwoBoundariesOneMayBeginWithTheOther) {
    constexpr std::string_view text =
        "Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: multipart/mixed; boundary=xy\r\n\r\n"
        "--xy\r\n\r\n1\r\n--xy--\r\n--x\r\n\r\n2\r\n--x--\r\n";
    const auto s = parse(text);
    ASSERT_EQ(s.parts.size(), 4u);
    EXPECT_EQ(body(text, s, 2), "1");
    EXPECT_EQ(body(text, s, 3), "2");
}

TEST(Structure, TextIsSeenThoughItsBoundaryIsNowhere) {
    for (std::string_view text : {"Content-Type: multipart/mixed\r\n\r\nhello\r\n",
                                  "Content-Type: multipart/mixed; boundary=b\r\n\r\nhello\r\n"}) {
        const auto s = parse(text);
        ASSERT_EQ(s.parts.size(), 2u);
        EXPECT_EQ(s.parts[1].type, "text/plain");
        EXPECT_EQ(s.parts[1].part_id(), "1");
        EXPECT_EQ(body(text, s, 1), "hello\r\n");
    }
}

TEST(Structure, AnAttachedMessageIsALeafWhateverIsInIt) {
    const std::string text =
        "Content-Type: multipart/digest; boundary=d\r\n\r\n--d\r\n\r\n" + std::string(nested) + "\r\n--d--\r\n";
    const auto s = parse(text);
    ASSERT_EQ(s.parts.size(), 2u);
    EXPECT_EQ(s.parts[1].type, "message/rfc822") << "RFC 2046 section 5.1.5";
    EXPECT_EQ(body(text, s, 1), nested);
}

TEST(Structure, AHeaderThatRunsIntoABoundaryEndsThere) {
    constexpr std::string_view text =
        "Content-Type: multipart/mixed; boundary=\"b:b\"\r\n\r\n--b:b\r\nContent-Type: text/html\r\n--b:b\r\n\r\n2\r\n"
        "--b:b--\r\n";
    const auto s = parse(text);
    ASSERT_EQ(s.parts.size(), 3u);
    EXPECT_EQ(s.parts[1].type, "text/html");
    EXPECT_EQ(s.parts[1].body.size(), 0u);
    EXPECT_EQ(body(text, s, 2), "2");
}

TEST(Structure, WhatIsNoTypeIsPlainText) {
    EXPECT_EQ(parse("Content-Type: text\r\n\r\n").root().type, "text/plain");
    EXPECT_EQ(parse("Content-Type: TEXT / html (x); charset=\"a\"\r\n\r\n").root().type, "text/html");
    EXPECT_EQ(parse("Content-Transfer-Encoding: magic\r\n\r\n").root().encoding, TransferEncoding::unknown);
}

TEST(Structure, BeyondTheDepthAMultipartIsALeaf) {
    std::string text;
    for (int n = 0; n < 2000; ++n)
        text += "Content-Type: multipart/mixed; boundary=b" + std::to_string(n) + "\r\n\r\n--b" + std::to_string(n) +
                "\r\n";
    const auto s = parse(text + "\r\ndeep");
    EXPECT_TRUE(s.truncated);
    EXPECT_EQ(s.parts.size(), 51u);
    EXPECT_EQ(s.parts.back().type, "application/octet-stream");
    EXPECT_TRUE(s.parts.back().body.of(text + "\r\ndeep").ends_with("deep"));
}

TEST(Structure, BeyondTheNumberOfPartsTheRestIsOneLeaf) {
    std::string text = "Content-Type: multipart/mixed; boundary=b\r\n\r\n";
    for (int n = 0; n < 5000; ++n) text += "--b\r\n\r\npart\r\n";
    const auto s = parse(text);
    EXPECT_TRUE(s.truncated);
    EXPECT_EQ(s.parts.size(), 1000u);
    EXPECT_EQ(s.parts.back().body.end, text.size());
    EXPECT_EQ(s.parts[998].body.of(text), "part");
}

TEST(Structure, BeyondTheNumberOfFieldsTheBodyIsStillFound) {
    std::string text;
    for (int n = 0; n < 20000; ++n) text += "X: y\r\n z\r\n";
    text += "\r\nbody";
    const auto s = parse(text);
    EXPECT_TRUE(s.truncated);
    EXPECT_EQ(s.fields.size(), 10000u);
    EXPECT_EQ(body(text, s, 0), "body");
}

TEST(Structure, TheFirstOfTwoContentTypesCounts) {
    const auto s = parse("Content-Type: text/html\r\nContent-Type: text/plain\r\n\r\n");
    EXPECT_EQ(s.root().type, "text/html");
}

TEST(Parameters, Rfc2231PiecesAreJoinedInTheirOrderAndConverted) {
    const auto f =
        parse_parameters("attachment; filename*1*=%F4r.pdf; filename*0*=iso-8859-1'cy'gwyb; filename=\"plain.pdf\"");
    EXPECT_EQ(*f.find("filename"), "gwyb\xC3\xB4r.pdf");
    const auto mixed = parse_parameters("attachment; filename*0=\"a b\"; filename*1*=%20c; filename*3=lost");
    EXPECT_EQ(*mixed.find("filename"), "a b c");
}

TEST(Parameters, WhatProgramsWriteIsRead) {
    EXPECT_EQ(*parse_parameters("a/b; name=\"=?utf-8?B?xbVpLnBkZg==?=\"").find("name"), "\xC5\xB5i.pdf");
    EXPECT_EQ(*parse_parameters("a/b; name=Report (1) final.pdf; x=y").find("name"), "Report (1) final.pdf");
    EXPECT_EQ(*parse_parameters("text/plain; charset=us-ascii (plain text)").find("charset"), "us-ascii");
    EXPECT_EQ(*parse_parameters("a/b; name=\"never closed").find("name"), "never closed");
    EXPECT_EQ(*parse_parameters("attachment filename=x.pdf").find("filename"), "x.pdf");
    EXPECT_EQ(*parse_parameters("a/b; name=caf\xE9.txt").find("name"), "caf\xC3\xA9.txt");
    EXPECT_EQ(*parse_parameters("a/b; name=one; name=two").find("name"), "one");
    EXPECT_EQ(*parse_parameters("a/b; NAME=\"a\\\"b\"").find("name"), "a\"b");
}

TEST(Parameters, AreBounded) {
    std::string many = "a/b", pieces = "a/b";
    for (int n = 0; n < 3000; ++n) many += "; p" + std::to_string(n) + "=1";
    for (int n = 0; n < 3000; ++n) pieces += "; p*" + std::to_string(n) + "=1";
    EXPECT_TRUE(parse_parameters(many).truncated);
    EXPECT_EQ(parse_parameters(many).parameters.size(), 100u);
    EXPECT_EQ(parse_parameters(pieces).find("p")->size(), 200u);
}

TEST(Parameters, WhatIsWrittenIsReadAgainAndFitsTheLines) {
    for (std::string name :
         {std::string("a.pdf"), std::string("with space \"and\" quote.pdf"), std::string("Gorchymyn Llys Tŷ'r Ŵyl.pdf"),
          std::string(300, 'x'), std::string("%*'=?utf-8?q?x?=")}) {
        for (int n = 0; n < 6; ++n) name += n == 0 ? "" : "ŵ€";
        std::size_t column = 40;
        const auto text = "attachment" + parameter_text("filename", name, column);
        EXPECT_EQ(*parse_parameters(text).find("filename"), name);
        std::string_view rest = text;
        while (!rest.empty()) {
            const auto line = rest.substr(0, rest.find("\r\n"));
            EXPECT_LE(line.size(), 78u);
            rest.remove_prefix(std::min(line.size() + 2, rest.size()));
        }
    }
}

}  // namespace
}  // namespace bailey::mime
