// What tells somebody that their rights changed, RFC 9670 section 3. Rows bear the community's change numbers, as
// /changes needs them.
#pragma once
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "domain/people/people.hpp"
#include "store/sql/sql.hpp"

namespace bailey::store::share_notifications {

struct Notification {
    std::int64_t id = 0;
    AccountId account{};  // who is told
    Time at{};
    AccountId changed_by{};  // 0: the operator
    AccountId mailbox{};
    unsigned old_rights = 0, new_rights = 0;
    std::string name = {};  // the mailbox's, then
    std::int64_t created = 0, change = 0;
    bool destroyed = false;
    std::string changed_by_name = {}, changed_by_address = {};  // now; empty for the operator. Read only
    int kind = 0;                                               // 0: the whole mailbox; else an ObjectKind
    std::int64_t object = 0;                                    // its number in that account
};

// `n.id` is not looked at. Beyond `most` of the account that are not destroyed, the oldest are.
Result<void> add(sql::Connection& c, const Notification& n, std::int64_t change, std::int64_t most);
// Marks it destroyed. Errors: not_found.
Result<void> destroy(sql::Connection& c, AccountId account, std::int64_t id, std::int64_t change);

Result<std::vector<Notification>> all(sql::Connection& c, AccountId account);  // that are there, by id
// Those that changed after `since`, the destroyed too.
Result<std::vector<Notification>> changed(sql::Connection& c, AccountId account, std::int64_t since);
Result<std::int64_t> newest_change(sql::Connection& c, AccountId account);  // 0: none ever

}  // namespace bailey::store::share_notifications
