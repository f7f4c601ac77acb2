#include "store/tables/accounts_in_cell.hpp"

namespace bailey::store::cell_accounts {
namespace {

constexpr sql::Query read_key{"account_key", "select wrapped_key from account where account_id = $1"};
constexpr sql::Query insert_account{
    "account_create",
    "insert into account (account_id, wrapped_key, change, used_octets, capacity_octets) values ($1, $2, 1, 0, $3) "
    "on conflict (account_id) do nothing"};
constexpr sql::Query insert_mailbox{
    "mailbox_create",
    "insert into mailbox (account_id, mailbox_id, name, role, uid_validity, uid_next, messages, unread, change) "
    "values ($1, $2, $3, $4, $5, 1, 0, 0, 1)"};
constexpr sql::Query write_capacity{"account_capacity",
                                    "update account set capacity_octets = $2 where account_id = $1"};
constexpr sql::Query read_usage{"account_usage",
                                "select used_octets, capacity_octets from account where account_id = $1"};
constexpr sql::Query take_room{"account_grow",
                               "update account set change = change + 1, used_octets = used_octets + $2, "
                               "capacity_octets = $3 "
                               "where account_id = $1 and used_octets + $2 <= $3 returning change"};
constexpr sql::Query give_room{
    "account_shrink",
    "update account set change = change + 1, used_octets = used_octets - $2 where account_id = $1 returning change"};

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

Result<std::int64_t> grow(sql::Connection& c, AccountId account, std::uint64_t octets, std::uint64_t capacity) {
    std::int64_t change = 0;
    BAILEY_TRY(auto n,
               c.run(take_room, {account, octets, capacity}, [&](const sql::Row& r) { change = r.integer(0); }));
    if (n) return change;
    BAILEY_CHECK(usage(c, account));  // not there at all?
    return Errc::over_quota;
}

Result<std::int64_t> shrink(sql::Connection& c, AccountId account, std::uint64_t octets) {
    std::int64_t change = 0;
    BAILEY_TRY(auto n, c.run(give_room, {account, octets}, [&](const sql::Row& r) { change = r.integer(0); }));
    if (n) return change;
    return Errc::not_found;
}

}  // namespace bailey::store::cell_accounts
