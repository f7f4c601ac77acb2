#include "base/seal.hpp"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include <algorithm>
#include <cstdlib>
#include <memory>

namespace bailey {
namespace {

constexpr std::size_t nonce_size = 12;
constexpr std::size_t tag_size = 16;
using Nonce = std::array<std::uint8_t, nonce_size>;

// OpenSSL fails here only for want of memory or a broken installation: nothing a caller could mend.
void must(bool ok) {
    if (!ok) std::abort();
}

int length_of(ByteView bytes) { return static_cast<int>(bytes.size()); }

struct Free {
    void operator()(EVP_CIPHER_CTX* c) const { EVP_CIPHER_CTX_free(c); }
    void operator()(EVP_MAC_CTX* c) const { EVP_MAC_CTX_free(c); }
};

using CipherContext = std::unique_ptr<EVP_CIPHER_CTX, Free>;

// One context a thread and direction: making one costs more than sealing a small message.
CipherContext new_cipher(bool encrypt) {
    static EVP_CIPHER* const gcm = EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr);
    CipherContext c(EVP_CIPHER_CTX_new());
    must(gcm && c && EVP_CipherInit_ex2(c.get(), gcm, nullptr, nullptr, encrypt, nullptr) == 1);
    return c;
}

// Writes plain.size() octets of ciphertext and the tag to `out`.
void encrypt(const Key& key, const Nonce& nonce, ByteView associated, ByteView plain, std::uint8_t* out) {
    thread_local const CipherContext context = new_cipher(true);
    auto* c = context.get();
    int n = 0;
    must(EVP_EncryptInit_ex2(c, nullptr, key.reveal().data(), nonce.data(), nullptr) == 1);
    if (!associated.empty()) must(EVP_EncryptUpdate(c, nullptr, &n, associated.data(), length_of(associated)) == 1);
    if (!plain.empty()) must(EVP_EncryptUpdate(c, out, &n, plain.data(), length_of(plain)) == 1);
    auto* tag = out + plain.size();
    must(EVP_EncryptFinal_ex(c, tag, &n) == 1);
    must(EVP_CIPHER_CTX_ctrl(c, EVP_CTRL_GCM_GET_TAG, tag_size, tag) == 1);
}

// Writes box.size() - tag_size octets to `out`, which the caller must not show when this fails.
bool decrypt(const Key& key, const Nonce& nonce, ByteView associated, ByteView box, std::uint8_t* out) {
    thread_local const CipherContext context = new_cipher(false);
    auto* c = context.get();
    int n = 0;
    must(EVP_DecryptInit_ex2(c, nullptr, key.reveal().data(), nonce.data(), nullptr) == 1);
    if (!associated.empty()) must(EVP_DecryptUpdate(c, nullptr, &n, associated.data(), length_of(associated)) == 1);
    auto cipher = box.first(box.size() - tag_size);
    if (!cipher.empty()) must(EVP_DecryptUpdate(c, out, &n, cipher.data(), length_of(cipher)) == 1);
    std::array<std::uint8_t, tag_size> tag;
    std::ranges::copy(box.last(tag_size), tag.begin());
    must(EVP_CIPHER_CTX_ctrl(c, EVP_CTRL_GCM_SET_TAG, tag_size, tag.data()) == 1);
    std::uint8_t nothing = 0;
    return EVP_DecryptFinal_ex(c, &nothing, &n) == 1;
}

// number (4, big-endian) | last (1) | zeros. `last` is in the nonce so that a message cut short does not open.
Nonce chunk_nonce(std::uint32_t number, bool last) {
    Nonce nonce{};
    for (std::size_t i = 0; i < 4; ++i) nonce[i] = static_cast<std::uint8_t>(number >> (24 - 8 * i));
    nonce[4] = last;
    return nonce;
}

}  // namespace

Bytes seal(const Key& key, ByteView plain, ByteView associated) {
    Nonce nonce;
    random_bytes(nonce);
    Bytes box(plain.size() + seal_overhead);
    std::ranges::copy(nonce, box.begin());
    encrypt(key, nonce, associated, plain, box.data() + nonce_size);
    return box;
}

Result<Bytes> unseal(const Key& key, ByteView box, ByteView associated) {
    if (box.size() < seal_overhead) return Errc::corrupt;
    Nonce nonce;
    std::ranges::copy(box.first(nonce_size), nonce.begin());
    Bytes plain(box.size() - seal_overhead);
    if (!decrypt(key, nonce, associated, box.subspan(nonce_size), plain.data())) return Errc::corrupt;
    return plain;
}

void seal_chunk(const Key& message_key, std::uint32_t number, bool last, ByteView plain, Bytes& out) {
    auto start = out.size();
    out.resize(start + plain.size() + chunk_overhead);
    encrypt(message_key, chunk_nonce(number, last), {}, plain, out.data() + start);
}

Result<void> unseal_chunk(const Key& message_key, std::uint32_t number, bool last, ByteView box, std::string& out) {
    if (box.size() < chunk_overhead) return Errc::corrupt;
    auto start = out.size();
    out.resize(start + box.size() - chunk_overhead);
    auto* plain = reinterpret_cast<std::uint8_t*>(out.data() + start);
    if (decrypt(message_key, chunk_nonce(number, last), {}, box, plain)) return {};
    OPENSSL_cleanse(plain, out.size() - start);
    out.resize(start);
    return Errc::corrupt;
}

std::array<std::uint8_t, 32> keyed_digest(const Key& key, ByteView data) {
    thread_local const std::unique_ptr<EVP_MAC_CTX, Free> context = [] {
        static EVP_MAC* const hmac = EVP_MAC_fetch(nullptr, "HMAC", nullptr);
        std::unique_ptr<EVP_MAC_CTX, Free> c(EVP_MAC_CTX_new(hmac));
        char digest[] = "SHA256";
        OSSL_PARAM params[] = {OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0), OSSL_PARAM_END};
        must(c && EVP_MAC_CTX_set_params(c.get(), params) == 1);
        return c;
    }();
    std::array<std::uint8_t, 32> digest;
    std::size_t n = 0;
    must(EVP_MAC_init(context.get(), key.reveal().data(), Key::size, nullptr) == 1);
    must(EVP_MAC_update(context.get(), data.data(), data.size()) == 1);
    must(EVP_MAC_final(context.get(), digest.data(), &n, digest.size()) == 1);
    return digest;
}

}  // namespace bailey
