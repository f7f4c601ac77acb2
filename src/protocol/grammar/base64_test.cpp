#include "protocol/grammar/base64.hpp"

#include <gtest/gtest.h>

namespace bailey::grammar {
namespace {

TEST(Base64, SpellsTheExamplesOfRfc4648) {
    const std::pair<const char*, const char*> examples[] = {
        {"", ""},
        {"f", "Zg=="},
        {"fo", "Zm8="},
        {"foo", "Zm9v"},
        {"foob", "Zm9vYg=="},
        {"fooba", "Zm9vYmE="},
        {"foobar", "Zm9vYmFy"},
    };
    for (const auto& [plain, coded] : examples) {
        EXPECT_EQ(encode_base64(plain), coded);
        ASSERT_TRUE(decode_base64(coded)) << coded;
        EXPECT_EQ(*decode_base64(coded), plain);
    }
}

TEST(Base64, KeepsEveryOctet) {
    std::string all;
    for (int i = 0; i < 256; ++i) all += static_cast<char>(i);
    EXPECT_EQ(*decode_base64(encode_base64(all)), all);
}

TEST(Base64, RefusesWhatIsNotExact) {
    for (const char* bad : {"Z", "Zg", "Zg=", "Zg===", "====", "=", "Zm 9v", "Zm9v\r\n", "Zm9*",
                            "Z===", "Zh==", "Zm9=", "Zg==Zg==", "Zm9-", "\xc3\xa9\xc3\xa9"})
        EXPECT_FALSE(decode_base64(bad)) << bad;
}

}  // namespace
}  // namespace bailey::grammar
