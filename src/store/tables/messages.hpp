// The messages of an account in its cell, and their places in mailboxes.
#pragma once
#include <vector>

#include "base/clock.hpp"
#include "base/seal.hpp"
#include "domain/people/people.hpp"
#include "store/sql/sql.hpp"

namespace bailey::store::messages {

struct NewMessage {
    std::int64_t id = 0;  // its queue id: message_id and blob_id
    std::uint64_t octets = 0;
    Time received{};
};

// Has this message been delivered to the account before (removed or not)?
Result<bool> known(sql::Connection& c, AccountId account, std::int64_t id);
// Puts a message into the account's Inbox under `change`. `wrapped_key` from wrap().
Result<void> add_to_inbox(sql::Connection& c, AccountId account, const NewMessage& m, ByteView wrapped_key,
                          std::int64_t change);

struct Listed {
    std::int64_t id;
    std::uint64_t octets;
};
Result<std::vector<Listed>> inbox(sql::Connection& c, AccountId account);  // in order of arrival

struct Found {
    std::int64_t blob = 0;
    std::uint64_t octets = 0;
    Bytes wrapped_key;
};
Result<Found> find(sql::Connection& c, AccountId account, std::int64_t id);  // not_found, also where removed

// Takes messages out of the Inbox and of the account, and lets go of their blobs. Ids that are gone are passed over.
Result<void> remove_from_inbox(sql::Connection& c, AccountId account, const std::vector<std::int64_t>& ids);

// A message key under an account's key, bound to both.
Bytes wrap(const Key& account_key, AccountId account, std::int64_t id, const Key& message_key);
Result<Key> unwrap(const Key& account_key, AccountId account, std::int64_t id, ByteView wrapped);

}  // namespace bailey::store::messages
