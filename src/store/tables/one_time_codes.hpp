// Codes and links that were sent to somebody and are good once: at most one of a purpose an account.
#pragma once
#include <string>

#include "base/clock.hpp"
#include "domain/people/people.hpp"
#include "store/sql/sql.hpp"

namespace bailey::store::one_time_codes {

enum class Purpose { verify_address, second_factor, new_password };

struct Code {
    AccountId account{};
    Purpose purpose{};
    Bytes code = {}, link = {};  // digests of the digits and of the link's token
    std::string address = {};    // where it was sent
    std::int64_t tries = 0;      // wrong ones since
    Time created_at{}, expires_at{};
};

Result<void> put(sql::Connection& c, const Code& code);                     // in place of the one there was
Result<Code> find(sql::Connection& c, AccountId account, Purpose purpose);  // not_found
Result<Code> find_by_link(sql::Connection& c, ByteView link);               // not_found
Result<void> add_try(sql::Connection& c, AccountId account, Purpose purpose);
Result<bool> remove(sql::Connection& c, AccountId account, Purpose purpose);  // was there one?

}  // namespace bailey::store::one_time_codes
