// The address books of an account, RFC 9610 section 2, as they are kept: items whose JSON has name, description,
// sortOrder, isSubscribed and isDefault. There is a default one from the first look on, and it cannot be destroyed.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "api/jmap/api.hpp"
#include "api/jmap/object.hpp"
#include "api/jmap/sharing/shares.hpp"
#include "api/jmap/standard/changes.hpp"
#include "services/mailbox/views.hpp"

namespace bailey::jmap {

inline constexpr char book_letter = 'b';
inline constexpr std::string_view contacts_uri = "urn:ietf:params:jmap:contacts";

extern const Properties address_book_properties;

struct Book {
    std::int64_t id = 0;
    json::object kept;  // as it is kept
    bool is_default = false;
};
struct Books {
    std::vector<Book> list;         // by id; of an account that somebody sees part of, those they see
    State state;                    // of AddressBook, as those who see these know it
    std::vector<Book> hidden = {};  // the rest, which only what is kept may name
    State kept_state = {};          // of the items themselves
    const Book* find(std::int64_t id) const;
    const Book* default_book() const;  // null only where somebody writes at this moment, or does not see it
    // Among all, hidden or not.
    bool is_there(std::int64_t id) const;
    const Book* usual() const;
};
Answer<Books> books_of(const mailbox::Account& account);

// As a client sees it.
json::object book_object(const Account& account, const Book& book, const ShareWith& shared);

// May cards come into this book, change in it and leave it, for whom the account was opened?
bool writes_in(const mailbox::Account& account, std::int64_t book);
// What changed in what somebody sees who sees part of the account.
Answer<Changed> changed_seen(const mailbox::Account& account, mailbox::Views::Of of, State now, char letter,
                             const std::string& since, std::size_t most);

// What the methods of AddressBook stand on.
struct BookRooms {
    mailbox::Accounts& mail;
    const Shares* shares = nullptr;  // null: address books are not shared one by one
};

Answer<json::object> get_address_books(const BookRooms& rooms, Context& context, json::object arguments);
Answer<json::object> address_book_changes(const BookRooms& rooms, Context& context, json::object arguments);
Answer<json::object> set_address_books(const BookRooms& rooms, Context& context, json::object arguments);

}  // namespace bailey::jmap
