// What somebody may do with one folder or one address book of somebody else's account, as bits: they are stored.
#pragma once
#include <cstdint>

#include "domain/people/people.hpp"

namespace bailey {

// The numbers are stored: never reuse one.
enum class ObjectKind : int { folder = 1, address_book = 2 };

// MailboxRights of RFC 8621 section 2. All others need `read`.
namespace folder_right {
constexpr unsigned read = 1, add = 2, remove = 4, seen = 8, keywords = 16;
constexpr unsigned write = add | remove | seen | keywords;
constexpr unsigned all = read | write;
}  // namespace folder_right

// AddressBookRights of RFC 9610 section 2. `write` needs `read`.
namespace book_right {
constexpr unsigned read = 1, write = 2;
constexpr unsigned all = read | write;
}  // namespace book_right

struct ObjectGrant {
    AccountId owner{};  // the account that the object is in
    ObjectKind kind{};
    std::int64_t object = 0;  // its number there
    AccountId person{};       // who may
    unsigned rights = 0;
};

}  // namespace bailey
