#include "store/tables/messages.hpp"

#include <algorithm>
#include <array>
#include <cstring>

#include "store/tables/accounts_in_cell.hpp"
#include "store/tables/blobs.hpp"

namespace bailey::store::messages {
namespace {

constexpr sql::Query exists{"message_known", "select 1 from message where account_id = $1 and message_id = $2"};
constexpr sql::Query insert_message{
    "message_add",
    "insert into message (account_id, message_id, blob_id, wrapped_key, octets, received_at, change) "
    "values ($1, $2, $2, $3, $4, $5, $6)"};
constexpr sql::Query next_uid{
    "mailbox_arrival",
    "update mailbox set uid_next = uid_next + 1, messages = messages + 1, unread = unread + 1, change = $3 "
    "where account_id = $1 and mailbox_id = $2 returning uid_next - 1"};
constexpr sql::Query insert_place{
    "mailbox_message_add",
    "insert into mailbox_message (account_id, mailbox_id, uid, message_id, octets, flags, change) "
    "values ($1, $2, $3, $4, $5, 0, $6)"};
constexpr sql::Query list_mailbox{
    "mailbox_list",
    "select message_id, octets from mailbox_message where account_id = $1 and mailbox_id = $2 order by uid"};
constexpr sql::Query list_places{
    "mailbox_places",
    "select uid, message_id, octets, flags from mailbox_message where account_id = $1 and mailbox_id = $2"};
constexpr sql::Query read_message{"message_find",
                                  "select blob_id, octets, wrapped_key from message where account_id = $1 and "
                                  "message_id = $2 and blob_id is not null"};
constexpr sql::Query delete_place{"mailbox_message_delete",
                                  "delete from mailbox_message where account_id = $1 and mailbox_id = $2 and uid = $3"};
constexpr sql::Query bury{
    "message_remove",
    "update message set blob_id = null, wrapped_key = null, change = $3 where account_id = $1 and message_id = $2"};
constexpr sql::Query departed{"mailbox_departure",
                              "update mailbox set messages = messages - $3, unread = unread - $4, change = $5 "
                              "where account_id = $1 and mailbox_id = $2"};

// The associated data of a wrapped message key: account and message, 8 octets each.
std::array<std::uint8_t, 16> place(AccountId account, std::int64_t id) {
    std::array<std::uint8_t, 16> out;
    std::memcpy(out.data(), &account, 8);
    std::memcpy(out.data() + 8, &id, 8);
    return out;
}

struct Place {
    std::int64_t uid, message, octets, flags;
};

Result<std::vector<Place>> places_of(sql::Connection& c, AccountId account, const std::vector<std::int64_t>& ids) {
    std::vector<std::int64_t> wanted = ids;
    std::ranges::sort(wanted);
    std::vector<Place> places;
    BAILEY_CHECK(c.run(list_places, {account, cell_accounts::inbox}, [&](const sql::Row& r) {
        if (std::ranges::binary_search(wanted, r.integer(1)))
            places.push_back({r.integer(0), r.integer(1), r.integer(2), r.integer(3)});
    }));
    return places;
}

}  // namespace

Result<bool> known(sql::Connection& c, AccountId account, std::int64_t id) {
    BAILEY_TRY(auto seen, c.run(exists, {account, id}));
    return seen > 0;
}

Result<void> add_to_inbox(sql::Connection& c, AccountId account, const NewMessage& m, ByteView wrapped_key,
                          std::int64_t change) {
    BAILEY_CHECK(c.send(insert_message, {account, m.id, wrapped_key, m.octets, to_millis(m.received), change}));
    std::int64_t uid = 0;
    BAILEY_TRY(auto seen, c.run(next_uid, {account, cell_accounts::inbox, change},
                                [&](const sql::Row& r) { uid = r.integer(0); }));
    if (seen == 0) return Errc::not_found;
    return c.send(insert_place, {account, cell_accounts::inbox, uid, m.id, m.octets, change});
}

Result<std::vector<Listed>> inbox(sql::Connection& c, AccountId account) {
    std::vector<Listed> all;
    BAILEY_CHECK(c.run(list_mailbox, {account, cell_accounts::inbox}, [&](const sql::Row& r) {
        all.push_back({r.integer(0), static_cast<std::uint64_t>(r.integer(1))});
    }));
    return all;
}

Result<Found> find(sql::Connection& c, AccountId account, std::int64_t id) {
    Found f;
    BAILEY_TRY(auto seen, c.run(read_message, {account, id}, [&](const sql::Row& r) {
        f.blob = r.integer(0);
        f.octets = static_cast<std::uint64_t>(r.integer(1));
        f.wrapped_key.assign(r.bytes(2).begin(), r.bytes(2).end());
    }));
    if (seen == 0) return Errc::not_found;
    return f;
}

Result<void> remove_from_inbox(sql::Connection& c, AccountId account, const std::vector<std::int64_t>& ids) {
    BAILEY_TRY(auto places, places_of(c, account, ids));
    if (places.empty()) return {};
    std::int64_t unread = 0;
    std::uint64_t octets = 0;
    for (auto& p : places) {
        unread += (p.flags & 1) == 0;
        octets += static_cast<std::uint64_t>(p.octets);
    }
    BAILEY_TRY(auto change, cell_accounts::shrink(c, account, octets));
    for (auto& p : places) {
        BAILEY_TRY(auto found, find(c, account, p.message));
        BAILEY_CHECK(blobs::release(c, found.blob));
        BAILEY_CHECK(c.send(bury, {account, p.message, change}));
        BAILEY_CHECK(c.send(delete_place, {account, cell_accounts::inbox, p.uid}));
    }
    return c.send(departed, {account, cell_accounts::inbox, places.size(), unread, change});
}

Bytes wrap(const Key& account_key, AccountId account, std::int64_t id, const Key& message_key) {
    return seal(account_key, message_key.reveal(), place(account, id));
}

Result<Key> unwrap(const Key& account_key, AccountId account, std::int64_t id, ByteView wrapped) {
    BAILEY_TRY(auto bytes, unseal(account_key, wrapped, place(account, id)));
    return Key::from(bytes);
}

}  // namespace bailey::store::messages
