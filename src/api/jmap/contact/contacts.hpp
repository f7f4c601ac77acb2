// JMAP for Contacts, RFC 9610: the capability and the methods of AddressBook and ContactCard over services/mailbox.
#pragma once
#include "api/jmap/api.hpp"
#include "services/mailbox/account.hpp"

namespace bailey::jmap {

class CardCache;
class Shares;

// `accounts` and `shares` outlive `api`; without `shares`, address books are not shared one by one.
void add_contacts(Api& api, mailbox::Accounts& accounts, const Shares* shares = nullptr);

// What methods stand on that look at all cards.
struct SearchedCards {
    mailbox::Accounts& mail;
    CardCache& cache;
};

Answer<json::object> get_cards(mailbox::Accounts& mail, Context& context, json::object arguments);
Answer<json::object> card_changes(mailbox::Accounts& mail, Context& context, json::object arguments);
Answer<json::object> query_cards(const SearchedCards& cards, Context& context, json::object arguments);
Answer<json::object> card_query_changes(const SearchedCards& cards, Context& context, json::object arguments);
Answer<json::object> set_cards(const SearchedCards& cards, Context& context, json::object arguments);
Answer<json::object> copy_cards(mailbox::Accounts& mail, Context& context, json::object arguments);

}  // namespace bailey::jmap
