// The contact cards of an account, RFC 9610 section 3, as they are kept: items whose JSON is the JSContact Card with
// its addressBookIds. Media that a client uploaded is kept in the Card, as a "data:" URI; clients see a blobId for it.
#pragma once
#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "api/jmap/addressbook/books.hpp"
#include "api/jmap/object.hpp"
#include "services/mailbox/items.hpp"

namespace bailey::jmap {

inline constexpr char card_letter = 'c';
extern const Properties contact_card_properties;
// Searching opens every card of an account: so their JSON together is bounded.
constexpr std::size_t most_card_octets = 64 << 20;

struct Card {
    std::int64_t id = 0;
    json::object kept;
    std::set<std::int64_t> books;        // those of its address books that are there; the default one where none is
    std::set<std::int64_t> hidden = {};  // those that somebody who sees part of the account does not see
};
struct Cards {
    std::vector<Card> list;  // by id; of an account that somebody sees part of, those in the books they see
    State state;             // of ContactCard, as those who see these know it
    State kept_state = {};   // of the items themselves
    std::size_t octets = 0;  // of their JSON
    const Card* find(std::int64_t id) const;
    const Card* with_uid(std::string_view uid) const;
};
Answer<Cards> cards_of(const mailbox::Account& account);
Answer<Cards> cards_of(const mailbox::Account& account, const Books& books);
// Those with these ids that are there; one by one where they are few.
Answer<Cards> some_cards(const mailbox::Account& account, const Books& books, const std::vector<std::int64_t>& ids);

// Is this card there for whom the account was opened?
Answer<bool> sees_card(const mailbox::Account& account, std::int64_t card);

void put_books(json::object& kept, const std::set<std::int64_t>& books);
std::string_view uid_of(const json::object& card);

// As a client sees it: with its id, and blobIds for what is kept in it.
json::object card_object(const Card& card);

}  // namespace bailey::jmap
