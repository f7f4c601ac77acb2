#include "store/check/check.hpp"
#include "store/ids.hpp"

namespace bailey::store {
namespace {

constexpr std::int64_t at_once = 1000;

constexpr sql::Query next_entries{"check_entries",
                                  "select entry_id from entry where entry_id > $1 order by entry_id limit $2"};
constexpr sql::Query unfinished{
    "check_finished",
    "select entry_id from entry where finished_at is not null and exists (select 1 from recipient "
    "where recipient.entry_id = entry.entry_id and recipient.state = 0) limit $1"};
constexpr sql::Query ownerless{"check_recipients",
                               "select distinct entry_id from recipient where not exists (select 1 from entry where "
                               "entry.entry_id = recipient.entry_id) "
                               "limit $1"};

Result<void> check_entry(sql::Connection& c, const Key& queue_key, std::int64_t id, Checked& done, const Problem& say) {
    auto what = "queue, message " + id_text(id);
    auto entry = entries::load(c, queue_key, id);
    if (!entry && entry.error() == Errc::not_found) return {};
    if (!entry && entry.error() != Errc::corrupt) return entry.error();
    ++done.entries;
    if (!entry) {
        say(what + ": its envelope or key does not open, or a recipient is missing");
        return {};
    }
    std::uint64_t octets = 0;
    for (std::uint32_t n = 0; n < entry->chunks; ++n) {
        auto box = entries::chunk(c, id, n);
        if (!box && box.error() != Errc::not_found) return box.error();
        std::string plain;
        if (!box || !unseal_chunk(entry->key, n, n + 1 == entry->chunks, *box, plain)) {
            say(what + ": chunk " + std::to_string(n) + (box ? " does not unseal" : " is missing"));
            return {};
        }
        octets += plain.size();
    }
    done.octets += octets;
    if (octets != entry->octets) say(what + ": its size is wrong");
    return {};
}

}  // namespace

Result<Checked> check_queue(Queue& queue, const Problem& problem) {
    Checked done;
    Problem say = [&](const std::string& what) {
        ++done.problems;
        problem(what);
    };
    BAILEY_TRY(auto loan, queue.readers().borrow());
    auto& c = *loan;
    BAILEY_CHECK(c.script(c.postgres() ? "begin isolation level repeatable read read only" : "begin"));
    auto all = [&]() -> Result<void> {
        std::int64_t after = -1;
        for (;;) {
            std::vector<std::int64_t> ids;
            BAILEY_CHECK(
                c.run(next_entries, {after, at_once}, [&](const sql::Row& r) { ids.push_back(r.integer(0)); }));
            if (ids.empty()) break;
            for (auto id : ids) BAILEY_CHECK(check_entry(c, queue.key(), id, done, say));
            after = ids.back();
        }
        BAILEY_CHECK(c.run(unfinished, {at_once}, [&](const sql::Row& r) {
            say("queue, message " + id_text(r.integer(0)) + ": finished, yet a recipient waits");
        }));
        BAILEY_CHECK(c.run(ownerless, {at_once}, [&](const sql::Row& r) {
            say("queue, message " + id_text(r.integer(0)) + ": recipients without a message");
        }));
        return {};
    };
    auto outcome = all();
    c.rollback();
    if (!outcome) return outcome.error();
    return done;
}

}  // namespace bailey::store
