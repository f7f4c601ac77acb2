// The messages of an account in its cell, and their places in mailboxes.
#pragma once
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/seal.hpp"
#include "domain/mail/keywords.hpp"
#include "domain/people/people.hpp"
#include "store/sql/sql.hpp"

namespace bailey::store::messages {

struct NewMessage {
    std::int64_t id = 0;  // its queue id: message_id and blob_id
    std::uint64_t octets = 0;
    Time received{};
};

// Where a message is in a mailbox: its uid there (RFC 9051 section 2.3.1.1).
struct Place {
    std::int64_t mailbox = 0, uid = 0;
    auto operator<=>(const Place&) const = default;
};
std::string text(const std::vector<Place>& places);  // as the column `places` has them
std::vector<Place> places_from(std::string_view text);

// A message as it is put into an account. Boxes are sealed for it already.
struct NewRow {
    NewMessage message;
    std::int64_t blob = 0;
    Bytes wrapped_key;
    std::int64_t change = 0;
    std::optional<std::int64_t> thread;  // nullopt: not known, and `thread_ref` not looked at
    std::int64_t thread_ref = 0;         // see threads::join; 0: `thread` holds
    std::uint32_t flags = 0;
    std::optional<Bytes> keywords, summary;
};
// Puts a message into these mailboxes under row.change. Errors: not_found (a mailbox).
Result<void> add(sql::Connection& c, AccountId account, const NewRow& row, const std::vector<std::int64_t>& mailboxes);

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

// A message without its bytes, for an index of the account.
struct Row {
    std::int64_t id = 0;
    std::optional<std::int64_t> thread;
    std::int64_t received = 0, created = 0, change = 0;
    std::uint64_t octets = 0;
    std::uint32_t flags = 0;
    std::string_view places;
    std::optional<ByteView> keywords;  // sealed
    bool gone = false;
    std::int64_t blob = 0;  // 0 where gone
};
using EachRow = std::function<void(const Row&)>;                               // its views live until the call returns
Result<void> all(sql::Connection& c, AccountId account, const EachRow& each);  // that are there, by id
// Those that changed after `change`, and those gone since; but for new ones that nobody touched.
Result<void> changed(sql::Connection& c, AccountId account, std::int64_t change, const EachRow& each);
struct Gone {
    std::int64_t id = 0;
    std::optional<std::int64_t> thread;
    std::int64_t created = 0, change = 0;
};
// Those that went after `change`.
Result<std::vector<Gone>> gone(sql::Connection& c, AccountId account, std::int64_t change);
// Those that came to a mailbox with this uid or a higher one.
Result<void> arrived(sql::Connection& c, AccountId account, std::int64_t mailbox, std::int64_t uid,
                     const EachRow& each);
// Calls `each` where the message is there. `row.gone` is false.
Result<bool> row(sql::Connection& c, AccountId account, std::int64_t id, const EachRow& each);

// Those of these ids that are there, in no order.
Result<void> rows(sql::Connection& c, AccountId account, std::span<const std::int64_t> ids, const EachRow& each);

// Their summaries, sealed; nullopt for one that has none yet.
using EachSummary = std::function<void(std::int64_t id, std::optional<ByteView> summary)>;
Result<void> summaries_of(sql::Connection& c, AccountId account, std::span<const std::int64_t> ids,
                          const EachSummary& each);
Result<std::optional<Bytes>> summary(sql::Connection& c, AccountId account, std::int64_t id);  // sealed; not_found
// Every summary, sealed, with its message's id, of ids above `after`, in order of id.
Result<void> summaries(sql::Connection& c, AccountId account, std::int64_t after,
                       const std::function<void(std::int64_t, ByteView)>& each);
// Ids of messages that no one has looked at since the mail store has threads.
Result<std::vector<std::int64_t>> unread_by_us(sql::Connection& c, AccountId account, std::size_t limit);
Result<void> describe(sql::Connection& c, AccountId account, std::int64_t id, std::int64_t thread, std::uint32_t flags,
                      ByteView summary);

Result<void> set(sql::Connection& c, AccountId account, std::int64_t id, std::uint32_t flags,
                 const std::optional<Bytes>& keywords, const std::vector<Place>& places, std::int64_t change);
Result<void> place(sql::Connection& c, AccountId account, Place place, std::int64_t id, std::uint64_t octets,
                   std::int64_t change);
Result<void> unplace(sql::Connection& c, AccountId account, Place place);
// The message goes; its places are unplaced before. Either it can be brought back (store/tables/deleted.hpp), `kept_at`
// then says from when, or its blob loses a reference.
using KeptAt = std::optional<Time>;
Result<void> bury(sql::Connection& c, AccountId account, std::int64_t id, std::int64_t change, KeptAt kept_at = {});
Result<void> bury(sql::Connection& c, AccountId account, std::int64_t id, std::int64_t blob, std::int64_t change,
                  KeptAt kept_at);
// The messages of a mailbox, by uid.
Result<std::vector<std::int64_t>> in_mailbox(sql::Connection& c, AccountId account, std::int64_t mailbox);

// A message key under an account's key, bound to both.
Bytes wrap(const Key& account_key, AccountId account, std::int64_t id, const Key& message_key);
Result<Key> unwrap(const Key& account_key, AccountId account, std::int64_t id, ByteView wrapped);

}  // namespace bailey::store::messages
