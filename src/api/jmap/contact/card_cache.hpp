// The cards of the accounts that were searched last, parsed: somebody who types a name asks at every key.
#pragma once
#include <memory>
#include <mutex>
#include <unordered_map>

#include "api/jmap/contact/cards.hpp"

namespace bailey::jmap {

// Thread-safe.
class CardCache {
public:
    // Keeps at most about so many octets of JSON (parsed, they are some three times as many), of the accounts asked for
    // last.
    explicit CardCache(std::size_t most_octets = most_card_octets) : most_(most_octets) {}

    // As they are now: whether they changed is asked each time.
    Answer<std::shared_ptr<const Cards>> of(const mailbox::Account& account);

private:
    struct Kept {
        State books;
        std::shared_ptr<const Cards> cards;
        std::uint64_t used = 0;
    };
    void keep(AccountId account, Kept kept);

    const std::size_t most_;
    std::mutex mutex_;
    std::unordered_map<AccountId, Kept> kept_;
    std::size_t octets_ = 0;  // in all of kept_
    std::uint64_t uses_ = 0;  // so far
};

}  // namespace bailey::jmap
