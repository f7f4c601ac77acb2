#include "api/jmap/contact/contacts.hpp"

#include "api/jmap/addressbook/books.hpp"
#include "api/jmap/contact/card_cache.hpp"
#include "services/mailbox/view.hpp"

namespace bailey::jmap {
namespace {

// Section 1.4.1.
std::optional<json::object> contacts_of(const Account& account) {
    if (!account.has_mail || (account.view && account.view->books.empty())) return {};
    const bool may_create = !account.read_only && !account.view;
    return json::object{{"maxAddressBooksPerCard", nullptr}, {"mayCreateAddressBook", may_create}};
}

using ContactMethod = Answer<json::object> (*)(mailbox::Accounts&, Context&, json::object);

Method contact_method(const char* name, mailbox::Accounts& mail, ContactMethod run) {
    return {name, std::string(contacts_uri), [&mail, run](Context& context, json::object arguments) {
                return run(mail, context, std::move(arguments));
            }};
}

using BookMethod = Answer<json::object> (*)(const BookRooms&, Context&, json::object);

Method book_method(const char* name, const BookRooms& rooms, BookMethod run) {
    return {name, std::string(contacts_uri), [rooms, run](Context& context, json::object arguments) {
                return run(rooms, context, std::move(arguments));
            }};
}

using CardSearchMethod = Answer<json::object> (*)(const SearchedCards&, Context&, json::object);

Method search_method(const char* name, mailbox::Accounts& mail, std::shared_ptr<CardCache> cache,
                     CardSearchMethod run) {
    return {name, std::string(contacts_uri), [&mail, cache, run](Context& context, json::object arguments) {
                return run({mail, *cache}, context, std::move(arguments));
            }};
}

}  // namespace

void add_contacts(Api& api, mailbox::Accounts& mail, const Shares* shares) {
    Capability capability{std::string(contacts_uri), {}, contacts_of};
    capability.in_part = true;
    api.add(std::move(capability));
    const BookRooms rooms{mail, shares};
    auto cache = std::make_shared<CardCache>();
    api.add({book_method("AddressBook/get", rooms, get_address_books),
             book_method("AddressBook/changes", rooms, address_book_changes),
             book_method("AddressBook/set", rooms, set_address_books),
             contact_method("ContactCard/get", mail, get_cards),
             contact_method("ContactCard/changes", mail, card_changes),
             search_method("ContactCard/query", mail, cache, query_cards),
             search_method("ContactCard/queryChanges", mail, cache, card_query_changes),
             search_method("ContactCard/set", mail, cache, set_cards),
             contact_method("ContactCard/copy", mail, copy_cards)});
}

}  // namespace bailey::jmap
