#include "protocol/push/encryption.hpp"

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/params.h>

#include <algorithm>
#include <memory>

#include "base/text.hpp"
#include "protocol/push/p256.hpp"

namespace bailey::push {
namespace {

constexpr std::size_t tag_size = 16;
constexpr std::uint32_t usual_record = 4096;
constexpr std::uint8_t last_record = 2;  // RFC 8188 section 2: the delimiter of the last record's padding
constexpr std::size_t header_size = 16 + 4 + 1 + 65;

struct FreeContext {
    void operator()(EVP_PKEY_CTX* p) const { EVP_PKEY_CTX_free(p); }
    void operator()(EVP_KDF_CTX* p) const { EVP_KDF_CTX_free(p); }
    void operator()(EVP_CIPHER_CTX* p) const { EVP_CIPHER_CTX_free(p); }
};
template <class T>
using OwnedContext = std::unique_ptr<T, FreeContext>;

int length_of(ByteView bytes) { return static_cast<int>(bytes.size()); }

// RFC 8291 section 3.1. Errors: bad_syntax.
Result<Scalar> shared_secret(const Point& mine, const Scalar& private_key, const Point& theirs) {
    auto own = curve_key(mine, &private_key);
    auto peer = curve_key(theirs, nullptr);
    if (!own || !peer) return Errc::bad_syntax;
    OwnedContext<EVP_PKEY_CTX> context(EVP_PKEY_CTX_new_from_pkey(nullptr, own.get(), nullptr));
    Scalar secret;
    auto size = secret.size();
    bool done = context && EVP_PKEY_derive_init(context.get()) == 1 &&
                EVP_PKEY_derive_set_peer(context.get(), peer.get()) == 1 &&
                EVP_PKEY_derive(context.get(), secret.data(), &size) == 1 && size == secret.size();
    if (!done) return Errc::bad_syntax;
    return secret;
}

// HKDF-SHA256 (RFC 5869), both steps.
template <std::size_t size>
std::array<std::uint8_t, size> hkdf(ByteView salt, ByteView secret, std::string_view info) {
    static EVP_KDF* const kdf = EVP_KDF_fetch(nullptr, "HKDF", nullptr);
    OwnedContext<EVP_KDF_CTX> context(EVP_KDF_CTX_new(kdf));
    char digest[] = "SHA256";
    auto octets = [](const char* name, ByteView bytes) {
        return OSSL_PARAM_construct_octet_string(name, const_cast<std::uint8_t*>(bytes.data()), bytes.size());
    };
    OSSL_PARAM params[] = {OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digest, 0),
                           octets(OSSL_KDF_PARAM_KEY, secret), octets(OSSL_KDF_PARAM_SALT, salt),
                           octets(OSSL_KDF_PARAM_INFO, bytes_of(info)), OSSL_PARAM_END};
    std::array<std::uint8_t, size> out;
    must(context && EVP_KDF_derive(context.get(), out.data(), out.size(), params) == 1);
    return out;
}

struct ContentKeys {
    std::array<std::uint8_t, 16> key;
    std::array<std::uint8_t, 12> nonce;
};

// RFC 8291 section 3.4. The names end with the NUL that the standard puts behind them.
ContentKeys content_keys(const Scalar& secret, const ClientKeys& client, const Point& sender, ByteView salt) {
    using namespace std::string_view_literals;
    std::string info("WebPush: info\0"sv);
    info += text_of(client.p256dh);
    info += text_of(sender);
    auto input = hkdf<32>(client.auth, secret, info);
    return {hkdf<16>(salt, input, "Content-Encoding: aes128gcm\0"sv),
            hkdf<12>(salt, input, "Content-Encoding: nonce\0"sv)};
}

OwnedContext<EVP_CIPHER_CTX> cipher(const ContentKeys& keys, bool encrypting) {
    static EVP_CIPHER* const gcm = EVP_CIPHER_fetch(nullptr, "AES-128-GCM", nullptr);
    OwnedContext<EVP_CIPHER_CTX> c(EVP_CIPHER_CTX_new());
    must(gcm && c && EVP_CipherInit_ex2(c.get(), gcm, keys.key.data(), keys.nonce.data(), encrypting, nullptr) == 1);
    return c;
}

template <std::size_t size>
Result<std::array<std::uint8_t, size>> exactly(std::string_view base64url_text) {
    BAILEY_TRY(auto bytes, from_base64url(base64url_text));
    std::array<std::uint8_t, size> out;
    if (bytes.size() != size) return Errc::bad_syntax;
    std::ranges::copy(bytes, out.begin());
    return out;
}

}  // namespace

Result<ClientKeys> client_keys(std::string_view p256dh, std::string_view auth) {
    ClientKeys keys;
    BAILEY_TRY(keys.p256dh, exactly<65>(p256dh));
    BAILEY_TRY(keys.auth, exactly<16>(auth));
    if (!curve_key(keys.p256dh, nullptr)) return Errc::bad_syntax;
    return keys;
}

Sender Sender::fresh() {
    Sender sender;
    CurveKey pair(EVP_EC_gen("P-256"));
    BIGNUM* number = nullptr;
    std::size_t size = 0;
    must(pair && EVP_PKEY_get_octet_string_param(pair.get(), OSSL_PKEY_PARAM_PUB_KEY, sender.public_key.data(),
                                                 sender.public_key.size(), &size) == 1);
    must(size == sender.public_key.size() && EVP_PKEY_get_bn_param(pair.get(), OSSL_PKEY_PARAM_PRIV_KEY, &number) == 1);
    Owned<BIGNUM> scalar(number);
    must(BN_bn2binpad(number, sender.private_key.data(), static_cast<int>(sender.private_key.size())) > 0);
    random_bytes(sender.salt);
    return sender;
}

Result<std::string> encrypt(std::string_view plain, const ClientKeys& client, const Sender& sender) {
    BAILEY_TRY(auto secret, shared_secret(sender.public_key, sender.private_key, client.p256dh));
    auto keys = content_keys(secret, client, sender.public_key, sender.salt);
    // RFC 8291 section 4: one record, greater than all that is in it.
    auto record = std::max(usual_record, static_cast<std::uint32_t>(plain.size() + overhead));
    std::string body(text_of(sender.salt));
    for (int shift = 24; shift >= 0; shift -= 8) body += static_cast<char>(record >> shift & 0xFF);
    body += static_cast<char>(sender.public_key.size());
    body += text_of(sender.public_key);

    std::string padded(plain);
    padded += static_cast<char>(last_record);
    body.resize(header_size + padded.size() + tag_size);
    auto* out = reinterpret_cast<std::uint8_t*>(body.data() + header_size);
    auto c = cipher(keys, true);
    int n = 0;
    must(EVP_EncryptUpdate(c.get(), out, &n, bytes_of(padded).data(), length_of(bytes_of(padded))) == 1);
    must(EVP_EncryptFinal_ex(c.get(), out + padded.size(), &n) == 1);
    must(EVP_CIPHER_CTX_ctrl(c.get(), EVP_CTRL_AEAD_GET_TAG, tag_size, out + padded.size()) == 1);
    return body;
}

Result<std::string> decrypt(std::string_view body, const ClientKeys& client, const Scalar& private_key) {
    if (body.size() < header_size + 1 + tag_size || body[20] != 65) return Errc::corrupt;
    auto bytes = bytes_of(body);
    Point sender;
    std::ranges::copy(bytes.subspan(21, sender.size()), sender.begin());
    auto secret = shared_secret(client.p256dh, private_key, sender);
    if (!secret) return Errc::corrupt;
    auto c = cipher(content_keys(*secret, client, sender, bytes.first(16)), false);
    auto sealed = bytes.subspan(header_size, bytes.size() - header_size - tag_size);
    std::string plain(sealed.size(), '\0');
    std::array<std::uint8_t, tag_size> tag;
    std::ranges::copy(bytes.last(tag_size), tag.begin());
    auto* out = reinterpret_cast<std::uint8_t*>(plain.data());
    std::uint8_t nothing = 0;
    int n = 0;
    bool whole = EVP_DecryptUpdate(c.get(), out, &n, sealed.data(), length_of(sealed)) == 1 &&
                 EVP_CIPHER_CTX_ctrl(c.get(), EVP_CTRL_AEAD_SET_TAG, tag_size, tag.data()) == 1 &&
                 EVP_DecryptFinal_ex(c.get(), &nothing, &n) == 1;
    auto end = plain.find_last_not_of('\0');  // padding is zeros behind the delimiter
    if (!whole || end == plain.npos || plain[end] != static_cast<char>(last_record)) return Errc::corrupt;
    plain.resize(end);
    return plain;
}

}  // namespace bailey::push
