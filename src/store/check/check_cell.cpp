#include <unordered_set>

#include "store/blobs/sealer.hpp"
#include "store/check/check.hpp"
#include "store/ids.hpp"
#include "store/tables/accounts_in_cell.hpp"
#include "store/tables/blobs.hpp"
#include "store/tables/search.hpp"

namespace bailey::store {
namespace {

constexpr std::int64_t at_once = 1000;

constexpr sql::Query next_accounts{"check_accounts",
                                   "select account_id from account where account_id > $1 order by account_id limit $2"};
constexpr sql::Query next_messages{
    "check_messages",
    "select message_id, blob_id, octets, wrapped_key from message where account_id = $1 and message_id > $2 "
    "and blob_id is not null order by message_id limit $3"};
constexpr sql::Query next_deleted{
    "check_deleted",
    "select message_id, blob_id, octets, wrapped_key from deleted_message where account_id = $1 and message_id > $2 "
    "order by message_id limit $3"};
// One that can be brought back is gone from the mailboxes.
constexpr sql::Query half_deleted{
    "check_half_deleted",
    "select count(*) from deleted_message d where d.account_id = $1 and exists (select 1 from message m "
    "where m.account_id = d.account_id and m.message_id = d.message_id and m.blob_id is not null)"};
constexpr sql::Query blob_row{"check_blob", "select octets, chunks from blob where blob_id = $1"};
constexpr sql::Query account_size{
    "check_account_size",
    "select a.used_octets, (select cast(coalesce(sum(m.octets), 0) as bigint) from message m "
    "where m.account_id = a.account_id and m.blob_id is not null) from account a where a.account_id = $1"};
constexpr sql::Query mailbox_counts{
    "check_mailbox_counts",
    "select b.mailbox_id, b.messages, b.unread, (select count(*) from mailbox_message p where p.account_id = "
    "b.account_id "
    "and p.mailbox_id = b.mailbox_id), (select count(*) from mailbox_message p where p.account_id = b.account_id and "
    "p.mailbox_id = b.mailbox_id and exists (select 1 from message m where m.account_id = p.account_id and "
    "m.message_id = "
    "p.message_id and m.flags % 2 = 0 and (m.flags / 8) % 2 = 0)) from mailbox b where b.account_id = $1"};
constexpr sql::Query homeless{
    "check_homeless",
    "select count(*) from message m where m.account_id = $1 and m.blob_id is not null and not exists "
    "(select 1 from mailbox_message p where p.account_id = m.account_id and p.message_id = m.message_id)"};
constexpr sql::Query dangling{
    "check_dangling",
    "select count(*) from mailbox_message p where p.account_id = $1 and not exists (select 1 from message m "
    "where m.account_id = p.account_id and m.message_id = p.message_id and m.blob_id is not null)"};
constexpr sql::Query wrong_references{
    "check_references",
    "select b.blob_id, b.refs, coalesce(h.held, 0) from blob b left join (select "
    "blob_id, count(*) as held from (select "
    "blob_id from message where blob_id is not null union all select blob_id "
    "from upload union all select blob_id from deleted_message) n group by blob_id) h on h.blob_id = b.blob_id where "
    "b.refs <> coalesce(h.held, 0) limit $1"};

struct Message {
    std::int64_t id, blob;
    std::uint64_t octets;
    Bytes wrapped_key;
};

class CellCheck {
public:
    CellCheck(Cell& cell, sql::Connection& c, const KeyRing& ring, const Problem& problem)
        : c_(c), ring_(ring), problem_(problem), place_("cell " + std::to_string(cell.number())) {}

    Result<Checked> run() {
        std::int64_t after = -1;
        for (;;) {
            std::vector<std::int64_t> accounts;
            BAILEY_CHECK(
                c_.run(next_accounts, {after, at_once}, [&](const sql::Row& r) { accounts.push_back(r.integer(0)); }));
            if (accounts.empty()) break;
            for (auto a : accounts) BAILEY_CHECK(account(AccountId{a}));
            after = accounts.back();
        }
        BAILEY_CHECK(c_.run(wrong_references, {at_once}, [&](const sql::Row& r) {
            say("blob " + id_text(r.integer(0)) + " counts " + std::to_string(r.integer(1)) + " references, has " +
                std::to_string(r.integer(2)));
        }));
        return done_;
    }

private:
    void say(const std::string& what) {
        ++done_.problems;
        problem_(place_ + ", " + what);
    }

    Result<void> account(AccountId id) {
        ++done_.accounts;
        auto where = "account " + std::to_string(static_cast<std::int64_t>(id));
        auto key = cell_accounts::key(c_, ring_, id);
        if (!key && key.error() != Errc::corrupt) return key.error();
        if (!key) {
            say(where + ": its key does not open with this key ring");
            return {};
        }
        BAILEY_CHECK(counts(id, where));
        BAILEY_CHECK(search_index(id, where, *key));
        BAILEY_CHECK(messages(id, where, *key, next_messages));
        return messages(id, where + ", deleted", *key, next_deleted);
    }

    Result<void> messages(AccountId id, const std::string& where, const Key& key, const sql::Query& query) {
        std::int64_t after = -1;
        for (;;) {
            std::vector<Message> some;
            BAILEY_CHECK(c_.run(query, {id, after, at_once}, [&](const sql::Row& r) {
                auto w = r.bytes(3);
                some.push_back(
                    {r.integer(0), r.integer(1), static_cast<std::uint64_t>(r.integer(2)), {w.begin(), w.end()}});
            }));
            if (some.empty()) return {};
            for (auto& m : some) BAILEY_CHECK(message(id, where, key, m));
            after = some.back().id;
        }
    }

    Result<void> counts(AccountId id, const std::string& where) {
        BAILEY_CHECK(c_.run(account_size, {id}, [&](const sql::Row& r) {
            if (r.integer(0) != r.integer(1))
                say(where + ": counts " + std::to_string(r.integer(0)) + " octets, holds " +
                    std::to_string(r.integer(1)));
        }));
        BAILEY_CHECK(c_.run(mailbox_counts, {id}, [&](const sql::Row& r) {
            if (r.integer(1) != r.integer(3) || r.integer(2) != r.integer(4))
                say(where + ", mailbox " + std::to_string(r.integer(0)) + ": counts " + std::to_string(r.integer(1)) +
                    " messages, " + std::to_string(r.integer(2)) + " unread; holds " + std::to_string(r.integer(3)) +
                    ", " + std::to_string(r.integer(4)));
        }));
        auto none = [&](const char* what) {
            return [this, &where, what](const sql::Row& r) {
                if (r.integer(0)) say(where + ": " + std::to_string(r.integer(0)) + ' ' + what);
            };
        };
        BAILEY_CHECK(c_.run(homeless, {id}, none("messages are in no mailbox")));
        BAILEY_CHECK(c_.run(half_deleted, {id}, none("destroyed messages are still there")));
        BAILEY_CHECK(c_.run(dangling, {id}, none("places in mailboxes lead to no message")));
        return {};
    }

    Result<void> search_index(AccountId id, const std::string& where, const Key& key) {
        BAILEY_TRY(auto index, search::state(c_, id));
        auto opens = [&](const Result<Bytes>& box, std::int64_t segment, const std::string& what) -> Result<void> {
            if (!box && box.error() != Errc::corrupt && box.error() != Errc::not_found) return box.error();
            if (!box) say(where + ", search segment " + id_text(segment) + ": " + what + " does not open");
            return {};
        };
        for (auto& s : index.segments) {
            BAILEY_CHECK(opens(search::head(c_, id, key, s.id), s.id, "its head"));
            for (std::uint64_t n = 0; n < s.blocks; ++n)
                BAILEY_CHECK(opens(search::block(c_, id, key, s.id, n), s.id, "block " + std::to_string(n)));
        }
        return {};
    }

    Result<void> message(AccountId account, const std::string& where, const Key& account_key, const Message& m) {
        ++done_.messages;
        auto what = where + ", message " + id_text(m.id);
        auto key = store::messages::unwrap(account_key, account, m.id, m.wrapped_key);
        if (!key) {
            say(what + ": its key does not open");
            return {};
        }
        if (!seen_.insert(m.blob).second) return {};
        std::uint32_t chunks = 0;
        std::uint64_t octets = 0;
        BAILEY_TRY(auto rows, c_.run(blob_row, {m.blob}, [&](const sql::Row& r) {
            octets = static_cast<std::uint64_t>(r.integer(0));
            chunks = static_cast<std::uint32_t>(r.integer(1));
        }));
        if (rows == 0) {
            say(what + ": its bytes are missing");
            return {};
        }
        ++done_.blobs;
        if (octets != m.octets || chunks != chunks_of(octets)) {
            say(what + ": its size is wrong");
            return {};
        }
        return bytes(what, m, *key, chunks);
    }

    Result<void> bytes(const std::string& what, const Message& m, const Key& key, std::uint32_t chunks) {
        std::uint64_t octets = 0;
        for (std::uint32_t n = 0; n < chunks; ++n) {
            auto box = blobs::chunk(c_, m.blob, n);
            if (!box && box.error() != Errc::not_found) return box.error();
            std::string plain;
            if (!box || !unseal_chunk(key, n, n + 1 == chunks, *box, plain)) {
                say(what + ": chunk " + std::to_string(n) + (box ? " does not unseal" : " is missing"));
                return {};
            }
            octets += plain.size();
        }
        done_.octets += octets;
        if (octets != m.octets)
            say(what + ": has " + std::to_string(octets) + " octets, should have " + std::to_string(m.octets));
        return {};
    }

    sql::Connection& c_;
    const KeyRing& ring_;
    const Problem& problem_;
    std::string place_;
    Checked done_;
    std::unordered_set<std::int64_t> seen_;
};

}  // namespace

Result<Checked> check_cell(Cell& cell, const KeyRing& ring, const Problem& problem) {
    BAILEY_TRY(auto c, cell.readers().borrow());
    // One view of the database for the whole check, so that what arrives meanwhile does not look wrong.
    BAILEY_CHECK((*c).script((*c).postgres() ? "begin isolation level repeatable read read only" : "begin"));
    auto done = CellCheck(cell, *c, ring, problem).run();
    (*c).rollback();
    return done;
}

}  // namespace bailey::store
