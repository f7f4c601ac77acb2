#include "store/tables/entries.hpp"

#include <algorithm>

#include "store/tables/boxes.hpp"

namespace bailey::store::entries {
namespace {

constexpr sql::Query insert_entry{
    "entry_add",
    "insert into entry (entry_id, accepted_at, sender_account, wrapped_key, envelope, octets, chunks, first_chunk, "
    "held_until) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)"};
constexpr sql::Query insert_recipient{
    "recipient_add",
    "insert into recipient (entry_id, number, account_id, state, attempts, next_attempt_at, lease, delay_told, "
    "changed_at, reason) values ($1, $2, $3, 0, 0, $4, $5, 0, $6, 0)"};
constexpr sql::Query insert_chunk{"entry_chunk_add",
                                  "insert into entry_chunk (entry_id, number, box) values ($1, $2, $3) "
                                  "on conflict (entry_id, number) do nothing"};
constexpr sql::Query has_chunk{"entry_chunk_there", "select 1 from entry_chunk where entry_id = $1 and number = $2"};
constexpr sql::Query first_values{"entry_first_value", "select first_chunk from entry where entry_id = $1"};
constexpr sql::Query chunk_values{"entry_chunk_values", "select box from entry_chunk where entry_id = $1"};
constexpr sql::Query read_first{"entry_first", "select first_chunk from entry where entry_id = $1"};
constexpr sql::Query read_chunk{"entry_chunk", "select box from entry_chunk where entry_id = $1 and number = $2"};
constexpr sql::Query read_entry{"entry_load",
                                "select accepted_at, finished_at, sender_account, wrapped_key, envelope, octets, "
                                "chunks, held_until from entry where entry_id = $1"};
constexpr sql::Query read_recipients{
    "recipient_load",
    "select number, account_id, state, attempts, next_attempt_at, delay_told, changed_at, reason, lease from recipient "
    "where entry_id = $1 order by number"};
constexpr sql::Query settle_recipient{
    "recipient_settle",
    "update recipient set state = $3, attempts = attempts + 1, next_attempt_at = $4, lease = null, "
    "delay_told = case when $5 = 1 then 1 else delay_told end, changed_at = $6, reason = $7 "
    "where entry_id = $1 and number = $2 and state = 0"};
// Locked in one order, against a node that claims them at the same time: what it has taken is seen with its lease.
constexpr sql::Query lock_recipients{
    "recipient_lock", "select state, attempts, lease from recipient where entry_id = $1 order by number"};
constexpr sql::Query lock_recipients_locked{
    "recipient_lock_locked",
    "select state, attempts, lease from recipient where entry_id = $1 order by number for update"};
constexpr sql::Query cancel_recipients{
    "recipient_cancel", "update recipient set state = $2, next_attempt_at = null, changed_at = $3 where entry_id = $1"};
constexpr sql::Query finish_entry{
    "entry_finish",
    "update entry set finished_at = $2 where entry_id = $1 and finished_at is null and not exists "
    "(select 1 from recipient where recipient.entry_id = $1 and recipient.state = 0)"};
constexpr sql::Query due_entries{
    "recipient_due",
    "select entry_id, number from recipient where next_attempt_at is not null and next_attempt_at <= $1 "
    "order by next_attempt_at limit $2"};
constexpr sql::Query due_entries_skip_locked{
    "recipient_due_locked",
    "select entry_id, number from recipient where next_attempt_at is not null and next_attempt_at <= $1 "
    "order by next_attempt_at limit $2 for update skip locked"};
constexpr sql::Query lease_recipient{
    "recipient_lease", "update recipient set next_attempt_at = $3, lease = $4 where entry_id = $1 and number = $2"};
constexpr sql::Query free_leases{
    "recipient_release",
    "update recipient set next_attempt_at = $2, lease = null where next_attempt_at is not null and lease = $1"};
constexpr sql::Query count_waiting{"recipient_waiting",
                                   "select count(*) from recipient where next_attempt_at is not null"};
constexpr sql::Query list_waiting{"entry_waiting",
                                  "select distinct entry_id from recipient where next_attempt_at is not null and "
                                  "entry_id > $1 order by entry_id limit $2"};
constexpr sql::Query make_due{
    "recipient_retry", "update recipient set next_attempt_at = $2, lease = null where entry_id = $1 and state = 0"};
constexpr sql::Query old_entries{
    "entry_old",
    "select entry_id from entry where finished_at is not null and finished_at < $1 order by finished_at limit $2"};
constexpr sql::Query orphan_chunks{"entry_chunk_orphans",
                                   "select distinct entry_id from entry_chunk where entry_id < $1 and not exists "
                                   "(select 1 from entry where entry.entry_id = entry_chunk.entry_id) limit $2"};
constexpr sql::Query delete_recipients{"recipient_delete", "delete from recipient where entry_id = $1"};
constexpr sql::Query delete_chunks{"entry_chunk_delete", "delete from entry_chunk where entry_id = $1"};
constexpr sql::Query delete_entry{"entry_delete", "delete from entry where entry_id = $1"};

ByteView place(const std::int64_t& id) { return {reinterpret_cast<const std::uint8_t*>(&id), sizeof id}; }

Bytes copy(ByteView b) { return {b.begin(), b.end()}; }

template <class T>
std::optional<T> optional_integer(const sql::Row& r, int column) {
    if (r.null(column)) return std::nullopt;
    if constexpr (std::is_same_v<T, Time>)
        return from_millis(r.integer(column));
    else
        return static_cast<T>(r.integer(column));
}

std::optional<std::int64_t> millis(const std::optional<Time>& t) {
    return t ? std::optional(to_millis(*t)) : std::nullopt;
}

EntryRecipient recipient_from(const sql::Row& r) {
    EntryRecipient e;
    e.number = static_cast<std::size_t>(r.integer(0));
    e.account = optional_integer<AccountId>(r, 1);
    e.state = static_cast<RecipientState>(r.integer(2));
    e.attempts = static_cast<int>(r.integer(3));
    e.next_attempt = optional_integer<Time>(r, 4);
    e.delay_told = r.integer(5) != 0;
    e.changed = from_millis(r.integer(6));
    if (r.integer(7) != 0) e.reason = static_cast<Errc>(r.integer(7));
    e.leased = !r.null(8);
    return e;
}

Result<std::vector<std::int64_t>> ids(sql::Connection& c, const sql::Query& query,
                                      std::initializer_list<sql::Param> params) {
    std::vector<std::int64_t> found;
    BAILEY_CHECK(c.run(query, params, [&](const sql::Row& r) { found.push_back(r.integer(0)); }));
    return found;
}

Result<void> delete_all_chunks(sql::Connection& c, std::int64_t id) {
    BAILEY_CHECK(boxes::forget_all(c, chunk_values, id));
    return c.send(delete_chunks, {id});
}

}  // namespace

Result<void> add(sql::Connection& c, const Key& queue_key, const NewEntry& e, std::string_view node, Time lease_until) {
    auto wrapped = seal(queue_key, e.key.reveal(), place(e.id));
    auto envelope = seal(e.key, encode(e.envelope, e.origin), place(e.id));
    BAILEY_TRY(auto first, boxes::hold(c, e.boxes->front()));
    BAILEY_CHECK(c.send(insert_entry, {e.id, to_millis(e.accepted), e.sender_account, wrapped, envelope, e.octets,
                                       e.chunks, first.value(), millis(e.envelope.hold_until)}));
    for (std::uint32_t n = 1; n < e.chunks; ++n)
        if (!(*e.boxes)[n].empty()) BAILEY_CHECK(add_chunk(c, e.id, n, (*e.boxes)[n]));
    auto due = e.envelope.hold_until.value_or(lease_until);
    auto lease = e.envelope.hold_until ? std::nullopt : std::optional(node);
    for (std::size_t n = 0; n < e.envelope.recipients.size(); ++n)
        BAILEY_CHECK(c.send(insert_recipient,
                            {e.id, std::uint64_t{n}, e.accounts[n], to_millis(due), lease, to_millis(e.accepted)}));
    return {};
}

Result<void> add_chunk(sql::Connection& c, std::int64_t id, std::uint32_t number, ByteView box) {
    if (boxes::large(c, box)) {  // nothing is put aside twice
        BAILEY_TRY(auto there, c.run(has_chunk, {id, number}));
        if (there) return {};
    }
    BAILEY_TRY(auto held, boxes::hold(c, box));
    return c.send(insert_chunk, {id, number, held.value()});
}

Result<Bytes> chunk(sql::Connection& c, std::int64_t id, std::uint32_t number) {
    Bytes box;
    auto take = [&](const sql::Row& r) { box = copy(r.bytes(0)); };
    BAILEY_TRY(auto seen, number == 0 ? c.run(read_first, {id}, take) : c.run(read_chunk, {id, number}, take));
    if (seen == 0) return Errc::not_found;
    return boxes::box(c, std::move(box));
}

Result<Entry> load(sql::Connection& c, const Key& queue_key, std::int64_t id) {
    Entry e;
    e.id = id;
    Bytes wrapped, sealed;
    std::optional<Time> held_until;
    BAILEY_TRY(auto seen, c.run(read_entry, {id}, [&](const sql::Row& r) {
        e.accepted = from_millis(r.integer(0));
        e.finished = optional_integer<Time>(r, 1);
        e.sender_account = optional_integer<AccountId>(r, 2);
        wrapped = copy(r.bytes(3));
        sealed = copy(r.bytes(4));
        e.octets = static_cast<std::uint64_t>(r.integer(5));
        e.chunks = static_cast<std::uint32_t>(r.integer(6));
        held_until = optional_integer<Time>(r, 7);
    }));
    if (seen == 0) return Errc::not_found;
    BAILEY_TRY(auto key_bytes, unseal(queue_key, wrapped, place(id)));
    BAILEY_TRY(e.key, Key::from(key_bytes));
    BAILEY_TRY(auto plain, unseal(e.key, sealed, place(id)));
    BAILEY_TRY(auto both, decode(plain));
    e.envelope = std::move(both.first);
    e.envelope.hold_until = held_until;
    e.origin = std::move(both.second);
    BAILEY_CHECK(c.run(read_recipients, {id}, [&](const sql::Row& r) { e.recipients.push_back(recipient_from(r)); }));
    if (e.recipients.size() != e.envelope.recipients.size()) return Errc::corrupt;
    return e;
}

Result<void> settle(sql::Connection& c, const Settled& s, Time now) {
    return c.send(settle_recipient, {s.id, std::uint64_t{s.number}, s.state, millis(s.next_attempt), s.delay_told,
                                     to_millis(now), s.reason ? static_cast<std::int64_t>(*s.reason) : 0});
}

Result<void> finish(sql::Connection& c, std::int64_t id, Time now) {
    return c.send(finish_entry, {id, to_millis(now)});
}

Result<void> cancel(sql::Connection& c, std::int64_t id, Time now) {
    bool begun = false;
    BAILEY_TRY(auto seen, c.run(c.postgres() ? lock_recipients_locked : lock_recipients, {id}, [&](const sql::Row& r) {
        auto state = static_cast<RecipientState>(r.integer(0));
        begun |= state != RecipientState::waiting || r.integer(1) != 0 || !r.null(2);
    }));
    if (seen == 0) return Errc::not_found;
    if (begun) return Errc::conflict;
    BAILEY_CHECK(c.run(cancel_recipients, {id, RecipientState::canceled, to_millis(now)}));
    return finish(c, id, now);
}

Result<std::vector<std::int64_t>> claim(sql::Connection& c, std::size_t limit, std::string_view node, Time now,
                                        Time until) {
    std::vector<std::pair<std::int64_t, std::int64_t>> due;
    BAILEY_CHECK(c.run(c.postgres() ? due_entries_skip_locked : due_entries, {to_millis(now), std::uint64_t{limit}},
                       [&](const sql::Row& r) { due.emplace_back(r.integer(0), r.integer(1)); }));
    std::vector<std::int64_t> found;
    for (auto& [id, number] : due) {
        BAILEY_CHECK(c.send(lease_recipient, {id, number, to_millis(until), node}));
        if (std::ranges::find(found, id) == found.end()) found.push_back(id);
    }
    return found;
}

Result<void> release(sql::Connection& c, std::string_view node, Time now) {
    BAILEY_CHECK(c.run(free_leases, {node, to_millis(now)}));
    return {};
}

Result<Counts> counts(sql::Connection& c) {
    Counts n;
    BAILEY_CHECK(c.run(count_waiting, {}, [&](const sql::Row& r) { n.waiting_recipients = r.integer(0); }));
    return n;
}

Result<std::vector<std::int64_t>> waiting(sql::Connection& c, std::int64_t after, std::size_t limit) {
    return ids(c, list_waiting, {after, std::uint64_t{limit}});
}

Result<void> retry(sql::Connection& c, std::int64_t id, Time now) {
    BAILEY_TRY(auto n, c.run(make_due, {id, to_millis(now)}));
    if (n == 0) return Errc::not_found;
    return {};
}

Result<void> remove(sql::Connection& c, std::int64_t id) {
    BAILEY_CHECK(boxes::forget_all(c, first_values, id));
    BAILEY_CHECK(c.send(delete_recipients, {id}));
    BAILEY_CHECK(delete_all_chunks(c, id));
    return c.send(delete_entry, {id});
}

Result<std::int64_t> collect(sql::Connection& c, Time before, std::int64_t orphan_before, std::size_t limit) {
    BAILEY_TRY(auto old, ids(c, old_entries, {to_millis(before), std::uint64_t{limit}}));
    for (auto id : old) BAILEY_CHECK(remove(c, id));
    BAILEY_TRY(auto lost, ids(c, orphan_chunks, {orphan_before, std::uint64_t{limit}}));
    for (auto id : lost) BAILEY_CHECK(delete_all_chunks(c, id));
    return static_cast<std::int64_t>(old.size() + lost.size());
}

}  // namespace bailey::store::entries
