#include "services/outbox/outbox.hpp"

#include <gmock/gmock.h>

#include <filesystem>

#include "services/outbox/courier.hpp"
#include "store/community/community_fixture.hpp"

namespace bailey::outbox {
namespace {

using namespace std::chrono_literals;
using ::testing::AllOf;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

const Settings settings{.from = "notices@bailey.test", .service_name = "Bailey", .site = "https://mail.bailey.test"};
const Notice reset{.kind = Kind::new_password,
                   .to = "ann@example.org",
                   .language = "en",
                   .code = Secret("12345678"),
                   .token = Secret("abc_DEF-123")};

TEST(Notices, ALetterSaysWhatToDoAndNothingElse) {
    auto letter = letter_of(settings, reset, Time(1'700'000'000s));
    EXPECT_EQ(letter.from, "notices@bailey.test");
    EXPECT_EQ(letter.to, "ann@example.org");
    EXPECT_THAT(letter.message,
                AllOf(HasSubstr("From: Bailey <notices@bailey.test>\r\n"), HasSubstr("To: ann@example.org\r\n"),
                      HasSubstr("Subject: Choose a new password\r\n"), HasSubstr("Auto-Submitted: auto-generated\r\n"),
                      HasSubstr("Date: Tue, 14 Nov 2023 22:13:20 +0000\r\n"),
                      HasSubstr("\r\n    https://mail.bailey.test/#/reset/abc_DEF-123\r\n"),
                      HasSubstr("\r\n    12345678\r\n"), Not(HasSubstr("{"))));
}

TEST(Notices, InWelshForWhoReadsWelsh) {
    auto welsh = reset;
    welsh.language = "cy";
    auto letter = letter_of(settings, welsh, Time(1'700'000'000s));
    EXPECT_THAT(letter.message, AllOf(HasSubstr("Subject: Dewiswch gyfrinair newydd\r\n"),
                                      HasSubstr("https://mail.bailey.test/#/reset/abc_DEF-123\r\n")));
}

TEST(Notices, EveryKindIsWholeInBothLanguages) {
    for (auto kind : {Kind::verify_address, Kind::sign_in_code, Kind::new_password, Kind::password_changed,
                      Kind::recovery_changed, Kind::second_factor_changed})
        for (auto* language : {"en", "cy"}) {
            auto notice = reset;
            notice.kind = kind;
            notice.language = language;
            auto letter = letter_of(settings, notice, Time(1'700'000'000s));
            EXPECT_THAT(letter.message, AllOf(HasSubstr("Bailey"), EndsWith("\r\n"), Not(HasSubstr("{"))));
            bool with_code = kind == Kind::verify_address || kind == Kind::sign_in_code || kind == Kind::new_password;
            EXPECT_EQ(letter.message.find("12345678") != std::string::npos, with_code);
        }
}

class OutboxTest : public store::CommunityTest {
protected:
    void put(std::chrono::minutes useful = 30min, const std::string& to = "ann@example.org") {
        auto notice = reset;
        notice.to = to;
        notice.useful_until = clock.now() + useful;
        ASSERT_TRUE(community->write([&](sql::Connection& c) { return notices.put(c, notice, clock.now()); }));
    }
    Courier courier(store::Community& in) {
        return Courier(in, notices, clock, [this](const Letter& letter) -> Result<void> {
            tried.push_back(letter.to);
            return answer;
        });
    }
    std::size_t send() { return courier(*community).send_due().value(); }

    const Notices notices{KeyRing::for_tests().purpose("notices"), settings};
    std::vector<std::string> tried;
    Result<void> answer;
};
BAILEY_ON_BOTH_ENGINES(OutboxTest);

TEST_P(OutboxTest, ANoticeIsSentOnce) {
    put();
    put(30min, "ben@example.org");
    EXPECT_EQ(send(), 2u);
    EXPECT_EQ(tried, (std::vector<std::string>{"ann@example.org", "ben@example.org"}));
    EXPECT_EQ(send(), 0u);
}

TEST_P(OutboxTest, ANoticeSurvivesARestart) {
    put();
    auto elsewhere = open();
    EXPECT_EQ(*courier(*elsewhere).send_due(), 1u);
}

TEST_P(OutboxTest, WhatCannotBeSentNowIsTriedAgainWithGrowingWaits) {
    answer = Errc::try_later;
    put();
    EXPECT_EQ(send(), 0u);
    EXPECT_EQ(send(), 0u);
    EXPECT_EQ(tried.size(), 1u) << "not at once";
    clock.advance(5s);
    send();
    EXPECT_EQ(tried.size(), 2u);
    clock.advance(5s);
    send();
    EXPECT_EQ(tried.size(), 2u) << "later than before";
    clock.advance(5s);
    answer = {};
    EXPECT_EQ(send(), 1u);
}

TEST_P(OutboxTest, WhatIsOfNoUseAnyMoreIsDropped) {
    answer = Errc::try_later;
    put(1min);
    send();
    clock.advance(1min);
    send();
    EXPECT_EQ(tried.size(), 1u);
    clock.advance(24h);
    send();
    EXPECT_EQ(tried.size(), 1u);
}

TEST_P(OutboxTest, WhatIsRefusedForGoodIsDropped) {
    answer = Errc::denied;
    put();
    send();
    clock.advance(1h);
    answer = {};
    EXPECT_EQ(send(), 0u);
    EXPECT_EQ(tried.size(), 1u);
}

TEST_P(OutboxTest, WhatWaitsIsSealed) {
    put();
    auto due = community->read([&](sql::Connection& c) { return store::outgoing_notices::due(c, clock.now(), 10); });
    ASSERT_EQ(due->size(), 1u);
    auto stored = std::string(text_of(due->front().sealed));
    EXPECT_THAT(stored, AllOf(Not(HasSubstr("12345678")), Not(HasSubstr("ann@example.org"))));
}

TEST_P(OutboxTest, AFolderGetsAFileEach) {
    auto folder = std::filesystem::temp_directory_path() /
                  ("bailey-notices-" + std::to_string(reinterpret_cast<std::uintptr_t>(this)));
    put();
    put();
    Courier into(*community, notices, clock, into_folder(folder.string(), clock));
    EXPECT_EQ(*into.send_due(), 2u);
    int files = 0;
    for (auto& file : std::filesystem::directory_iterator(folder)) {
        EXPECT_EQ(file.path().extension(), ".eml");
        EXPECT_EQ(file.status().permissions(),
                  std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
        ++files;
    }
    EXPECT_EQ(files, 2);
    std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace bailey::outbox
