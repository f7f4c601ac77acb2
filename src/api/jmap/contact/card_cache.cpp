#include "api/jmap/contact/card_cache.hpp"

#include <algorithm>

namespace bailey::jmap {

Answer<std::shared_ptr<const Cards>> CardCache::of(const mailbox::Account& account) {
    JMAP_TRY(auto books, books_of(account));
    if (account.view) {
        JMAP_TRY(auto seen, cards_of(account, books));
        return std::make_shared<const Cards>(std::move(seen));
    }
    JMAP_TRY(auto state, mailbox::item_state(account, mailbox::ItemType::contact));
    {
        std::lock_guard lock(mutex_);
        auto at = kept_.find(account.id);
        if (at != kept_.end() && at->second.books == books.state && at->second.cards->state == state) {
            at->second.used = ++uses_;
            return at->second.cards;
        }
    }
    JMAP_TRY(auto read, cards_of(account, books));
    auto cards = std::make_shared<const Cards>(std::move(read));
    keep(account.id, {books.state, cards});
    return cards;
}

void CardCache::keep(AccountId account, Kept kept) {
    std::lock_guard lock(mutex_);
    kept.used = ++uses_;
    octets_ += kept.cards->octets;
    auto& place = kept_[account];
    if (place.cards) octets_ -= place.cards->octets;
    place = std::move(kept);
    while (octets_ > most_ && kept_.size() > 1) {
        auto oldest = std::min_element(kept_.begin(), kept_.end(),
                                       [](auto& a, auto& b) { return a.second.used < b.second.used; });
        octets_ -= oldest->second.cards->octets;
        kept_.erase(oldest);
    }
}

}  // namespace bailey::jmap
