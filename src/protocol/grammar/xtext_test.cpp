#include "protocol/grammar/xtext.hpp"

#include <gtest/gtest.h>

namespace bailey::grammar {
namespace {

TEST(Xtext, DecodesHexadecimalPairs) {
    EXPECT_EQ(*decode_xtext("plain@firm.example"), "plain@firm.example");
    EXPECT_EQ(*decode_xtext("a+2Bb+3Dc+20d"), "a+b=c d");
    EXPECT_EQ(*decode_xtext(""), "");
    EXPECT_EQ(*decode_xtext("zo+C3+AB"), "zo\xc3\xab");
    EXPECT_EQ(*decode_xtext("zo\xc3\xab"), "zo\xc3\xab");
}

TEST(Xtext, RefusesBrokenPairsAndBareSpecials) {
    for (const char* bad : {"+", "+2", "+2b", "+GG", "a=b", "a b", "+FF"}) EXPECT_FALSE(decode_xtext(bad)) << bad;
}

TEST(Xtext, NeverDecodesToSomethingThatCouldEndAHeaderLine) {
    for (const char* bad : {"a+0D+0AX-Evil: 1", "a+0A", "a+00", "a+7F", "a+09"}) EXPECT_FALSE(decode_xtext(bad)) << bad;
}

TEST(Xtext, ReadsWhatItWrote) {
    for (const char* text : {"", "a+b=c d", "zo\xc3\xab", "QQ314159"})
        EXPECT_EQ(*decode_xtext(encode_xtext(text)), text);
}

}  // namespace
}  // namespace bailey::grammar
