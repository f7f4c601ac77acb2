#include "protocol/mime/report.hpp"

#include <gtest/gtest.h>

#include "protocol/mime/header.hpp"

namespace bailey::mime {
namespace {

Address address(std::string_view text) { return *Address::parse(text); }

Report sample() {
    Report r{.host = "mail.bailey.test",
             .service = "Bailey",
             .postmaster = address("postmaster@bailey.test"),
             .sender = address("ann@bailey.test"),
             .recipients = {},
             .id = "r7",
             .arrived = Moment{std::chrono::seconds(1136214245)},
             .now = Moment{std::chrono::seconds(1136217845)},
             .original = "From: ann@bailey.test\r\nSubject: Lunch\r\n\r\nNoon?\r\n"};
    r.recipients.push_back(
        {.address = address("bob@bailey.test"),
         .original = "rfc822;Bob@bailey.test",
         .outcome = Outcome::failed,
         .status = "5.2.2",
         .reason = "The mailbox is full. Ask Bob to delete something, then send the message again."});
    return r;
}

bool contains(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

// RFC 5322 section 2.1.1, and no line end but CRLF.
void expect_proper_lines(const std::string& text) {
    for (std::size_t at = 0; at < text.size();) {
        const auto end = text.find("\r\n", at);
        ASSERT_NE(end, std::string::npos) << "the text does not end in CRLF";
        const auto line = text.substr(at, end - at);
        EXPECT_LE(line.size(), 998u);
        EXPECT_EQ(line.find_first_of(std::string_view("\r\n\0", 3)), std::string::npos) << line;
        at = end + 2;
    }
}

TEST(Report, TellsThePersonAndTheProgramOfAFailure) {
    const auto text = build_report(sample());
    expect_proper_lines(text);
    for (const char* part :
         {"From: \"Mail delivery (Bailey)\" <postmaster@bailey.test>\r\n", "To: <ann@bailey.test>\r\n",
          "Subject: Your message could not be delivered\r\n", "Date: Mon, 2 Jan 2006 16:04:05 +0000\r\n",
          "Message-ID: <r7@mail.bailey.test>\r\n", "Auto-Submitted: auto-replied\r\n",
          "Content-Type: multipart/report; report-type=delivery-status;\r\n\tboundary=\"=_r7\"\r\n",
          "\r\n\r\nHello,\r\n\r\nThis is about your message \"Lunch\", sent on Monday 2 January 2006 at\r\n15:04 "
          "(UTC).\r\n",
          "Content-Type: text/plain; charset=us-ascii\r\n",
          "Your message could not be delivered to:\r\n\r\n  bob@bailey.test\r\n    The mailbox is full. Ask Bob",
          "--=_r7\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mail.bailey.test\r\n",
          "Arrival-Date: Mon, 2 Jan 2006 15:04:05 +0000\r\n\r\nOriginal-Recipient: rfc822; Bob@bailey.test\r\n"
          "Final-Recipient: rfc822; bob@bailey.test\r\nAction: failed\r\nStatus: 5.2.2\r\n",
          "--=_r7\r\nContent-Type: text/rfc822-headers\r\n\r\nFrom: ann@bailey.test\r\nSubject: "
          "Lunch\r\n\r\n--=_r7--\r\n"})
        EXPECT_TRUE(contains(text, part)) << part << "\nin\n" << text;
    EXPECT_FALSE(contains(text, "Noon?"));
    EXPECT_FALSE(contains(text, "Original-Envelope-Id"));
}

TEST(Report, GivesTheWholeMessageBackWhereAsked) {
    auto r = sample();
    r.content = ReturnContent::full;
    r.envelope_id = "QQ314";
    const auto text = build_report(r);
    EXPECT_TRUE(contains(text, "Content-Type: message/rfc822\r\n\r\nFrom: ann@bailey.test\r\n"));
    EXPECT_TRUE(contains(text, "Noon?\r\n\r\n--=_r7--\r\n"));
    EXPECT_TRUE(contains(text, "Original-Envelope-Id: QQ314\r\n"));
}

TEST(Report, PromisesToGoOnWhenAMessageWaits) {
    auto r = sample();
    r.recipients[0].outcome = Outcome::delayed;
    r.recipients[0].status = "4.3.0";
    r.retry_until = Moment{std::chrono::seconds(1136646245)};
    const auto text = build_report(r);
    EXPECT_TRUE(contains(text, "Subject: Your message is delayed\r\n"));
    EXPECT_TRUE(
        contains(text, "Action: delayed\r\nStatus: 4.3.0\r\nWill-Retry-Until: Sat, 7 Jan 2006 15:04:05 +0000\r\n"));
    EXPECT_TRUE(contains(text, "You need do nothing. We go on trying until Saturday 7 January 2006"));
}

TEST(Report, TellsOutcomesApartInOneReport) {
    auto r = sample();
    r.recipients.push_back(
        {.address = address("carl@bailey.test"), .outcome = Outcome::delivered, .status = "2.0.0", .reason = ""});
    const auto text = build_report(r);
    EXPECT_TRUE(contains(text, "Your message was delivered to:\r\n\r\n  carl@bailey.test\r\n"));
    EXPECT_TRUE(contains(text, "Action: delivered\r\nStatus: 2.0.0\r\n"));
    EXPECT_TRUE(contains(text, "Subject: Your message could not be delivered\r\n"));
}

TEST(Report, QuotesAnotherServerOnOneLine) {
    auto r = sample();
    r.recipients[0].diagnostic = "550 5.1.1 no such\r\nX-Evil: 1\0user" + std::string(3000, 'x');
    r.recipients[0].remote = "mx.firm.example";
    const auto text = build_report(r);
    expect_proper_lines(text);
    EXPECT_FALSE(contains(text, "\r\nX-Evil"));
    EXPECT_TRUE(contains(text, "Remote-MTA: dns; mx.firm.example\r\nDiagnostic-Code: smtp; 550 5.1.1 no such"));
}

TEST(Report, KeepsItsPartsApartFromAMessageThatHasItsBoundary) {
    auto r = sample();
    r.content = ReturnContent::full;
    r.original = "Subject: x\r\n\r\n--=_r7--\r\n--=_r7_0\r\n";
    const auto text = build_report(r);
    EXPECT_TRUE(contains(text, "boundary=\"=_r7_1\""));
    EXPECT_TRUE(text.ends_with("--=_r7_1--\r\n"));
}

TEST(Report, SpellsAddressesBeyondAsciiAsRfc6533Asks) {
    auto r = sample();
    r.recipients[0].address = address("zo\xc3\xab@bailey.test");
    r.recipients[0].original.clear();
    auto text = build_report(r);
    EXPECT_TRUE(contains(text, "Content-Type: message/delivery-status\r\n"));
    EXPECT_TRUE(contains(text, "Final-Recipient: utf-8; zo\\x{EB}@bailey.test\r\n")) << text;
    EXPECT_TRUE(contains(text, "Content-Transfer-Encoding: 8bit\r\n"));  // the readable part names the address
    r.smtputf8 = true;
    text = build_report(r);
    EXPECT_TRUE(contains(text, "Content-Type: message/global-delivery-status\r\n"));
    EXPECT_TRUE(contains(text, "Final-Recipient: utf-8; zo\xc3\xab@bailey.test\r\n"));
}

TEST(Report, KeepsWhatMachinesReadInSevenBits) {
    auto r = sample();
    r.recipients[0].original = "utf-8;zo\xc3\xab+a=b@firm.test";
    r.recipients[0].diagnostic = "550 na\xc3\xafve";
    const auto text = build_report(r);
    EXPECT_TRUE(contains(text, "Original-Recipient: utf-8; zo\\x{EB}\\x{2B}a\\x{3D}b@firm.test\r\n")) << text;
    EXPECT_TRUE(contains(text, "Diagnostic-Code: smtp; 550 na??ve\r\n"));
}

TEST(Report, SignsWithAnyServiceName) {
    auto r = sample();
    r.service = "Post, \"Ltd\"";
    EXPECT_TRUE(
        build_report(r).starts_with("From: \"Mail delivery (Post, \\\"Ltd\\\")\" <postmaster@bailey.test>\r\n"));
    r.service = "Ll\xc5\xb7s";
    EXPECT_TRUE(build_report(r).starts_with("From: =?utf-8?b?TWFpbCBkZWxpdmVyeSAoTGzFt3Mp?= <postmaster@bailey.test>"));
    r.service = std::string(200, '\xc5') + "\r\nBcc: x";
    EXPECT_TRUE(build_report(r).starts_with("From: \"Mail delivery\" <postmaster@bailey.test>\r\n"));
}

TEST(Report, LeavesOutASubjectThatOnlyAProgramCanRead) {
    auto r = sample();
    for (auto* original : {"Subject: =?utf-8?q?Zo=C3=AB?=\r\n", "Subject: Zo\xc3\xab\r\n", "To: x\r\n", ""}) {
        r.original = original;
        EXPECT_TRUE(contains(build_report(r), "This is about the message you sent on Monday 2 January 2006"))
            << original;
    }
}

TEST(Report, IsAMessageThatOurOwnReaderTakes) {
    HeaderFilter f(64 * 1024);
    const auto text = build_report(sample());
    std::string_view bytes = text;
    ASSERT_EQ(f.feed(bytes).value(), HeaderFilter::complete);
    EXPECT_EQ(f.header().value("Auto-Submitted"), "auto-replied");
    EXPECT_EQ(f.header().count("Date"), 1u);
    EXPECT_TRUE(f.body_begins().empty());
}

}  // namespace
}  // namespace bailey::mime
