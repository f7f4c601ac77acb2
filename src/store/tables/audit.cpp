#include "store/tables/audit.hpp"

#include <algorithm>
#include <array>
#include <limits>

#include "base/seal.hpp"
#include "store/tables/counters.hpp"

namespace bailey::store::audit {
namespace {

#define BAILEY_AUDIT_COLUMNS "audit_id, at, actor_id, act, organisation_id, account_id, peer, detail, digest"
constexpr sql::Query insert_one{
    "audit_insert", "insert into audit (" BAILEY_AUDIT_COLUMNS ") values ($1, $2, $3, $4, $5, $6, $7, $8, $9)"};
constexpr sql::Query digest_of{"audit_digest", "select digest from audit where audit_id = $1"};
constexpr sql::Query forward{
    "audit_forward", "select " BAILEY_AUDIT_COLUMNS " from audit where audit_id > $1 order by audit_id limit $2"};
// -1 stands for "any".
constexpr sql::Query backward{"audit_backward",
                              "select " BAILEY_AUDIT_COLUMNS
                              " from audit where audit_id < $1 and ($2 = -1 or account_id = $2) "
                              "and ($3 = -1 or organisation_id = $3) order by audit_id desc limit $4"};
#undef BAILEY_AUDIT_COLUMNS
constexpr sql::Query newest{"audit_newest", "select value from counter where name = 'audit'"};

using Digest = std::array<std::uint8_t, 32>;
constexpr Digest beginning{};

void put(Bytes& out, std::int64_t v) {
    for (int shift = 56; shift >= 0; shift -= 8) out.push_back(static_cast<std::uint8_t>(v >> shift));
}
void put(Bytes& out, std::string_view text) {
    put(out, static_cast<std::int64_t>(text.size()));
    out.insert(out.end(), text.begin(), text.end());
}
template <class Id>
void put(Bytes& out, const std::optional<Id>& id) {
    out.push_back(id ? 1 : 0);
    put(out, id ? static_cast<std::int64_t>(*id) : 0);
}

// Every field with its length, so that no two records are the same octets.
Digest digest(const Key& key, ByteView previous, std::int64_t id, const Entry& e) {
    Bytes all(previous.begin(), previous.end());
    put(all, id);
    put(all, to_millis(e.at));
    put(all, static_cast<std::int64_t>(e.actor));
    put(all, e.act);
    put(all, e.organisation);
    put(all, e.account);
    put(all, e.peer);
    put(all, e.detail);
    return keyed_digest(key, all);
}

template <class Id>
std::optional<Id> maybe(const sql::Row& r, int column) {
    return r.null(column) ? std::nullopt : std::optional(Id{r.integer(column)});
}

Record read(const sql::Row& r) {
    auto digest = r.bytes(8);
    return {.id = r.integer(0),
            .entry = {.at = from_millis(r.integer(1)),
                      .actor = AccountId{r.integer(2)},
                      .act = std::string(r.text(3)),
                      .organisation = maybe<OrganisationId>(r, 4),
                      .account = maybe<AccountId>(r, 5),
                      .peer = std::string(r.text(6)),
                      .detail = std::string(r.text(7))},
            .digest = Bytes(digest.begin(), digest.end())};
}

template <class Id>
std::int64_t or_any(const std::optional<Id>& id) {
    return id ? static_cast<std::int64_t>(*id) : -1;
}

}  // namespace

Result<void> append(sql::Connection& c, const Key& key, std::span<const Entry> entries) {
    if (entries.empty()) return {};
    BAILEY_TRY(auto id, counters::take(c, "audit", static_cast<std::int64_t>(entries.size())));
    // Where the record before is gone, the chain goes on from nothing: verify() will tell, and the service works on.
    auto previous = beginning;
    BAILEY_CHECK(c.run(digest_of, {id - 1}, [&](const sql::Row& r) {
        if (r.bytes(0).size() == previous.size()) std::ranges::copy(r.bytes(0), previous.begin());
    }));
    for (auto& e : entries) {
        previous = digest(key, previous, id, e);
        BAILEY_CHECK(c.send(insert_one, {id, to_millis(e.at), e.actor, e.act, e.organisation, e.account, e.peer,
                                         e.detail, ByteView(previous)}));
        ++id;
    }
    return {};
}

Result<std::vector<Record>> list(sql::Connection& c, const Filter& f) {
    std::vector<Record> found;
    auto before = f.before > 0 ? f.before : std::numeric_limits<std::int64_t>::max();
    BAILEY_CHECK(c.run(backward, {before, or_any(f.account), or_any(f.organisation), f.limit},
                       [&](const sql::Row& r) { found.push_back(read(r)); }));
    return found;
}

Result<Verdict> verify(sql::Connection& c, const Key& key) {
    constexpr int page = 5000;
    std::int64_t last = 0;
    BAILEY_CHECK(c.run(newest, {}, [&](const sql::Row& r) { last = r.integer(0); }));
    Verdict v{.fault = {}, .head = Bytes(beginning.begin(), beginning.end())};
    for (std::int64_t rows = page; rows == page && !v.fault;) {
        BAILEY_TRY(rows, c.run(forward, {v.records, page}, [&](const sql::Row& r) {
            if (v.fault) return;
            auto record = read(r);
            auto expected = digest(key, v.head, v.records + 1, record.entry);
            if (record.id != v.records + 1 || !std::ranges::equal(record.digest, expected)) {
                v.fault = v.records + 1;
                return;
            }
            v.head = std::move(record.digest);
            ++v.records;
        }));
    }
    if (!v.fault && v.records < last) v.fault = v.records + 1;
    return v;
}

}  // namespace bailey::store::audit
