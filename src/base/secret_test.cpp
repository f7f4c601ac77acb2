#include "base/secret.hpp"

#include <gmock/gmock.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/params.h>
#include <sodium.h>

#include <concepts>
#include <ostream>

namespace bailey {
namespace {

constexpr PasswordCost quick{1, 8192};

template <class T>
concept Printable = requires(std::ostream& out, const T& value) {
    out << value;
};
static_assert(!Printable<Secret> && !Printable<Key>);
static_assert(!std::convertible_to<Secret, std::string_view> && !std::convertible_to<std::string_view, Secret>);

TEST(Secret, ComparesByContent) {
    Secret secret("hunter2");
    EXPECT_TRUE(secret.equals("hunter2"));
    EXPECT_FALSE(secret.equals("hunter3"));
    EXPECT_FALSE(secret.equals("hunter"));
    EXPECT_FALSE(secret.equals(""));
    EXPECT_TRUE(Secret().equals(""));
}

TEST(Secret, MovesAndLeavesNothingBehind) {
    for (std::string text : {std::string("short"), std::string(500, 'x')}) {
        Secret from(text);
        Secret to(std::move(from));
        EXPECT_EQ(to.reveal(), text);
        EXPECT_TRUE(from.empty());  // NOLINT: what a moved-from secret holds is the point
        Secret assigned("other");
        assigned = std::move(to);
        EXPECT_EQ(assigned.reveal(), text);
        EXPECT_TRUE(to.empty());  // NOLINT
        Secret copied("something longer than it was");
        copied = assigned;
        EXPECT_EQ(copied.reveal(), text);
        EXPECT_EQ(assigned.reveal(), text);
    }
}

TEST(Secret, IsWipedFromItsBufferWhenItGoes) {
    alignas(Secret) std::array<char, sizeof(Secret)> room;
    auto* secret = new (room.data()) Secret("sekritword");  // short: the text lies inside the object
    ASSERT_THAT(std::string_view(room.data(), room.size()), testing::HasSubstr("sekritword"));
    secret->~Secret();
    EXPECT_THAT(std::string_view(room.data(), room.size()), testing::Not(testing::HasSubstr("kritwor")));
}

TEST(Key, IsRandomAndOfOneSize) {
    EXPECT_NE(text_of(Key::random().reveal()), text_of(Key::random().reveal()));
    EXPECT_TRUE(Key::from(Bytes(32)));
    for (std::size_t size : {0u, 31u, 33u}) EXPECT_EQ(Key::from(Bytes(size)).error(), Errc::corrupt);
}

// OpenSSL's HKDF as the other opinion.
std::string hkdf_sha256(ByteView secret, std::string_view info) {
    EVP_KDF* kdf = EVP_KDF_fetch(nullptr, "HKDF", nullptr);
    EVP_KDF_CTX* context = EVP_KDF_CTX_new(kdf);
    char digest[] = "SHA256";
    OSSL_PARAM params[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digest, 0),
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_KEY, const_cast<std::uint8_t*>(secret.data()), secret.size()),
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_INFO, const_cast<char*>(info.data()), info.size()),
        OSSL_PARAM_END};
    std::string out(32, '\0');
    EXPECT_EQ(EVP_KDF_derive(context, reinterpret_cast<std::uint8_t*>(out.data()), out.size(), params), 1);
    EVP_KDF_CTX_free(context);
    EVP_KDF_free(kdf);
    return out;
}

TEST(Key, DerivesAsRfc5869Says) {
    auto key = *Key::from(bytes_of("0123456789abcdef0123456789abcdef"));
    for (std::string_view purpose :
         {"search", "a purpose with rather a long name, so that it spans blocks of the hash"})
        EXPECT_EQ(text_of(key.derive(purpose).reveal()), hkdf_sha256(key.reveal(), purpose));
    EXPECT_NE(text_of(key.derive("a").reveal()), text_of(key.derive("b").reveal()));
}

TEST(Password, VerifiesOnlyTheRightOne) {
    auto phc = hash_password(Secret("correct horse"), quick);
    EXPECT_THAT(phc, testing::StartsWith("$argon2id$v=19$m=8,t=1,p=1$"));
    EXPECT_TRUE(verify_password(Secret("correct horse"), phc));
    EXPECT_FALSE(verify_password(Secret("Correct horse"), phc));
    EXPECT_FALSE(verify_password(Secret(), phc));
    EXPECT_NE(phc, hash_password(Secret("correct horse"), quick)) << "every hash has a salt of its own";
}

TEST(Password, NobodysHashIsVerifiedAtFullCostAndNeverFits) {
    const auto phc = nobodys_hash(quick);
    EXPECT_EQ(crypto_pwhash_str_needs_rehash(phc.c_str(), quick.passes, quick.memory_bytes), 0) << phc;
    EXPECT_FALSE(verify_password(Secret("correct horse"), phc));
    EXPECT_NE(phc, nobodys_hash(quick));
}

TEST(Password, RefusesAMalformedHash) {
    auto phc = hash_password(Secret("x"), quick);
    for (auto& bad : {std::string(), std::string("plain"), phc.substr(0, phc.size() - 2), phc + std::string(200, 'A'),
                      phc + '\0' + "x", std::string("$argon2id$v=19$m=8,t=1,p=1$")})
        EXPECT_FALSE(verify_password(Secret("x"), bad)) << bad;
}

}  // namespace
}  // namespace bailey
