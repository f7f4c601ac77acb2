#include "base/text.hpp"

#include <gtest/gtest.h>

namespace bailey {
namespace {

std::string decoded(std::string_view base64_text) {
    auto bytes = from_base64(base64_text);
    return bytes ? std::string(text_of(*bytes)) : "<" + bytes.error().message() + ">";
}

TEST(Text, IgnoresTheCaseOfAsciiOnly) {
    EXPECT_TRUE(equals_ignoring_case("AbC-1", "aBc-1"));
    EXPECT_FALSE(equals_ignoring_case("abc", "abcd"));
    EXPECT_FALSE(equals_ignoring_case("ü", "Ü"));
    EXPECT_FALSE(equals_ignoring_case("@", "`")) << "32 apart, and no letters";
    EXPECT_EQ(ascii_lower("AZ[Ü"), "az[Ü");
}

TEST(Text, TrimsSpacesAndTabs) {
    EXPECT_EQ(trim(" \t a b\t"), "a b");
    EXPECT_EQ(trim(" \t"), "");
    EXPECT_EQ(trim(""), "");
    EXPECT_EQ(trim("a\n"), "a\n");
}

TEST(Text, WritesAndReadsHex) {
    Bytes bytes{0x00, 0x1f, 0xa0, 0xff};
    EXPECT_EQ(hex(bytes), "001fa0ff");
    EXPECT_EQ(*from_hex("001FA0ff"), bytes);
    EXPECT_TRUE(from_hex("")->empty());
    for (auto* bad : {"0", "0g", "0 ", " 00", "\xff\xff"}) EXPECT_EQ(from_hex(bad).error(), Errc::bad_syntax) << bad;
}

// RFC 4648 section 10.
TEST(Text, EncodesTheStandardsExamples) {
    struct {
        const char *plain, *base64, *base32;
    } examples[] = {{"", "", ""},
                    {"f", "Zg==", "my"},
                    {"fo", "Zm8=", "mzxq"},
                    {"foo", "Zm9v", "mzxw6"},
                    {"foob", "Zm9vYg==", "mzxw6yq"},
                    {"fooba", "Zm9vYmE=", "mzxw6ytb"},
                    {"foobar", "Zm9vYmFy", "mzxw6ytboi"}};
    for (auto& e : examples) {
        EXPECT_EQ(base64(bytes_of(e.plain)), e.base64);
        EXPECT_EQ(base32(bytes_of(e.plain)), e.base32);
        EXPECT_EQ(decoded(e.base64), e.plain);
    }
}

TEST(Text, ReadsBase64OfEveryOctet) {
    Bytes all;
    for (int i = 0; i < 256; ++i) {
        all.push_back(static_cast<std::uint8_t>(i));
        EXPECT_EQ(*from_base64(base64(all)), all);
    }
}

TEST(Text, RefusesLooseBase64) {
    for (auto* bad : {"Zg", "Zg=", "Zg===", "Z===", "====", "=Zg=", "Zg==Zg==", "Z g=", "Zm9v\n", "Zm-_",
                      "Zh==", "Zm9=", "Zm9v====", "\xff\xff\xff\xff"})
        EXPECT_EQ(from_base64(bad).error(), Errc::bad_syntax) << bad;
}

// RFC 4648 section 5.
TEST(Text, HasBase64ForUrls) {
    Bytes bytes{0xfb, 0xff, 0xfe, 0x3e};
    EXPECT_EQ(base64url(bytes), "-__-Pg");
    EXPECT_EQ(*from_base64url("-__-Pg"), bytes);
    EXPECT_EQ(*from_base64url("-__-Pg=="), bytes);
    EXPECT_TRUE(from_base64url("")->empty());
    for (auto* bad : {"+//+Pg", "-__-Pg=", "-__-Ph", "-__-P", "-__ -Pg"})
        EXPECT_EQ(from_base64url(bad).error(), Errc::bad_syntax) << bad;
}

TEST(Utf8, ReadsEveryCodePoint) {
    auto encode = [](char32_t c) {
        std::string s;
        auto tail = [&](int shift) { s += static_cast<char>(0x80 | (c >> shift & 0x3F)); };
        if (c < 0x80) {
            s += static_cast<char>(c);
        } else if (c < 0x800) {
            s += static_cast<char>(0xC0 | c >> 6), tail(0);
        } else if (c < 0x10000) {
            s += static_cast<char>(0xE0 | c >> 12), tail(6), tail(0);
        } else {
            s += static_cast<char>(0xF0 | c >> 18), tail(12), tail(6), tail(0);
        }
        return s;
    };
    for (char32_t c = 0; c <= 0x110000; ++c) {
        auto text = encode(c);
        std::size_t at = 0;
        auto read = next_code_point(text, at);
        bool valid = c <= 0x10FFFF && (c < 0xD800 || c > 0xDFFF);
        ASSERT_EQ(read.has_value(), valid) << std::hex << static_cast<std::uint32_t>(c);
        ASSERT_EQ(at, valid ? text.size() : 0);
        ASSERT_EQ(read.value_or(c), c);
    }
}

TEST(Utf8, RefusesWhatIsNotWhole) {
    for (std::string_view bad :
         {"\x80", "\xbf", "\xc0\x80", "\xc1\xbf", "\xe0\x9f\xbf", "\xf0\x8f\xbf\xbf", "\xf5\x80\x80\x80", "\xff",
          "\xc3", "\xe2\x82", "\xf0\x9f\x98", "\xc3(", "a\xe2\x82(z", "\xed\xa0\x80"})
        EXPECT_FALSE(valid_utf8(bad)) << hex(bytes_of(bad));
    EXPECT_TRUE(valid_utf8("aü€😀"));
    EXPECT_TRUE(valid_utf8(""));
}

}  // namespace
}  // namespace bailey
