#include "store/tables/messages.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>
#include <utility>

#include "store/tables/accounts_in_cell.hpp"
#include "store/tables/blobs.hpp"
#include "store/tables/deleted.hpp"
#include "store/tables/mailboxes.hpp"

namespace bailey::store::messages {
namespace {

constexpr sql::Query insert_message{
    "message_add",
    "insert into message (account_id, message_id, blob_id, wrapped_key, octets, received_at, change, created_change, "
    "thread_id, flags, places, keywords, summary) values ($1, $2, $3, $4, $5, $6, $7, $7, "
    "coalesce((select thread_id from thread_ref where account_id = $1 and ref = $8), $9), $10, $11, $12, $13)"};
constexpr sql::Query insert_place{"mailbox_message_add",
                                  "insert into mailbox_message (account_id, mailbox_id, uid, message_id, octets, "
                                  "change) values ($1, $2, $3, $4, $5, $6)"};
constexpr sql::Query delete_place{"mailbox_message_delete",
                                  "delete from mailbox_message where account_id = $1 and mailbox_id = $2 and uid = $3"};
constexpr sql::Query list_mailbox{
    "mailbox_list",
    "select message_id, octets from mailbox_message where account_id = $1 and mailbox_id = $2 order by uid"};
constexpr sql::Query read_message{"message_find",
                                  "select blob_id, octets, wrapped_key from message where account_id = $1 and "
                                  "message_id = $2 and blob_id is not null"};
#define BAILEY_MESSAGE_COLUMNS                                                                                        \
    "m.message_id, m.thread_id, m.received_at, m.created_change, m.change, m.octets, m.flags, m.places, m.keywords, " \
    "m.blob_id "
constexpr sql::Query all_rows{"message_all",
                              "select " BAILEY_MESSAGE_COLUMNS
                              "from message m where m.account_id = $1 and m.blob_id is not null order by m.message_id"};
constexpr sql::Query changed_rows{"message_changed", "select " BAILEY_MESSAGE_COLUMNS
                                                     "from message m where m.account_id = $1 and m.change > $2 and "
                                                     "m.change <> m.created_change order by m.change"};
constexpr sql::Query gone_rows{
    "message_gone",
    "select message_id, thread_id, created_change, change from message "
    "where account_id = $1 and change > $2 and change <> created_change and blob_id is null"};
constexpr sql::Query arrived_rows{"message_arrived",
                                  "select " BAILEY_MESSAGE_COLUMNS
                                  "from mailbox_message p join message m on m.account_id = p.account_id and "
                                  "m.message_id = p.message_id where p.account_id = $1 and p.mailbox_id = $2 and "
                                  "p.uid >= $3 order by p.uid"};
constexpr sql::Query one_row{"message_row",
                             "select " BAILEY_MESSAGE_COLUMNS
                             "from message m where m.account_id = $1 and m.message_id = $2 and m.blob_id is not null"};
// Ids are looked up so many at a time.
constexpr std::size_t at_once = 25;
#define BAILEY_AT_ONCE                                                                                             \
    "($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, " \
    "$25, "                                                                                                        \
    "$26)"
constexpr sql::Query some_rows{"message_rows", "select " BAILEY_MESSAGE_COLUMNS
                                               "from message m where m.account_id = $1 and m.blob_id is not null and "
                                               "m.message_id in " BAILEY_AT_ONCE};
constexpr sql::Query some_summaries{"message_some_summaries",
                                    "select message_id, summary from message where account_id = $1 and blob_id is not "
                                    "null and message_id in " BAILEY_AT_ONCE};
#undef BAILEY_AT_ONCE
#undef BAILEY_MESSAGE_COLUMNS
constexpr sql::Query read_summary{"message_summary",
                                  "select summary from message where account_id = $1 and message_id = $2 and "
                                  "blob_id is not null"};
constexpr sql::Query all_summaries{"message_summaries",
                                   "select message_id, summary from message where account_id = $1 and "
                                   "message_id > $2 and summary is not null order by message_id"};
constexpr sql::Query undescribed{"message_undescribed",
                                 "select message_id from message where account_id = $1 and thread_id is null and "
                                 "blob_id is not null order by message_id limit $2"};
constexpr sql::Query write_description{"message_describe",
                                       "update message set thread_id = $3, flags = $4, summary = $5 "
                                       "where account_id = $1 and message_id = $2 and blob_id is not null"};
constexpr sql::Query write_row{"message_set",
                               "update message set flags = $3, keywords = $4, places = $5, change = $6 "
                               "where account_id = $1 and message_id = $2"};
constexpr sql::Query bury_row{
    "message_bury",
    "update message set blob_id = null, wrapped_key = null, summary = null, keywords = null, places = '', flags = 0, "
    "change = $3 where account_id = $1 and message_id = $2"};

// The associated data of a wrapped message key: account and message, 8 octets each.
std::array<std::uint8_t, 16> place_of(AccountId account, std::int64_t id) {
    std::array<std::uint8_t, 16> out;
    std::memcpy(out.data(), &account, 8);
    std::memcpy(out.data() + 8, &id, 8);
    return out;
}

template <class T>
std::optional<T> optional(const sql::Row& r, int column, T value) {
    return r.null(column) ? std::nullopt : std::optional<T>(value);
}

Row row_of(const sql::Row& r) {
    return {.id = r.integer(0),
            .thread = optional(r, 1, r.integer(1)),
            .received = r.integer(2),
            .created = r.integer(3),
            .change = r.integer(4),
            .octets = static_cast<std::uint64_t>(r.integer(5)),
            .flags = static_cast<std::uint32_t>(r.integer(6)),
            .places = r.text(7),
            .keywords = r.null(8) ? std::nullopt : std::optional(r.bytes(8)),
            .gone = r.null(9),
            .blob = r.null(9) ? 0 : r.integer(9)};
}

// Runs one of the queries above for the first at_once of the ids; where there are fewer, the last stands for the rest.
template <std::size_t... N>
Result<std::int64_t> look_up(sql::Connection& c, const sql::Query& query, AccountId account,
                             std::span<const std::int64_t> ids, const sql::Each& each, std::index_sequence<N...>) {
    return c.run(query, {account, ids[std::min(N, ids.size() - 1)]...}, each);
}

Result<void> look_up(sql::Connection& c, const sql::Query& query, AccountId account, std::span<const std::int64_t> ids,
                     const sql::Each& each) {
    for (; !ids.empty(); ids = ids.subspan(std::min(at_once, ids.size())))
        BAILEY_CHECK(look_up(c, query, account, ids, each, std::make_index_sequence<at_once>()));
    return {};
}

sql::Param param(const std::optional<Bytes>& bytes) { return bytes ? sql::Param(*bytes) : sql::Param(nullptr); }

Result<void> each_row(sql::Connection& c, const sql::Query& query, std::initializer_list<sql::Param> params,
                      const EachRow& each) {
    BAILEY_CHECK(c.run(query, params, [&](const sql::Row& r) { each(row_of(r)); }));
    return {};
}

}  // namespace

std::string text(const std::vector<Place>& places) {
    std::string out;
    for (auto& p : places) {
        if (!out.empty()) out += ' ';
        out += std::to_string(p.mailbox) + ':' + std::to_string(p.uid);
    }
    return out;
}

std::vector<Place> places_from(std::string_view text) {
    std::vector<Place> places;
    const auto* at = text.data();
    const auto* end = at + text.size();
    while (at < end) {
        Place p;
        at = std::from_chars(at, end, p.mailbox).ptr;
        if (at < end) at = std::from_chars(at + 1, end, p.uid).ptr;
        if (at < end) ++at;
        places.push_back(p);
    }
    return places;
}

Result<void> add(sql::Connection& c, AccountId account, const NewRow& row, const std::vector<std::int64_t>& mailboxes) {
    auto& m = row.message;
    bool unread = (row.flags & flag::unread_mask) == 0;
    std::vector<Place> places;
    for (auto mailbox : mailboxes) {
        BAILEY_TRY(auto uid, mailboxes::arrival(c, account, mailbox, unread, row.change));
        places.push_back({mailbox, uid});
    }
    BAILEY_CHECK(c.send(insert_message, {account, m.id, row.blob, row.wrapped_key, m.octets, to_millis(m.received),
                                         row.change, row.thread_ref, row.thread, row.flags, text(places),
                                         param(row.keywords), param(row.summary)}));
    for (auto& p : places) BAILEY_CHECK(place(c, account, p, m.id, m.octets, row.change));
    return {};
}

Result<std::vector<Listed>> inbox(sql::Connection& c, AccountId account) {
    std::vector<Listed> all;
    BAILEY_CHECK(c.run(list_mailbox, {account, cell_accounts::inbox}, [&](const sql::Row& r) {
        all.push_back({r.integer(0), static_cast<std::uint64_t>(r.integer(1))});
    }));
    return all;
}

Result<std::vector<std::int64_t>> in_mailbox(sql::Connection& c, AccountId account, std::int64_t mailbox) {
    std::vector<std::int64_t> all;
    BAILEY_CHECK(c.run(list_mailbox, {account, mailbox}, [&](const sql::Row& r) { all.push_back(r.integer(0)); }));
    return all;
}

Result<Found> find(sql::Connection& c, AccountId account, std::int64_t id) {
    Found f;
    BAILEY_TRY(auto seen, c.run(read_message, {account, id}, [&](const sql::Row& r) {
        f.blob = r.integer(0);
        f.octets = static_cast<std::uint64_t>(r.integer(1));
        f.wrapped_key.assign(r.bytes(2).begin(), r.bytes(2).end());
    }));
    if (seen == 0) return Errc::not_found;
    return f;
}

Result<void> all(sql::Connection& c, AccountId account, const EachRow& each) {
    return each_row(c, all_rows, {account}, each);
}

Result<void> changed(sql::Connection& c, AccountId account, std::int64_t change, const EachRow& each) {
    return each_row(c, changed_rows, {account, change}, each);
}

Result<std::vector<Gone>> gone(sql::Connection& c, AccountId account, std::int64_t change) {
    std::vector<Gone> all;
    BAILEY_CHECK(c.run(gone_rows, {account, change}, [&](const sql::Row& r) {
        all.push_back({r.integer(0), optional(r, 1, r.integer(1)), r.integer(2), r.integer(3)});
    }));
    return all;
}

Result<void> arrived(sql::Connection& c, AccountId account, std::int64_t mailbox, std::int64_t uid,
                     const EachRow& each) {
    return each_row(c, arrived_rows, {account, mailbox, uid}, each);
}

Result<bool> row(sql::Connection& c, AccountId account, std::int64_t id, const EachRow& each) {
    BAILEY_TRY(auto seen, c.run(one_row, {account, id}, [&](const sql::Row& r) { each(row_of(r)); }));
    return seen > 0;
}

Result<void> rows(sql::Connection& c, AccountId account, std::span<const std::int64_t> ids, const EachRow& each) {
    return look_up(c, some_rows, account, ids, [&](const sql::Row& r) { each(row_of(r)); });
}

Result<void> summaries_of(sql::Connection& c, AccountId account, std::span<const std::int64_t> ids,
                          const EachSummary& each) {
    return look_up(c, some_summaries, account, ids,
                   [&](const sql::Row& r) { each(r.integer(0), optional(r, 1, r.bytes(1))); });
}

Result<std::optional<Bytes>> summary(sql::Connection& c, AccountId account, std::int64_t id) {
    std::optional<Bytes> box;
    BAILEY_TRY(auto seen, c.run(read_summary, {account, id}, [&](const sql::Row& r) {
        if (!r.null(0)) box.emplace(r.bytes(0).begin(), r.bytes(0).end());
    }));
    if (seen == 0) return Errc::not_found;
    return box;
}

Result<void> summaries(sql::Connection& c, AccountId account, std::int64_t after,
                       const std::function<void(std::int64_t, ByteView)>& each) {
    BAILEY_CHECK(c.run(all_summaries, {account, after}, [&](const sql::Row& r) { each(r.integer(0), r.bytes(1)); }));
    return {};
}

Result<std::vector<std::int64_t>> unread_by_us(sql::Connection& c, AccountId account, std::size_t limit) {
    std::vector<std::int64_t> ids;
    BAILEY_CHECK(c.run(undescribed, {account, limit}, [&](const sql::Row& r) { ids.push_back(r.integer(0)); }));
    return ids;
}

Result<void> describe(sql::Connection& c, AccountId account, std::int64_t id, std::int64_t thread, std::uint32_t flags,
                      ByteView summary) {
    return c.send(write_description, {account, id, thread, flags, summary});
}

Result<void> set(sql::Connection& c, AccountId account, std::int64_t id, std::uint32_t flags,
                 const std::optional<Bytes>& keywords, const std::vector<Place>& places, std::int64_t change) {
    return c.send(write_row, {account, id, flags, param(keywords), text(places), change});
}

Result<void> place(sql::Connection& c, AccountId account, Place place, std::int64_t id, std::uint64_t octets,
                   std::int64_t change) {
    return c.send(insert_place, {account, place.mailbox, place.uid, id, octets, change});
}

Result<void> unplace(sql::Connection& c, AccountId account, Place place) {
    return c.send(delete_place, {account, place.mailbox, place.uid});
}

Result<void> bury(sql::Connection& c, AccountId account, std::int64_t id, std::int64_t change, KeptAt kept_at) {
    BAILEY_TRY(auto found, find(c, account, id));
    return bury(c, account, id, found.blob, change, kept_at);
}

Result<void> bury(sql::Connection& c, AccountId account, std::int64_t id, std::int64_t blob, std::int64_t change,
                  KeptAt kept_at) {
    BAILEY_CHECK(kept_at ? deleted::keep(c, account, id, *kept_at, change) : blobs::release(c, blob));
    return c.send(bury_row, {account, id, change});
}

Bytes wrap(const Key& account_key, AccountId account, std::int64_t id, const Key& message_key) {
    return seal(account_key, message_key.reveal(), place_of(account, id));
}

Result<Key> unwrap(const Key& account_key, AccountId account, std::int64_t id, ByteView wrapped) {
    BAILEY_TRY(auto bytes, unseal(account_key, wrapped, place_of(account, id)));
    return Key::from(bytes);
}

}  // namespace bailey::store::messages
