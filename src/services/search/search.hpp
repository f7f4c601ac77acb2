// Search in an account's mail by words: an index of sealed segments in the account's cell, written after delivery. What
// find() answers is exact as of the index it is given: what no segment has yet is indexed first.
// All of it blocks; thread-safe. Errors of all: try_later, corrupt, storage_full.
#pragma once
#include <functional>
#include <memory>
#include <string_view>
#include <vector>

#include "services/mailbox/index.hpp"
#include "services/mailbox/words.hpp"
#include "services/search/message_words.hpp"

namespace bailey::search {

struct SearchLimits {
    std::size_t at_once = 512;               // messages in a new segment
    std::size_t behind = 5000;               // messages that a search indexes first; with more it answers try_later
    std::size_t shortest_prefix = 2;         // octets; a shorter "a*" is a word
    std::size_t head_octets = 64u << 20;     // memory for the heads of segments of all accounts
    std::size_t fan = 8;                     // so many segments of one size become one
    std::size_t segment_messages = 200'000;  // no larger one is made of several
};

class Search {
public:
    explicit Search(mailbox::Accounts& accounts, SearchLimits limits = {});
    ~Search();

    // Ids, ascending, of the emails of `index` that have every word of `terms` in any of `fields`; whether those of one
    // term follow each other is not looked at. No word: none. Errors: try_later (much is not indexed yet: ask again
    // soon).
    Result<std::vector<std::int64_t>> find(const mailbox::Account& account, const mailbox::Index& index,
                                           const mailbox::Terms& terms, std::uint8_t fields);

    // Indexes up to about `most` messages of `index` that no segment has; how many it were. 0: all are.
    Result<std::size_t> catch_up(const mailbox::Account& account, const mailbox::Index& index, std::size_t most);
    // Makes one segment of several where there are many of a size, and drops what is destroyed. False: nothing to do.
    Result<bool> tidy(const mailbox::Account& account, const mailbox::Index& index);

    // Called when an account has work for tidy() or more to catch up than find() does. Set it before the first search.
    void on_behind(std::function<void(AccountId account)> call);

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace bailey::search
