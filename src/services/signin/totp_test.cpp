#include "services/signin/totp.hpp"

#include <gtest/gtest.h>

#include "base/text.hpp"

namespace bailey::signin::totp {
namespace {

using namespace std::chrono_literals;

const ByteView secret = bytes_of("12345678901234567890");
Time at(std::int64_t seconds) { return Time(std::chrono::seconds(seconds)); }

// RFC 4226 appendix D.
TEST(Totp, CodesAreThoseOfRfc4226) {
    constexpr std::string_view codes[] = {"755224", "287082", "359152", "969429", "338314",
                                          "254676", "287922", "162583", "399871", "520489"};
    for (std::int64_t step = 0; step < 10; ++step) EXPECT_EQ(code_of(secret, step).reveal(), codes[step]) << step;
}

// RFC 6238 appendix B, SHA1: the last six of its eight digits.
TEST(Totp, TimesAreThoseOfRfc6238) {
    struct {
        std::int64_t seconds;
        std::string_view code;
    } cases[] = {{59, "287082"},         {1111111109, "081804"}, {1111111111, "050471"},
                 {1234567890, "005924"}, {2000000000, "279037"}, {20000000000, "353130"}};
    for (auto& c : cases) EXPECT_EQ(code_of(secret, step_of(at(c.seconds))).reveal(), c.code) << c.seconds;
}

TEST(Totp, AClockMayBeOneStepOff) {
    auto now = at(1'700'000'010);
    for (auto off : {-30, 0, 30})
        EXPECT_EQ(step_of_code(secret, code_of(secret, step_of(now + std::chrono::seconds(off))), now),
                  step_of(now) + off / 30);
    for (auto off : {-60, 60})
        EXPECT_FALSE(step_of_code(secret, code_of(secret, step_of(now + std::chrono::seconds(off))), now)) << off;
}

TEST(Totp, WhatIsTypedMayHaveASpace) {
    EXPECT_TRUE(step_of_code(secret, Secret("287 082"), at(59)));
    for (auto wrong : {"", "287", "2870820", "28708x"}) EXPECT_FALSE(step_of_code(secret, Secret(wrong), at(59)));
}

TEST(Totp, AnAppReadsTheSecretFromTheUri) {
    EXPECT_EQ(uri(secret, "Bailey & Co", "ann@firm.com.bailey.test"),
              "otpauth://totp/Bailey%20%26%20Co:ann%40firm.com.bailey.test?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
              "&issuer=Bailey%20%26%20Co");
}

}  // namespace
}  // namespace bailey::signin::totp
