#include "protocol/pop3/reply.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace bailey::pop3 {
namespace {

using ::testing::StartsWith;

TEST(Pop3ReplyTest, EveryRefusalIsOneShortLine) {
    for (int code = 1; code <= static_cast<int>(Errc::bad_config); ++code)
        for (auto text : {sign_in_refusal(static_cast<Errc>(code)), read_refusal(static_cast<Errc>(code))}) {
            EXPECT_THAT(text, StartsWith("-ERR ")) << code;
            EXPECT_EQ(text.find('\n'), text.size() - 1) << code;
            EXPECT_LE(text.size(), 512u) << code;  // RFC 2449 section 4
        }
}

// RFC 3206: a program asks for another password at AUTH, tries again at SYS/TEMP, and tells the user at SYS/PERM.
TEST(Pop3ReplyTest, OnlyWrongCredentialsMakeAProgramAskForAPassword) {
    EXPECT_THAT(sign_in_refusal(Errc::denied), StartsWith("-ERR [AUTH]"));
    EXPECT_THAT(sign_in_refusal(Errc::suspended), StartsWith("-ERR [SYS/PERM]"));
    EXPECT_THAT(sign_in_refusal(Errc::try_later), StartsWith("-ERR [SYS/TEMP]"));
    EXPECT_THAT(sign_in_refusal(Errc::in_use), StartsWith("-ERR [IN-USE]"));
}

TEST(Pop3ReplyTest, CountsWhatPassesApartFromWhatStays) {
    EXPECT_EQ(outcome_of(Errc::in_use), Outcome::later);
    EXPECT_EQ(outcome_of(Errc::corrupt), Outcome::bad);
    EXPECT_EQ(outcome_of(Say::bye), Outcome::good);
    EXPECT_EQ(outcome_of(Say::no_such_message), Outcome::bad);
    EXPECT_EQ(outcome_of(Say::nothing_removed), Outcome::later);
}

}  // namespace
}  // namespace bailey::pop3
