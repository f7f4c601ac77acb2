#include "services/delivery/reports.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>

namespace bailey::delivery {
namespace {

const Reporter reporter{"mail.bailey.test", Address::trusted("postmaster", "bailey.test"), "Bailey"};
const Time accepted = from_millis(1'136'214'245'000);

ReportedMessage letter() {
    ReportedMessage m;
    m.queue_id = "k7";
    m.envelope.sender = Address::trusted("ann", "bailey.test");
    m.accepted = accepted;
    m.given_up_at = accepted + std::chrono::hours(24 * 5);
    m.original = "From: ann@bailey.test\r\nSubject: Lunch\r\n\r\nNoon?\r\n";
    return m;
}

Reported about(std::string local, std::optional<Errc> reason) {
    return {{Address::trusted(std::move(local), "bailey.test"), {}, "rfc822;Bob@Firm.test"}, reason};
}

std::string report(ReportKind kind, const ReportedMessage& m, const std::vector<Reported>& who) {
    return report_text(reporter, kind, m, who, accepted + std::chrono::hours(4));
}

bool contains(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

constexpr auto every_reason = {Errc::bad_syntax,   Errc::too_long,    Errc::too_many,  Errc::denied,  Errc::locked,
                               Errc::suspended,    Errc::not_found,   Errc::exists,    Errc::outside, Errc::over_quota,
                               Errc::storage_full, Errc::in_use,      Errc::try_later, Errc::corrupt, Errc::conflict,
                               Errc::loop,         Errc::unsupported, Errc::timed_out, Errc::closed,  Errc::bad_config};

TEST(Reports, EveryReasonIsASentenceInPlainAsciiAndShortLines) {
    for (auto reason : every_reason)
        for (auto kind : {ReportKind::failed, ReportKind::delayed}) {
            auto text = report(kind, letter(), {about("bob", reason)});
            auto at = text.find("\r\n  bob@bailey.test\r\n    ");
            ASSERT_NE(at, std::string::npos) << text;
            EXPECT_TRUE(std::isupper(static_cast<unsigned char>(text[at + 25]))) << text.substr(at, 60);
            EXPECT_FALSE(contains(text, "  \r\n"));
            for (std::size_t from = 0; from < text.size(); from = text.find('\n', from) + 1)
                EXPECT_LT(text.find("\r\n", from) - from, 78u) << text.substr(from, 90);
            EXPECT_EQ(text.find_first_not_of("\r\n\t !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_"
                                             "`abcdefghijklmnopqrstuvwxyz{|}~"),
                      std::string::npos);
            EXPECT_TRUE(contains(text, kind == ReportKind::failed ? "Status: 5." : "Status: 4."));
        }
}

TEST(Reports, AFailureSaysWhatToDoAndWhyForEachAddress) {
    auto text =
        report(ReportKind::failed, letter(),
               {about("bob", Errc::not_found), about("carl", Errc::over_quota), about("dora", Errc::suspended)});
    EXPECT_TRUE(contains(text, "Subject: Your message could not be delivered\r\n"));
    EXPECT_TRUE(
        contains(text, "  bob@bailey.test\r\n    There is no such mailbox. Check the address letter by letter"));
    EXPECT_TRUE(contains(text, "  carl@bailey.test\r\n    The mailbox is full."));
    EXPECT_TRUE(contains(text,
                         "Original-Recipient: rfc822; Bob@Firm.test\r\n"
                         "Final-Recipient: rfc822; bob@bailey.test\r\nAction: failed\r\nStatus: 5.1.1\r\n"));
    EXPECT_TRUE(contains(text, "carl@bailey.test\r\nAction: failed\r\nStatus: 5.2.2\r\n"));
    EXPECT_TRUE(contains(text, "dora@bailey.test\r\nAction: failed\r\nStatus: 5.2.1\r\n"));
}

TEST(Reports, ADelaySaysUntilWhenWeTry) {
    auto text = report(ReportKind::delayed, letter(), {about("bob", Errc::storage_full)});
    EXPECT_TRUE(contains(text, "Subject: Your message is delayed\r\n"));
    EXPECT_TRUE(
        contains(text, "Action: delayed\r\nStatus: 4.3.1\r\nWill-Retry-Until: Sat, 7 Jan 2006 15:04:05 +0000\r\n"));
    EXPECT_TRUE(contains(text, "until Saturday 7 January 2006"));
}

TEST(Reports, ADeliveryThatWasAskedForIsConfirmed) {
    auto text = report(ReportKind::delivered, letter(), {about("bob", std::nullopt)});
    EXPECT_TRUE(contains(text, "Subject: Your message was delivered\r\n"));
    EXPECT_TRUE(contains(text, "Action: delivered\r\nStatus: 2.0.0\r\n"));
    EXPECT_FALSE(contains(text, "Will-Retry-Until"));
}

TEST(Reports, TheWholeMessageComesBackOnlyWhereItFailedWasAskedForAndIsThere) {
    auto m = letter();
    auto has_body = [&](ReportKind kind) {
        return contains(report(kind, m, {about("bob", Errc::try_later)}), "Noon?");
    };
    EXPECT_FALSE(has_body(ReportKind::failed));
    m.envelope.return_content = ReturnContent::full;
    EXPECT_TRUE(has_body(ReportKind::failed));
    EXPECT_FALSE(has_body(ReportKind::delayed));
    EXPECT_FALSE(has_body(ReportKind::delivered));
    m.original = "From: ann@bailey.test\r\nSubject: Lunch\r\n";
    EXPECT_TRUE(contains(report(ReportKind::failed, m, {about("bob", Errc::try_later)}), "text/rfc822-headers"));
}

TEST(Reports, TwoReportsOfOneMessageHaveTwoMessageIds) {
    std::set<std::string> ids;
    for (auto kind : {ReportKind::failed, ReportKind::delayed, ReportKind::delivered}) {
        auto text = report(kind, letter(), {about("bob", Errc::try_later)});
        auto at = text.find("Message-ID: ");
        ids.insert(text.substr(at, text.find('\r', at) - at));
    }
    EXPECT_EQ(ids.size(), 3u);
}

// Python's email package stands for the mail programs that will read these.
TEST(Reports, AnotherMailLibraryReadsThemTheSame) {
    if (std::system("python3 -c 'import email' >/dev/null 2>&1") != 0) GTEST_SKIP() << "no python3";
    auto m = letter();
    m.envelope.return_content = ReturnContent::full;
    m.envelope.envelope_id = "QQ=314";
    m.original =
        "From: ann@bailey.test\r\nSubject: Lunch\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nZo\xc3\xab?\r\n";
    auto file = std::filesystem::temp_directory_path() / ("bailey-report-" + std::to_string(::getpid()));
    std::ofstream(file, std::ios::binary)
        << report(ReportKind::failed, m, {about("bob", Errc::not_found), about("carl", Errc::loop)});
    std::string script = R"py(
import email, email.policy, sys
m = email.message_from_binary_file(open(sys.argv[1], "rb"), policy=email.policy.default)
for part in m.walk(): assert not part.defects, part.defects
assert m.get_content_type() == "multipart/report" and m.get_param("report-type") == "delivery-status"
assert m["From"].addresses[0].addr_spec == "postmaster@bailey.test"
assert m["From"].addresses[0].display_name == "Mail delivery (Bailey)"
assert m["Date"].datetime.isoformat() == "2006-01-02T19:04:05+00:00"
text, status, original = m.iter_parts()
assert text.get_content().startswith("Hello,")
of_message, bob, carl = status.get_payload()
assert of_message["Original-Envelope-Id"] == "QQ=314"
assert bob["Status"] == "5.1.1" and carl["Final-Recipient"] == "rfc822; carl@bailey.test"
assert original.get_content()["Subject"] == "Lunch"
assert original.get_content().get_content() == "Zo\u00eb?\n"
)py";
    EXPECT_EQ(std::system(("python3 -c '" + script + "' " + file.string()).c_str()), 0);
    std::filesystem::remove(file);
}

}  // namespace
}  // namespace bailey::delivery
