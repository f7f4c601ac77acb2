#include "store/tables/conditions.hpp"

namespace bailey::store::conditions {
namespace {

constexpr sql::Query insert_text{"conditions_insert", R"(
    insert into conditions (digest, version, language, body) values ($1, $2, $3, $4) on conflict (digest) do nothing)"};
constexpr sql::Query insert_acceptance{"acceptance_insert", R"(
    insert into acceptance (account_id, version, digest, at, peer) values ($1, $2, $3, $4, $5)
    on conflict (account_id, version) do nothing)"};
constexpr sql::Query find_acceptance{"acceptance_find",
                                     "select at from acceptance where account_id = $1 and version = $2"};
constexpr sql::Query newest_acceptance{"acceptance_newest", R"(
    select version, digest, at, peer from acceptance where account_id = $1 order by at desc, version desc limit 1)"};
constexpr sql::Query find_text{"conditions_text", "select body from conditions where digest = $1"};

}  // namespace

Result<void> accept(sql::Connection& c, const Conditions& what, const Acceptance& how) {
    BAILEY_CHECK(c.run(insert_text, {what.digest, what.version, what.language, what.text}));
    BAILEY_CHECK(c.run(insert_acceptance, {how.account, how.version, how.digest, to_millis(how.at), how.peer}));
    return {};
}

Result<std::optional<Time>> accepted(sql::Connection& c, AccountId account, std::string_view version) {
    std::optional<Time> at;
    BAILEY_CHECK(
        c.run(find_acceptance, {account, version}, [&](const sql::Row& r) { at = from_millis(r.integer(0)); }));
    return at;
}

Result<std::optional<Acceptance>> newest(sql::Connection& c, AccountId account) {
    std::optional<Acceptance> found;
    BAILEY_CHECK(c.run(newest_acceptance, {account}, [&](const sql::Row& r) {
        auto digest = r.bytes(1);
        found = Acceptance{.account = account,
                           .version = std::string(r.text(0)),
                           .digest = Bytes(digest.begin(), digest.end()),
                           .at = from_millis(r.integer(2)),
                           .peer = std::string(r.text(3))};
    }));
    return found;
}

Result<std::string> text(sql::Connection& c, ByteView digest) {
    std::optional<std::string> found;
    BAILEY_CHECK(c.run(find_text, {digest}, [&](const sql::Row& r) { found = std::string(r.text(0)); }));
    if (!found) return Errc::not_found;
    return std::move(*found);
}

}  // namespace bailey::store::conditions
