// RFC 8292, with the example of its section 2.4.
#include "protocol/push/vapid.hpp"

#include <gtest/gtest.h>
#include <openssl/ecdsa.h>

#include <algorithm>
#include <vector>

#include "base/text.hpp"
#include "protocol/push/p256.hpp"

namespace bailey::push {
namespace {

const Key key = *Key::from(bytes_of("a key of thirty-two octets, here"));
constexpr std::chrono::sys_seconds expires{std::chrono::seconds(1'453'523'768)};

std::string decoded(std::string_view base64url_text) {
    auto bytes = from_base64url(base64url_text).value();
    return std::string(text_of(bytes));
}

// As a push service does it: the value of an Authorization field to the two parts of a token that is good.
std::vector<std::string> verified(std::string_view field) {
    constexpr std::string_view begin = "vapid t=", between = ", k=";
    EXPECT_TRUE(field.starts_with(begin));
    auto comma = field.find(between);
    auto token = field.substr(begin.size(), comma - begin.size());
    auto point_octets = from_base64url(field.substr(comma + between.size())).value();
    Point point{};
    EXPECT_EQ(point_octets.size(), point.size());
    std::ranges::copy(point_octets, point.begin());
    auto public_key = curve_key(point, nullptr);
    EXPECT_TRUE(public_key);
    auto dot = token.rfind('.');
    auto raw = from_base64url(token.substr(dot + 1)).value();
    EXPECT_EQ(raw.size(), 64u);
    ECDSA_SIG* signature = ECDSA_SIG_new();
    ECDSA_SIG_set0(signature, BN_bin2bn(raw.data(), 32, nullptr), BN_bin2bn(raw.data() + 32, 32, nullptr));
    unsigned char* der = nullptr;
    int size = i2d_ECDSA_SIG(signature, &der);
    auto is_signed = bytes_of(token.substr(0, dot));
    EVP_MD_CTX* context = EVP_MD_CTX_new();
    EXPECT_EQ(EVP_DigestVerifyInit(context, nullptr, EVP_sha256(), nullptr, public_key.get()), 1);
    bool good = EVP_DigestVerify(context, der, static_cast<std::size_t>(size), is_signed.data(), is_signed.size()) == 1;
    EVP_MD_CTX_free(context);
    OPENSSL_free(der);
    ECDSA_SIG_free(signature);
    if (!good) return {};
    auto first = token.find('.');
    return {decoded(token.substr(0, first)), decoded(token.substr(first + 1, dot - first - 1))};
}

// What the tests hold others against is itself held against the standard's example.
TEST(Rfc8292_2_4_Example, is_good) {
    auto parts = verified(
        "vapid t=eyJ0eXAiOiJKV1QiLCJhbGciOiJFUzI1NiJ9.eyJhdWQiOiJodHRwczovL3B1c2guZXhhbXBsZS5uZXQiLCJleHAiOjE0NTM1MjM3"
        "NjgsInN1YiI6Im1haWx0bzpwdXNoQGV4YW1wbGUuY29tIn0.i3CYb7t4xfxCDquptFOepC9GAu_HLGkMlMuCGSK2rpiUfnK9ojFwDXb1JrErtm"
        "ysazNjjvW2L9OkSSHzvoD1oA, k=BA1Hxzyi1RUM1b5wjxsn7nGxAszw2u61m164i3MrAIxHF6YK5h4SDYic-dRuU_RCPCfA5aq9ojSwk5Y2Em"
        "ClBPs");
    EXPECT_EQ(parts, (std::vector<std::string>{
                         R"({"typ":"JWT","alg":"ES256"})",
                         R"({"aud":"https://push.example.net","exp":1453523768,"sub":"mailto:push@example.com"})"}));
}

TEST(Rfc8292_2_Token, says_for_whom_until_when_and_whom_to_ask) {
    Vapid vapid(key, "mailto:push@example.com");
    auto parts = verified(vapid.authorization("https://push.example.net", expires));
    EXPECT_EQ(parts, (std::vector<std::string>{
                         R"({"typ":"JWT","alg":"ES256"})",
                         R"({"aud":"https://push.example.net","exp":1453523768,"sub":"mailto:push@example.com"})"}));
}

TEST(Rfc8292_2_Token, that_was_touched_is_none) {
    auto field = Vapid(key, "mailto:push@example.com").authorization("https://push.example.net", expires);
    auto at = field.find('.') + 20;
    field[at] = field[at] == 'A' ? 'B' : 'A';
    EXPECT_TRUE(verified(field).empty());
}

TEST(Rfc8292_2_Key, stays_the_same_and_is_no_others) {
    Vapid vapid(key, "mailto:push@example.com");
    EXPECT_EQ(vapid.public_key().size(), 87u);
    EXPECT_EQ(vapid.public_key(), Vapid(key, "mailto:x@example.com").public_key());
    EXPECT_NE(vapid.public_key(), Vapid(key.derive("another"), "mailto:push@example.com").public_key());
    Bytes largest(32, 0xff);  // beyond the curve's order
    EXPECT_FALSE(
        verified(Vapid(*Key::from(largest), "mailto:a@example.com").authorization("https://x", expires)).empty());
    EXPECT_FALSE(
        verified(Vapid(*Key::from(Bytes(32, 0)), "mailto:a@example.com").authorization("https://x", expires)).empty());
}

}  // namespace
}  // namespace bailey::push
