// People on their way in: the password was right, and something else is to be shown, set or accepted first.
#pragma once
#include "base/clock.hpp"
#include "domain/people/people.hpp"
#include "store/sql/sql.hpp"

namespace bailey::store::entering {

struct Entering {
    AccountId account{};
    Bytes proof = {};     // a digest of the password's hash: with another password this is nobody's any more
    bool passed = false;  // the second factor was shown
    Time expires_at{};
};

Result<void> insert(sql::Connection& c, const Entering& e, ByteView digest);
Result<Entering> find(sql::Connection& c, ByteView digest);  // not_found
// What changed of it: the proof and whether it passed.
Result<void> update(sql::Connection& c, const Entering& e, ByteView digest);
Result<bool> remove(sql::Connection& c, ByteView digest);   // was it there?
Result<void> remove_expired(sql::Connection& c, Time now);  // everybody's

}  // namespace bailey::store::entering
