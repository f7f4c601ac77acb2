// Small objects of an account, each with the change numbers that /changes needs.
#pragma once
#include <functional>
#include <optional>

#include "domain/people/people.hpp"
#include "store/sql/sql.hpp"

namespace bailey::store::items {

struct Row {
    std::int64_t id = 0, created = 0, change = 0;
    bool gone = false;
    ByteView box;  // sealed; lives until the call returns
};
using Each = std::function<void(const Row&)>;
Result<void> all(sql::Connection& c, AccountId account, std::int64_t type, const Each& each);  // that are there, by id
Result<bool> find(sql::Connection& c, AccountId account, std::int64_t type, std::int64_t id, const Each& each);
Result<void> changed(sql::Connection& c, AccountId account, std::int64_t type, std::int64_t since, const Each& each);
Result<std::int64_t> newest_change(sql::Connection& c, AccountId account, std::int64_t type);  // 0: none ever
Result<std::int64_t> count(sql::Connection& c, AccountId account, std::int64_t type);

// A destroyed one may be made again.
Result<void> put(sql::Connection& c, AccountId account, std::int64_t type, std::int64_t id, std::int64_t change,
                 ByteView box);
Result<void> update(sql::Connection& c, AccountId account, std::int64_t type, std::int64_t id, std::int64_t change,
                    ByteView box);
Result<void> bury(sql::Connection& c, AccountId account, std::int64_t type, std::int64_t id, std::int64_t change);

}  // namespace bailey::store::items
