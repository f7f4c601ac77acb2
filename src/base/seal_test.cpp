#include "base/seal.hpp"

#include <gtest/gtest.h>

#include <thread>

#include "base/text.hpp"

namespace bailey {
namespace {

const Key key = *Key::from(bytes_of("a key of thirty-two octets, here"));

TEST(Seal, OpensWhatItSealed) {
    for (std::size_t size : {0u, 1u, 15u, 16u, 17u, 4096u, 300'000u}) {
        std::string plain(size, 'p');
        auto box = seal(key, bytes_of(plain), bytes_of("account 17"));
        EXPECT_EQ(box.size(), size + seal_overhead);
        auto opened = unseal(key, box, bytes_of("account 17"));
        ASSERT_TRUE(opened);
        EXPECT_EQ(text_of(*opened), plain);
    }
}

TEST(Seal, OpensNowhereElseAndUnderNoOtherKey) {
    auto box = seal(key, bytes_of("secret"), bytes_of("account 17"));
    EXPECT_EQ(unseal(key, box, bytes_of("account 18")).error(), Errc::corrupt);
    EXPECT_EQ(unseal(key, box, {}).error(), Errc::corrupt);
    EXPECT_EQ(unseal(Key::random(), box, bytes_of("account 17")).error(), Errc::corrupt);
}

TEST(Seal, NoticesAnyBitThatChanged) {
    auto box = seal(key, bytes_of("secret"), bytes_of("place"));
    for (std::size_t bit = 0; bit < box.size() * 8; ++bit) {
        auto damaged = box;
        damaged[bit / 8] ^= static_cast<std::uint8_t>(1 << bit % 8);
        ASSERT_FALSE(unseal(key, damaged, bytes_of("place"))) << "bit " << bit;
    }
    for (std::size_t size = 0; size < box.size(); ++size)
        ASSERT_FALSE(unseal(key, ByteView(box).first(size), bytes_of("place"))) << "cut to " << size;
}

TEST(Seal, NeverMakesTheSameBoxTwice) { EXPECT_NE(seal(key, bytes_of("x"), {}), seal(key, bytes_of("x"), {})); }

// Case 16 of the GCM specification's test vectors (McGrew and Viega), as a box: nonce | ciphertext | tag.
TEST(Seal, IsAes256Gcm) {
    auto known_key = *Key::from(*from_hex("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308"));
    auto box = *from_hex(
        "cafebabefacedbaddecaf888"
        "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a"
        "0a"
        "bcc9f662"
        "76fc6ece0f4e1768cddf8853bb2d551b");
    auto plain = unseal(known_key, box, *from_hex("feedfacedeadbeeffeedfacedeadbeefabaddad2"));
    ASSERT_TRUE(plain);
    EXPECT_EQ(
        hex(*plain),
        "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de6"
        "57ba637b39");
}

struct Chunked : testing::Test {
    std::vector<Bytes> boxes = std::vector<Bytes>(3);
    Chunked() {
        seal_chunk(key, 0, false, bytes_of("first,"), boxes[0]);
        seal_chunk(key, 1, false, bytes_of("second,"), boxes[1]);
        seal_chunk(key, 2, true, bytes_of("third"), boxes[2]);
    }
};

TEST_F(Chunked, ComeBackInOrder) {
    std::string text = "> ";
    for (std::uint32_t i = 0; i < 3; ++i) ASSERT_TRUE(unseal_chunk(key, i, i == 2, boxes[i], text));
    EXPECT_EQ(text, "> first,second,third");
    EXPECT_EQ(boxes[2].size(), 5 + chunk_overhead);
}

TEST_F(Chunked, AreAppendedOneAfterTheOther) {
    Bytes out(3, 'x');
    seal_chunk(key, 0, false, bytes_of("first,"), out);
    EXPECT_EQ(text_of(out).substr(0, 3), "xxx");
    EXPECT_EQ(Bytes(out.begin() + 3, out.end()), boxes[0]);
}

TEST_F(Chunked, CannotBeSwappedCutShortOrRunOn) {
    std::string out = "kept";
    EXPECT_EQ(unseal_chunk(key, 1, false, boxes[0], out).error(), Errc::corrupt) << "in another's place";
    EXPECT_EQ(unseal_chunk(key, 1, true, boxes[1], out).error(), Errc::corrupt) << "a middle one as the last";
    EXPECT_EQ(unseal_chunk(key, 2, false, boxes[2], out).error(), Errc::corrupt) << "the last one as a middle one";
    EXPECT_EQ(unseal_chunk(Key::random(), 0, false, boxes[0], out).error(), Errc::corrupt);
    EXPECT_EQ(unseal_chunk(key, 0, false, ByteView(boxes[0]).first(15), out).error(), Errc::corrupt);
    boxes[0][2] ^= 1;
    EXPECT_EQ(unseal_chunk(key, 0, false, boxes[0], out).error(), Errc::corrupt);
    EXPECT_EQ(out, "kept") << "nothing of a damaged chunk is handed out";
}

TEST_F(Chunked, NumbersBeyond16BitsAreTheirOwn) {
    Bytes box;
    seal_chunk(key, 0x01000000, false, bytes_of("x"), box);
    std::string out;
    EXPECT_FALSE(unseal_chunk(key, 0x00010000, false, box, out));
    EXPECT_TRUE(unseal_chunk(key, 0x01000000, false, box, out));
}

TEST(Seal, WorksOnManyThreadsAtOnce) {
    std::vector<std::jthread> threads;
    for (int t = 0; t < 4; ++t)
        threads.emplace_back([t] {
            auto own = Key::random();
            std::string plain(1000, static_cast<char>('a' + t));
            for (int i = 0; i < 200; ++i) {
                auto opened = unseal(own, seal(own, bytes_of(plain), {}), {});
                ASSERT_TRUE(opened);
                ASSERT_EQ(text_of(*opened), plain);
            }
        });
}

// RFC 4231 section 4.2 has a key of 20 octets; HMAC pads keys with zeros, so ours of 32 gives the same.
TEST(KeyedDigest, IsHmacSha256) {
    Bytes padded(32);
    std::fill_n(padded.begin(), 20, std::uint8_t{0x0b});
    auto digest = keyed_digest(*Key::from(padded), bytes_of("Hi There"));
    EXPECT_EQ(hex(digest), "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    EXPECT_EQ(keyed_digest(key, {}), keyed_digest(key, {}));
    EXPECT_NE(keyed_digest(key, {}), keyed_digest(key, bytes_of("x")));
}

}  // namespace
}  // namespace bailey
