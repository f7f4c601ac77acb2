#include "services/signin/remembered.hpp"

#include <openssl/crypto.h>
#include <sodium.h>

#include <new>

#include "base/seal.hpp"

namespace bailey::signin {
namespace {

constexpr std::size_t most = 1'000'000;  // about a hundred octets each

void put(Bytes& out, std::int64_t v) {
    for (int shift = 56; shift >= 0; shift -= 8) out.push_back(static_cast<std::uint8_t>(v >> shift));
}

}  // namespace

Remembered::Remembered(std::chrono::seconds keep) : keep_(keep), kept_(most) {
    void* locked = sodium_init() < 0 ? nullptr : sodium_malloc(sizeof(Key));
    if (!locked) throw std::bad_alloc();
    key_.reset(new (locked) Key(Key::random()));
}

void Remembered::Unlock::operator()(Key* key) const {
    key->~Key();
    sodium_free(key);
}

Remembered::Digest Remembered::digest(AccountId account, std::int64_t change, const Secret& password) const {
    auto text = password.reveal();
    Bytes all;
    all.reserve(16 + text.size());
    put(all, static_cast<std::int64_t>(account));
    put(all, change);
    all.insert(all.end(), text.begin(), text.end());
    auto made = keyed_digest(*key_, all);
    OPENSSL_cleanse(all.data(), all.size());
    return made;
}

bool Remembered::matches(AccountId account, std::int64_t change, const Secret& password, Time now) const {
    if (keep_.count() == 0) return false;
    auto kept = kept_.find(account, [](const Kept& k) { return k; });
    if (!kept || now >= kept->until || kept->until - now > keep_) return false;
    auto given = digest(account, change, password);
    return CRYPTO_memcmp(given.data(), kept->digest.data(), given.size()) == 0;
}

void Remembered::remember(AccountId account, std::int64_t change, const Secret& password, Time now) {
    if (keep_.count() == 0) return;
    if (kept_.full(account)) kept_.clear();
    kept_.put(account, {.digest = digest(account, change, password), .until = now + keep_}, [] { return true; });
}

}  // namespace bailey::signin
