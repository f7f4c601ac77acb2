// The mailboxes of an account in its cell.
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "base/seal.hpp"
#include "domain/people/people.hpp"
#include "store/sql/sql.hpp"

namespace bailey::store::mailboxes {

struct Row {
    std::int64_t id = 0, parent = 0;
    std::string name, role;
    std::int64_t sort_order = 0;
    bool subscribed = true;
    std::int64_t uid_next = 1;
    std::uint64_t messages = 0, unread = 0;
    std::int64_t created = 0, change = 0, properties_change = 0;
};
Result<std::vector<Row>> all(sql::Connection& c, AccountId account, const Key& account_key);  // by id; corrupt

// Those that changed after `change`, and are there.
Result<std::vector<Row>> changed(sql::Connection& c, AccountId account, const Key& account_key, std::int64_t change);

// What placing messages needs of the mailboxes that are there; opens no name.
struct Head {
    std::int64_t id = 0, uid_next = 1;
};
Result<std::vector<Head>> heads(sql::Connection& c, AccountId account);                        // by id
Result<std::int64_t> with_role(sql::Connection& c, AccountId account, std::string_view role);  // not_found

struct Gone {
    std::int64_t id = 0, created = 0, change = 0;
};
Result<std::vector<Gone>> gone_since(sql::Connection& c, AccountId account, std::int64_t change);

// Takes the next uid for a new message. Errors: not_found (no such mailbox).
Result<std::int64_t> arrival(sql::Connection& c, AccountId account, std::int64_t mailbox, bool unread,
                             std::int64_t change);
// `uids` taken, messages and unread counts more or less.
struct Shift {
    std::int64_t uids = 0, messages = 0, unread = 0;
};
Result<void> shift(sql::Connection& c, AccountId account, std::int64_t mailbox, const Shift& by, std::int64_t change);

Result<void> add(sql::Connection& c, AccountId account, const Key& account_key, const Row& row, std::int64_t validity);
Result<void> set_properties(sql::Connection& c, AccountId account, const Key& account_key, const Row& row,
                            std::int64_t change);
Result<void> bury(sql::Connection& c, AccountId account, std::int64_t mailbox, std::int64_t change);

}  // namespace bailey::store::mailboxes
