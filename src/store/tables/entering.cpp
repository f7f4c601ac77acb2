#include "store/tables/entering.hpp"

#include <optional>

namespace bailey::store::entering {
namespace {

constexpr sql::Query insert_one{"entering_insert", R"(
    insert into entering (digest, account_id, proof, passed, expires_at) values ($1, $2, $3, $4, $5))"};
constexpr sql::Query by_digest{"entering_find",
                               "select account_id, proof, passed, expires_at from entering where digest = $1"};
constexpr sql::Query write_one{"entering_update", "update entering set proof = $2, passed = $3 where digest = $1"};
constexpr sql::Query remove_one{"entering_remove", "delete from entering where digest = $1"};
constexpr sql::Query remove_old{"entering_remove_expired", "delete from entering where expires_at <= $1"};

}  // namespace

Result<void> insert(sql::Connection& c, const Entering& e, ByteView digest) {
    BAILEY_CHECK(c.run(insert_one, {digest, e.account, e.proof, e.passed, to_millis(e.expires_at)}));
    return {};
}

Result<Entering> find(sql::Connection& c, ByteView digest) {
    std::optional<Entering> found;
    BAILEY_CHECK(c.run(by_digest, {digest}, [&](const sql::Row& r) {
        auto proof = r.bytes(1);
        found = Entering{.account = AccountId{r.integer(0)},
                         .proof = Bytes(proof.begin(), proof.end()),
                         .passed = r.integer(2) != 0,
                         .expires_at = from_millis(r.integer(3))};
    }));
    if (!found) return Errc::not_found;
    return std::move(*found);
}

Result<void> update(sql::Connection& c, const Entering& e, ByteView digest) {
    BAILEY_CHECK(c.run(write_one, {digest, e.proof, e.passed}));
    return {};
}

Result<bool> remove(sql::Connection& c, ByteView digest) {
    auto gone = c.run(remove_one, {digest});
    if (!gone) return Failure{gone.error()};
    return *gone == 1;
}

Result<void> remove_expired(sql::Connection& c, Time now) {
    BAILEY_CHECK(c.run(remove_old, {to_millis(now)}));
    return {};
}

}  // namespace bailey::store::entering
