#include "store/tables/mailboxes.hpp"

#include "store/tables/accounts_in_cell.hpp"

namespace bailey::store::mailboxes {
namespace {

constexpr sql::Query list{
    "mailboxes",
    "select mailbox_id, parent_id, name, role, sort_order, subscribed, uid_next, messages, unread, created_change, "
    "change, properties_change from mailbox where account_id = $1 and destroyed = 0 and change > $2 "
    "order by mailbox_id"};
constexpr sql::Query list_heads{"mailbox_heads",
                                "select mailbox_id, uid_next from mailbox where account_id = $1 and destroyed = 0 "
                                "order by mailbox_id"};
constexpr sql::Query find_role{"mailbox_with_role",
                               "select mailbox_id from mailbox where account_id = $1 and role = $2 and destroyed = 0 "
                               "order by mailbox_id limit 1"};
constexpr sql::Query list_gone{"mailboxes_gone",
                               "select mailbox_id, created_change, change from mailbox "
                               "where account_id = $1 and destroyed = 1 and change > $2"};
constexpr sql::Query next_uid{
    "mailbox_arrival",
    "update mailbox set uid_next = uid_next + 1, messages = messages + 1, unread = unread + $4, change = $3 "
    "where account_id = $1 and mailbox_id = $2 and destroyed = 0 returning uid_next - 1"};
constexpr sql::Query move_counts{"mailbox_shift",
                                 "update mailbox set uid_next = uid_next + $3, messages = messages + $4, "
                                 "unread = unread + $5, change = $6 where account_id = $1 and mailbox_id = $2"};
constexpr sql::Query insert_mailbox{
    "mailbox_create",
    "insert into mailbox (account_id, mailbox_id, parent_id, name, role, sort_order, subscribed, uid_validity, "
    "uid_next, messages, unread, created_change, change, properties_change, destroyed) "
    "values ($1, $2, $3, $4, $5, $6, $7, $8, 1, 0, 0, $9, $9, $9, 0)"};
constexpr sql::Query write_properties{
    "mailbox_set",
    "update mailbox set parent_id = $3, name = $4, role = $5, sort_order = $6, subscribed = $7, change = $8, "
    "properties_change = $8 where account_id = $1 and mailbox_id = $2"};
constexpr sql::Query bury_mailbox{
    "mailbox_bury",
    "update mailbox set destroyed = 1, name = $4, role = '', messages = 0, unread = 0, change = $3, "
    "properties_change = $3 where account_id = $1 and mailbox_id = $2"};

Bytes seal_name(const Key& key, AccountId account, const std::string& name) {
    return seal(key, bytes_of(name), bytes_of(cell_accounts::key_place(account)));
}

}  // namespace

Result<std::vector<Row>> all(sql::Connection& c, AccountId account, const Key& account_key) {
    return changed(c, account, account_key, 0);
}

Result<std::vector<Row>> changed(sql::Connection& c, AccountId account, const Key& account_key, std::int64_t change) {
    std::vector<Row> rows;
    bool opens = true;
    auto place = cell_accounts::key_place(account);
    BAILEY_CHECK(c.run(list, {account, change}, [&](const sql::Row& r) {
        auto name = unseal(account_key, r.bytes(2), bytes_of(place));
        opens = opens && name;
        rows.push_back({.id = r.integer(0),
                        .parent = r.integer(1),
                        .name = name ? std::string(text_of(*name)) : "",
                        .role = std::string(r.text(3)),
                        .sort_order = r.integer(4),
                        .subscribed = r.integer(5) != 0,
                        .uid_next = r.integer(6),
                        .messages = static_cast<std::uint64_t>(r.integer(7)),
                        .unread = static_cast<std::uint64_t>(r.integer(8)),
                        .created = r.integer(9),
                        .change = r.integer(10),
                        .properties_change = r.integer(11)});
    }));
    if (!opens) return Errc::corrupt;
    return rows;
}

Result<std::vector<Head>> heads(sql::Connection& c, AccountId account) {
    std::vector<Head> found;
    BAILEY_CHECK(c.run(list_heads, {account}, [&](const sql::Row& r) {
        found.push_back({r.integer(0), r.integer(1)});
    }));
    return found;
}

Result<std::int64_t> with_role(sql::Connection& c, AccountId account, std::string_view role) {
    std::int64_t id = 0;
    BAILEY_TRY(auto seen, c.run(find_role, {account, role}, [&](const sql::Row& r) { id = r.integer(0); }));
    if (seen == 0) return Errc::not_found;
    return id;
}

Result<std::vector<Gone>> gone_since(sql::Connection& c, AccountId account, std::int64_t change) {
    std::vector<Gone> gone;
    BAILEY_CHECK(c.run(list_gone, {account, change}, [&](const sql::Row& r) {
        gone.push_back({r.integer(0), r.integer(1), r.integer(2)});
    }));
    return gone;
}

Result<std::int64_t> arrival(sql::Connection& c, AccountId account, std::int64_t mailbox, bool unread,
                             std::int64_t change) {
    std::int64_t uid = 0;
    BAILEY_TRY(auto seen,
               c.run(next_uid, {account, mailbox, change, unread}, [&](const sql::Row& r) { uid = r.integer(0); }));
    if (seen == 0) return Errc::not_found;
    return uid;
}

Result<void> shift(sql::Connection& c, AccountId account, std::int64_t mailbox, const Shift& by, std::int64_t change) {
    return c.send(move_counts, {account, mailbox, by.uids, by.messages, by.unread, change});
}

Result<void> add(sql::Connection& c, AccountId account, const Key& account_key, const Row& row, std::int64_t validity) {
    return c.send(insert_mailbox, {account, row.id, row.parent, seal_name(account_key, account, row.name), row.role,
                                   row.sort_order, row.subscribed, validity, row.created});
}

Result<void> set_properties(sql::Connection& c, AccountId account, const Key& account_key, const Row& row,
                            std::int64_t change) {
    return c.send(write_properties, {account, row.id, row.parent, seal_name(account_key, account, row.name), row.role,
                                     row.sort_order, row.subscribed, change});
}

Result<void> bury(sql::Connection& c, AccountId account, std::int64_t mailbox, std::int64_t change) {
    return c.send(bury_mailbox, {account, mailbox, change, Bytes{}});
}

}  // namespace bailey::store::mailboxes
