// An account's rows in its cell: its key, its size, its counters, its Inbox.
#pragma once
#include <optional>

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

// Takes room for a newly delivered message in a mailbox of this capacity and gives back the account's next change
// number; nullopt where the account had this message before (removed or not).
// Errors: over_quota, not_found.
Result<std::optional<std::int64_t>> grow(sql::Connection& c, AccountId account, std::int64_t message,
                                         std::uint64_t octets, std::uint64_t capacity);

struct Counters {
    std::int64_t change = 0;
    std::int64_t email = 0, mailbox = 0, thread = 0, delivery = 0;  // change numbers: states of the types
    std::uint64_t used = 0, capacity = 0;
    std::int64_t next_mailbox = 0, next_item = 0;
};
Result<Counters> counters(sql::Connection& c, AccountId account);  // not_found
// The same for a transaction that means to change the account: others that do wait for its end.
Result<Counters> lock(sql::Connection& c, AccountId account);  // not_found

// What a transaction changed, told at its end. Takes the next change number, counters().change + 1: rows it wrote bear
// that.
struct Advance {
    bool email = false, mailbox = false, thread = false;
    std::int64_t octets = 0;                // more used, or less
    std::int64_t mailboxes = 0, items = 0;  // ids taken
};
Result<void> advance(sql::Connection& c, AccountId account, const Advance& by);

std::string key_place(AccountId account);  // what an account's wrapped key is bound to

}  // namespace bailey::store::cell_accounts
