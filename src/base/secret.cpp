#include "base/secret.hpp"

#include <openssl/crypto.h>
#include <openssl/rand.h>
#include <sodium.h>

#include <algorithm>
#include <cstdlib>
#include <new>
#include <utility>

#include "base/seal.hpp"

namespace bailey {
namespace {

// The whole buffer, not only the part in use: a shorter text may lie in a buffer that held a longer one.
void wipe(std::string& text) {
    text.resize(text.capacity());
    OPENSSL_cleanse(text.data(), text.size());
    text.clear();
}

bool sodium_ready() {
    static const bool ready = sodium_init() >= 0;
    return ready;
}

}  // namespace

// A short std::string lives inside the object, so a move alone would leave a copy behind.
Secret::Secret(Secret&& other) noexcept : text_(other.text_) { wipe(other.text_); }

Secret& Secret::operator=(const Secret& other) {
    if (this == &other) return *this;
    wipe(text_);
    text_ = other.text_;
    return *this;
}

Secret& Secret::operator=(Secret&& other) noexcept {
    if (this == &other) return *this;
    wipe(text_);
    text_ = other.text_;
    wipe(other.text_);
    return *this;
}

Secret::~Secret() { wipe(text_); }

bool Secret::equals(std::string_view other) const {
    return text_.size() == other.size() && CRYPTO_memcmp(text_.data(), other.data(), other.size()) == 0;
}

Key Key::random() {
    Key key;
    random_bytes(key.bytes_);
    return key;
}

Result<Key> Key::from(ByteView bytes) {
    if (bytes.size() != size) return Errc::corrupt;
    Key key;
    std::ranges::copy(bytes, key.bytes_.begin());
    return key;
}

Key::~Key() { OPENSSL_cleanse(bytes_.data(), bytes_.size()); }

Key Key::derive(std::string_view purpose) const {
    static const Key no_salt;  // RFC 5869 section 2.2: not provided means HashLen zeros
    Key extracted;
    extracted.bytes_ = keyed_digest(no_salt, bytes_);
    // Section 2.3: one block is all we need, T(1) = HMAC(PRK, info | 0x01).
    std::string block(purpose);
    block += '\x01';
    Key derived;
    derived.bytes_ = keyed_digest(extracted, bytes_of(block));
    return derived;
}

void random_bytes(std::span<std::uint8_t> out) {
    // Going on without randomness would be worse than stopping.
    if (RAND_bytes(out.data(), static_cast<int>(out.size())) != 1) std::abort();
}

std::string hash_password(const Secret& password, PasswordCost cost) {
    std::array<char, crypto_pwhash_STRBYTES> phc{};
    auto text = password.reveal();
    if (!sodium_ready() || crypto_pwhash_str_alg(phc.data(), text.data(), text.size(), cost.passes, cost.memory_bytes,
                                                 crypto_pwhash_ALG_ARGON2ID13) != 0)
        throw std::bad_alloc();  // the only failure libsodium documents
    return phc.data();
}

std::string nobodys_hash(PasswordCost cost) {
    std::array<unsigned char, 16 + 32> random;  // the salt and the digest
    if (!sodium_ready()) throw std::bad_alloc();
    randombytes_buf(random.data(), random.size());
    auto base64 = [](const unsigned char* bytes, std::size_t size) {
        std::array<char, 64> text{};
        return std::string(
            sodium_bin2base64(text.data(), text.size(), bytes, size, sodium_base64_VARIANT_ORIGINAL_NO_PADDING));
    };
    return "$argon2id$v=19$m=" + std::to_string(cost.memory_bytes / 1024) + ",t=" + std::to_string(cost.passes) +
           ",p=1$" + base64(random.data(), 16) + '$' + base64(random.data() + 16, 32);
}

bool verify_password(const Secret& password, const std::string& phc) {
    if (phc.size() >= crypto_pwhash_STRBYTES || phc.find('\0') != std::string::npos) return false;
    auto text = password.reveal();
    return sodium_ready() && crypto_pwhash_str_verify(phc.c_str(), text.data(), text.size()) == 0;
}

}  // namespace bailey
