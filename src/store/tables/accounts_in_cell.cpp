#include "store/tables/accounts_in_cell.hpp"

namespace bailey::store::cell_accounts {
namespace {

constexpr sql::Query read_key{"account_key", "select wrapped_key from account where account_id = $1"};
constexpr sql::Query insert_account{
    "account_create",
    "insert into account (account_id, wrapped_key, change, used_octets, capacity_octets, mailbox_change) "
    "values ($1, $2, 1, 0, $3, 1) on conflict (account_id) do nothing"};
constexpr sql::Query insert_mailbox{
    "account_inbox",
    "insert into mailbox (account_id, mailbox_id, name, role, uid_validity, uid_next, messages, unread, change) "
    "values ($1, $2, $3, $4, $5, 1, 0, 0, 1)"};
constexpr sql::Query write_capacity{"account_capacity",
                                    "update account set capacity_octets = $2 where account_id = $1"};
constexpr sql::Query read_usage{"account_usage",
                                "select used_octets, capacity_octets from account where account_id = $1"};
constexpr sql::Query take_room{
    "account_grow",
    "update account set change = change + 1, email_change = change + 1, mailbox_change = change + 1, "
    "thread_change = change + 1, delivery_change = change + 1, used_octets = used_octets + $2, capacity_octets = $3 "
    "where account_id = $1 and used_octets + $2 <= $3 and not exists "
    "(select 1 from message where account_id = $1 and message_id = $4) returning change"};
constexpr sql::Query has_message{"account_has_message",
                                 "select 1 from message where account_id = $1 and message_id = $2"};
constexpr sql::Query read_counters{
    "account_counters",
    "select change, email_change, mailbox_change, thread_change, delivery_change, used_octets, capacity_octets, "
    "next_mailbox, next_item from account where account_id = $1"};
constexpr sql::Query lock_counters{
    "account_lock",
    "update account set change = change where account_id = $1 "
    "returning change, email_change, mailbox_change, thread_change, delivery_change, used_octets, capacity_octets, "
    "next_mailbox, next_item"};
constexpr sql::Query next_change{
    "account_advance",
    "update account set change = change + 1, "
    "email_change = case when $2 = 1 then change + 1 else email_change end, "
    "mailbox_change = case when $3 = 1 then change + 1 else mailbox_change end, "
    "thread_change = case when $4 = 1 then change + 1 else thread_change end, "
    "used_octets = used_octets + $5, next_mailbox = next_mailbox + $6, next_item = next_item + $7 "
    "where account_id = $1"};

Counters counters_of(const sql::Row& r) {
    return {.change = r.integer(0),
            .email = r.integer(1),
            .mailbox = r.integer(2),
            .thread = r.integer(3),
            .delivery = r.integer(4),
            .used = static_cast<std::uint64_t>(r.integer(5)),
            .capacity = static_cast<std::uint64_t>(r.integer(6)),
            .next_mailbox = r.integer(7),
            .next_item = r.integer(8)};
}

Result<Counters> read(sql::Connection& c, const sql::Query& query, AccountId account) {
    Counters found;
    BAILEY_TRY(auto seen, c.run(query, {account}, [&](const sql::Row& r) { found = counters_of(r); }));
    if (seen == 0) return Errc::not_found;
    return found;
}

}  // namespace

std::string key_place(AccountId account) { return "account " + std::to_string(static_cast<std::int64_t>(account)); }

Result<Key> key(sql::Connection& c, const KeyRing& ring, AccountId account) {
    Bytes wrapped;
    BAILEY_TRY(auto seen, c.run(read_key, {account},
                                [&](const sql::Row& r) { wrapped.assign(r.bytes(0).begin(), r.bytes(0).end()); }));
    if (seen == 0) return Errc::not_found;
    return ring.unwrap(wrapped, key_place(account));
}

Result<Key> create(sql::Connection& c, const KeyRing& ring, AccountId account, std::uint64_t capacity, Time now) {
    auto fresh = Key::random();
    BAILEY_TRY(auto made, c.run(insert_account, {account, ring.wrap(fresh, key_place(account)), capacity}));
    if (made == 0) return key(c, ring, account);
    auto name = seal(fresh, bytes_of("Inbox"), bytes_of(key_place(account)));
    // UIDVALIDITY must differ when a mailbox is made anew (RFC 9051 section 2.3.1.1): the time in seconds will do.
    BAILEY_CHECK(c.run(insert_mailbox, {account, inbox, name, "inbox", to_millis(now) / 1000}));
    return fresh;
}

Result<void> set_capacity(sql::Connection& c, AccountId account, std::uint64_t capacity) {
    BAILEY_TRY(auto n, c.run(write_capacity, {account, capacity}));
    return n ? Result<void>() : Errc::not_found;
}

Result<Usage> usage(sql::Connection& c, AccountId account) {
    Usage u;
    BAILEY_TRY(auto seen, c.run(read_usage, {account}, [&](const sql::Row& r) {
        u.used = static_cast<std::uint64_t>(r.integer(0));
        u.capacity = static_cast<std::uint64_t>(r.integer(1));
    }));
    if (seen == 0) return Errc::not_found;
    return u;
}

Result<std::optional<std::int64_t>> grow(sql::Connection& c, AccountId account, std::int64_t message,
                                         std::uint64_t octets, std::uint64_t capacity) {
    std::int64_t change = 0;
    BAILEY_TRY(auto n, c.run(take_room, {account, octets, capacity, message},
                             [&](const sql::Row& r) { change = r.integer(0); }));
    if (n) return std::optional(change);
    BAILEY_TRY(auto known, c.run(has_message, {account, message}));
    if (known) return std::optional<std::int64_t>();
    BAILEY_CHECK(usage(c, account));  // not there at all?
    return Errc::over_quota;
}

Result<Counters> counters(sql::Connection& c, AccountId account) { return read(c, read_counters, account); }
Result<Counters> lock(sql::Connection& c, AccountId account) { return read(c, lock_counters, account); }

Result<void> advance(sql::Connection& c, AccountId account, const Advance& by) {
    return c.send(next_change, {account, by.email, by.mailbox, by.thread, by.octets, by.mailboxes, by.items});
}

}  // namespace bailey::store::cell_accounts
