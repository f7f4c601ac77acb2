// RFC 8291, with the example of its section 5 and appendix A.
#include "protocol/push/encryption.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/text.hpp"

namespace bailey::push {
namespace {

constexpr std::string_view plain = "When I grow up, I want to be a watermelon";
constexpr std::string_view auth = "BTBZMqHH6r4Tts7J_aSIgg";
constexpr std::string_view p256dh =
    "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
constexpr std::string_view client_private = "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94";
constexpr std::string_view sender_private = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw";
constexpr std::string_view sender_public =
    "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8";
constexpr std::string_view salt = "DGv6ra1nlYgDCS1FRnbzlw";
constexpr std::string_view body =
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl"
    "7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN";

template <class Array>
Array array_of(std::string_view base64url_text) {
    Array out{};
    auto bytes = from_base64url(base64url_text).value();
    EXPECT_EQ(bytes.size(), out.size());
    std::copy_n(bytes.begin(), std::min(bytes.size(), out.size()), out.begin());
    return out;
}

ClientKeys client() { return client_keys(p256dh, auth).value(); }
Scalar private_key() { return array_of<Scalar>(client_private); }

TEST(Rfc8291_5_Example, is_what_we_send) {
    Sender sender{array_of<Scalar>(sender_private), array_of<Point>(sender_public), array_of<Salt>(salt)};
    auto sent = encrypt(plain, client(), sender);
    ASSERT_TRUE(sent);
    EXPECT_EQ(base64url(bytes_of(*sent)), body);
    EXPECT_EQ(sent->size(), 145u - 1);  // section 5 says 145, and shows 144 octets
    EXPECT_EQ(sent->size(), plain.size() + overhead);
}

TEST(Rfc8291_5_Example, is_read_by_the_client) {
    auto bytes = from_base64url(body).value();
    EXPECT_EQ(decrypt(text_of(bytes), client(), private_key()).value(), plain);
}

TEST(Rfc8291_3_Messages, are_each_under_keys_of_their_own) {
    auto one = encrypt(plain, client()).value(), other = encrypt(plain, client()).value();
    EXPECT_NE(one.substr(0, 16), other.substr(0, 16));
    EXPECT_NE(one.substr(21, 65), other.substr(21, 65));
    EXPECT_NE(one.substr(86), other.substr(86));
    for (auto& sent : {one, other}) EXPECT_EQ(decrypt(sent, client(), private_key()).value(), plain);
}

TEST(Rfc8291_4_Messages, are_one_record_whatever_their_size) {
    for (std::size_t size : {0u, 1u, 3992u, 3993u, 3994u, 20'000u}) {
        std::string text(size, 'x');
        auto sent = encrypt(text, client()).value();
        EXPECT_EQ(sent.size(), size + overhead);
        std::uint32_t record = 0;
        for (char c : sent.substr(16, 4)) record = record << 8 | static_cast<unsigned char>(c);
        EXPECT_GT(record, size + 17) << size;
        EXPECT_GE(record, 4096u);
        EXPECT_EQ(decrypt(sent, client(), private_key()).value(), text);
    }
}

TEST(Rfc8291_2_Messages, do_not_open_when_they_were_touched_or_are_for_another) {
    auto sent = encrypt(plain, client()).value();
    for (std::size_t at : {0u, 21u, 40u, 90u, 143u}) {
        auto touched = sent;
        touched[at] = static_cast<char>(touched[at] ^ 1);
        EXPECT_EQ(decrypt(touched, client(), private_key()).error(), Errc::corrupt) << at;
    }
    auto other = client();
    other.auth[3] ^= 1;
    EXPECT_EQ(decrypt(sent, other, private_key()).error(), Errc::corrupt);
    EXPECT_EQ(decrypt("short", client(), private_key()).error(), Errc::corrupt);
}

TEST(Rfc8291_3_ClientKeys, are_a_point_of_the_curve_and_sixteen_octets) {
    EXPECT_TRUE(client_keys(p256dh, auth));
    EXPECT_TRUE(client_keys(std::string(p256dh) + "=", std::string(auth) + "=="));  // some browsers' base64
    for (std::string_view bad :
         {"", "x", "BTBZMqHH6r4Tts7J_aSIg", "BTBZMqHH6r4Tts7J_aSIggAA", "BTBZMqHH6r4Tts7J+aSIgg"})
        EXPECT_EQ(client_keys(p256dh, bad).error(), Errc::bad_syntax) << bad;
    auto point = from_base64url(p256dh).value();
    auto refused = [&](Bytes bytes) { return client_keys(base64url(bytes), auth).error() == Errc::bad_syntax; };
    auto beside = point;
    beside[64] ^= 1;
    EXPECT_TRUE(refused(beside));  // not on the curve: the key of an attack
    auto form = point;
    form[0] = 6;  // X9.62's hybrid form
    EXPECT_TRUE(refused(form));
    EXPECT_TRUE(refused(Bytes(65, 0)));
    EXPECT_TRUE(refused(Bytes(point.begin(), point.end() - 1)));
    auto compressed = Bytes(point.begin(), point.begin() + 33);
    compressed[0] = 2;
    EXPECT_TRUE(refused(compressed));
    EXPECT_TRUE(refused({0}));  // the point at infinity
}

}  // namespace
}  // namespace bailey::push
