#include "protocol/grammar/utf8.hpp"

#include <gtest/gtest.h>

namespace bailey::grammar {
namespace {

TEST(Utf8, AcceptsCharactersOfEveryLength) {
    for (const char* good : {"", "plain", "Zo\xc3\xab", "\xe2\x82\xac", "\xf0\x9f\x93\xa7", "\xf4\x8f\xbf\xbf"})
        EXPECT_TRUE(is_utf8(good)) << good;
}

TEST(Utf8, RefusesWhatHasNoOneMeaning) {
    for (const char* bad : {"\x80", "\xc0\xaf", "\xc1\xbf", "\xc3", "\xe0\x80\xaf", "\xed\xa0\x80", "\xe2\x82",
                            "\xf0\x80\x80\xaf", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff", "a\xc3("})
        EXPECT_FALSE(is_utf8(bad)) << bad;
}

TEST(Utf8, TellsAsciiFromTheRest) {
    EXPECT_TRUE(is_ascii("abc\x7f"));
    EXPECT_FALSE(is_ascii("abc\xc3\xa9"));
}

}  // namespace
}  // namespace bailey::grammar
