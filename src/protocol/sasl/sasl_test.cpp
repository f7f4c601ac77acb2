#include "protocol/sasl/sasl.hpp"

#include <gtest/gtest.h>

#include "protocol/grammar/base64.hpp"

namespace bailey::sasl {
namespace {

using namespace std::string_literals;
using grammar::encode_base64;

TEST(Plain, ReadsTheExampleOfRfc4616) {
    auto c = decode_plain(encode_base64("\0tim\0tanstaaftanstaaf"s));
    ASSERT_TRUE(c);
    EXPECT_EQ(c->authzid, "");
    EXPECT_EQ(c->name, "tim");
    EXPECT_TRUE(c->password.equals("tanstaaftanstaaf"));
}

TEST(Plain, TellsWhoActsForAnother) {
    auto other = decode_plain(encode_base64("Ursel\0Kurt\0xipj3plmq"s));
    ASSERT_TRUE(other);
    EXPECT_TRUE(acts_for_another(*other));
    auto same = decode_plain(encode_base64("Kurt@firm.example\0kurt@FIRM.example\0xipj3plmq"s));
    ASSERT_TRUE(same);
    EXPECT_FALSE(acts_for_another(*same));
}

TEST(Plain, RefusesMissingAndSurplusParts) {
    for (const auto& bad :
         {""s, "tim"s, "\0tim"s, "tim\0secret"s, "\0\0secret"s, "\0tim\0"s, "\0tim\0sec\0ret"s, "\0t\xff\0secret"s})
        EXPECT_FALSE(decode_plain(encode_base64(bad))) << bad;
    EXPECT_FALSE(decode_plain("AHRpbQBzZWNyZXQ"));  // padding missing
}

TEST(Plain, ReadsWhatItWrote) {
    auto c = decode_plain(encode_plain("zo\xc3\xab@firm.example", Secret("p\xc3\xa4ss word")));
    ASSERT_TRUE(c);
    EXPECT_EQ(c->name, "zo\xc3\xab@firm.example");
    EXPECT_TRUE(c->password.equals("p\xc3\xa4ss word"));
}

TEST(Exchange, KnowsItsMechanismsInAnyCase) {
    EXPECT_TRUE(Exchange::of("PLAIN"));
    EXPECT_TRUE(Exchange::of("login"));
    ASSERT_FALSE(Exchange::of("CRAM-MD5"));
    EXPECT_EQ(Exchange::of("CRAM-MD5").error(), Errc::unsupported);
}

TEST(Exchange, PlainWithoutInitialResponseAsksWithAnEmptyChallenge) {
    auto x = *Exchange::of("PLAIN");
    auto first = x.begin(std::nullopt);
    ASSERT_TRUE(first && std::holds_alternative<Challenge>(*first));
    EXPECT_EQ(std::get<Challenge>(*first).base64, "");
    auto second = x.answer(encode_base64("\0tim\0secret"s));
    ASSERT_TRUE(second && std::holds_alternative<Credentials>(*second));
    EXPECT_EQ(std::get<Credentials>(*second).name, "tim");
}

TEST(Exchange, LoginAsksForNameThenPassword) {
    auto x = *Exchange::of("LOGIN");
    EXPECT_EQ(std::get<Challenge>(*x.begin(std::nullopt)).base64, encode_base64("Username:"));
    EXPECT_EQ(std::get<Challenge>(*x.answer(encode_base64("tim"))).base64, encode_base64("Password:"));
    auto done = x.answer(encode_base64("secret"));
    ASSERT_TRUE(done && std::holds_alternative<Credentials>(*done));
    EXPECT_EQ(std::get<Credentials>(*done).name, "tim");
    EXPECT_TRUE(std::get<Credentials>(*done).password.equals("secret"));
}

TEST(Exchange, LoginTakesTheNameAsInitialResponse) {
    auto x = *Exchange::of("LOGIN");
    EXPECT_EQ(std::get<Challenge>(*x.begin(encode_base64("tim"))).base64, encode_base64("Password:"));
}

TEST(Exchange, AnAsteriskCancels) {
    for (const char* mechanism : {"PLAIN", "LOGIN"}) {
        auto x = *Exchange::of(mechanism);
        ASSERT_TRUE(x.begin(std::nullopt));
        auto step = x.answer("*");
        ASSERT_TRUE(step);
        EXPECT_TRUE(std::holds_alternative<Cancelled>(*step));
    }
}

TEST(Exchange, AnEmptyInitialResponseIsNotCredentials) {
    auto x = *Exchange::of("PLAIN");
    EXPECT_FALSE(x.begin("="));
}

}  // namespace
}  // namespace bailey::sasl
