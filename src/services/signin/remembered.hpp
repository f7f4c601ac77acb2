// Passwords that were verified a short while ago, so that a mail program which signs in every minute does not cost an
// argon2id each time. What is kept is an HMAC under a key of this process alone, in memory that is not swapped out.
#pragma once
#include <array>
#include <chrono>
#include <memory>
#include <optional>

#include "base/clock.hpp"
#include "base/secret.hpp"
#include "domain/people/people.hpp"
#include "store/community/shards.hpp"

namespace bailey::signin {

// Thread-safe.
class Remembered {
public:
    explicit Remembered(std::chrono::seconds keep);  // zero: remembers nothing

    // `change` is the account's newest change: whatever happens to the account, its password is forgotten.
    bool matches(AccountId account, std::int64_t change, const Secret& password, Time now) const;
    void remember(AccountId account, std::int64_t change, const Secret& password, Time now);

private:
    using Digest = std::array<std::uint8_t, 32>;
    struct Kept {
        Digest digest;
        Time until;
    };
    struct Unlock {
        void operator()(Key* key) const;
    };
    Digest digest(AccountId account, std::int64_t change, const Secret& password) const;

    std::chrono::seconds keep_;
    std::unique_ptr<Key, Unlock> key_;
    store::Shards<AccountId, Kept> kept_;
};

}  // namespace bailey::signin
