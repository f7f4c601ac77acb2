// The address books of an account, RFC 9610 section 2, as they are kept: items whose JSON has name, description,
// sortOrder, isSubscribed and isDefault. There is a default one from the first look on, and it cannot be destroyed.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "api/jmap/api.hpp"
#include "api/jmap/object.hpp"
#include "services/mailbox/account.hpp"

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
    std::vector<Book> list;  // by id
    State state;             // of AddressBook
    const Book* find(std::int64_t id) const;
    const Book* default_book() const;  // null only where somebody writes at this moment
};
Answer<Books> books_of(const mailbox::Account& account);

// As a client sees it.
json::object book_object(const Account& account, const Book& book);

Answer<json::object> get_address_books(mailbox::Accounts& mail, Context& context, json::object arguments);
Answer<json::object> address_book_changes(mailbox::Accounts& mail, Context& context, json::object arguments);
Answer<json::object> set_address_books(mailbox::Accounts& mail, Context& context, json::object arguments);

}  // namespace bailey::jmap
