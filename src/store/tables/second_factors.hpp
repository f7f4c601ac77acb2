// Recovery codes, and browsers in which the second factor need not be shown again.
#pragma once
#include <span>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "domain/people/people.hpp"
#include "store/sql/sql.hpp"

namespace bailey::store::recovery_codes {

Result<void> replace(sql::Connection& c, AccountId account, std::span<const Bytes> digests);  // none: removes all
Result<bool> use(sql::Connection& c, AccountId account, ByteView digest);                     // gone then; was it one?
Result<std::int64_t> left(sql::Connection& c, AccountId account);

}  // namespace bailey::store::recovery_codes

namespace bailey::store::remembered_browsers {

struct Browser {
    AccountId account{};
    std::string name = {};  // what it calls itself
    Time created_at{}, expires_at{};
};

Result<void> insert(sql::Connection& c, const Browser& browser, ByteView digest);
Result<Browser> find(sql::Connection& c, ByteView digest);  // not_found
Result<std::int64_t> count(sql::Connection& c, AccountId account, Time now);
Result<void> remove_all(sql::Connection& c, AccountId account);
Result<void> remove_expired(sql::Connection& c, Time now);  // everybody's

}  // namespace bailey::store::remembered_browsers
