// An account's rows in its cell: its key, its size, its mailboxes.
#pragma once
#include "base/clock.hpp"
#include "base/keyring.hpp"
#include "domain/people/people.hpp"
#include "store/sql/sql.hpp"

namespace bailey::store::cell_accounts {

constexpr std::int64_t inbox = 1;  // the Inbox's mailbox_id in every account

// The account's key, unwrapped. Errors: not_found (no such account in this cell), corrupt.
Result<Key> key(sql::Connection& c, const KeyRing& ring, AccountId account);
// Makes the account with a fresh key and an empty Inbox; gives back its key. Harmless when it is there already.
Result<Key> create(sql::Connection& c, const KeyRing& ring, AccountId account, std::uint64_t capacity, Time now);
Result<void> set_capacity(sql::Connection& c, AccountId account, std::uint64_t capacity);

struct Usage {
    std::uint64_t used = 0, capacity = 0;
};
Result<Usage> usage(sql::Connection& c, AccountId account);  // not_found

// Takes room for a message in a mailbox of this capacity and gives back the account's next change number.
// Errors: over_quota, not_found.
Result<std::int64_t> grow(sql::Connection& c, AccountId account, std::uint64_t octets, std::uint64_t capacity);
// Gives room back; returns the next change number.
Result<std::int64_t> shrink(sql::Connection& c, AccountId account, std::uint64_t octets);

std::string key_place(AccountId account);  // what an account's wrapped key is bound to

}  // namespace bailey::store::cell_accounts
