// What ContactCard/set and ContactCard/copy have in common: whether a card may be kept.
#pragma once
#include <string>

#include "api/jmap/addressbook/books.hpp"
#include "api/jmap/contact/media.hpp"

namespace bailey::jmap {

// A new uid: "urn:uuid:..." (RFC 9553 section 2.1.9).
std::string new_uid();

// May it be in its address books, which check_card() has seen? Error: forbidden.
Answer<void> check_books(const mailbox::Account& account, const json::object& card);

// Checks the Card and its addressBookIds, and takes in the media that its blobIds name. Errors: invalidProperties (all
// that are wrong), and those of keep_media().
Answer<void> check_card(json::object& card, const Books& books, const OpenBlob& open);

}  // namespace bailey::jmap
