// A cell: one independent store that holds whole mailboxes, in one database. The unit of failure, scale and restore.
// Writes go through one group-committing writer; reads through a pool.
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/keyring.hpp"
#include "domain/mail/summary.hpp"
#include "domain/people/people.hpp"
#include "store/readers.hpp"
#include "store/sql/listener.hpp"
#include "store/tables/messages.hpp"
#include "store/writer.hpp"

namespace bailey::store {

// One message for some accounts of a cell.
struct CellDelivery {
    messages::NewMessage message;
    Key key = Key::random();
    // Its chunks; an empty one is in the cell already (put_chunks). The first is always here.
    std::shared_ptr<const std::vector<Bytes>> boxes;
    // What lists show of it and what joins it to a thread; null: whoever opens the account's mail finds out.
    std::shared_ptr<const Abstract> about;
    struct To {
        AccountId account;
        std::uint64_t capacity;  // as the community database has it now
        // Where it goes and how it is marked; the Inbox where there are none, or none of them is there any more.
        std::vector<std::int64_t> mailboxes = {};
        Keywords keywords = {};
    };
    std::vector<To> to;
};

// An account's keys: its own, which everything of it is sealed under, and one that only digests references (threads).
struct AccountKeys {
    Key own, threads;
    explicit AccountKeys(const Key& key) : own(key), threads(key.derive("threads")) {}
};

// What became of it, for each of CellDelivery::to: success, also where it was there already; or over_quota.
using CellOutcome = std::vector<Result<void>>;

class Cell {
public:
    // Opens and migrates. Errors: those of the engine.
    static Result<std::unique_ptr<Cell>> open(int number, const std::string& url, std::size_t readers,
                                              const KeyRing& ring, const Clock& clock);

    int number() const { return number_; }
    // Delivers durably, exactly once by message id; `done` as Writer::Done. Does not block.
    void deliver(std::shared_ptr<const CellDelivery> delivery, std::function<void(Result<CellOutcome>)> done,
                 Writer::When when);
    // Stores chunks of a large message ahead of its delivery. Blocks.
    Result<void> put_chunks(std::int64_t id, std::uint32_t first_number, const std::vector<Bytes>& boxes);

    Result<std::vector<messages::Listed>> inbox(AccountId account);  // empty for an account nothing was delivered to
    // A message opened for reading: its key and how many chunks it has.
    struct Open {
        std::int64_t blob;
        Key key;
        std::uint32_t chunks;
        std::uint64_t octets;
    };
    Result<Open> open_message(AccountId account, std::int64_t id);
    // Appends the plain bytes of one chunk. Errors: corrupt (logged with the message's id), not_found.
    Result<void> read_chunk(const Open& message, std::uint32_t number, std::string& out);
    // Takes messages out of the Inbox: all or none. One that is in no other mailbox goes. Ids that are gone are passed
    // over.
    Result<void> remove(AccountId account, const std::vector<std::int64_t>& ids);
    // `changed` is called after every commit of deliver() and remove(), on the writer's thread, and, from hear_others()
    // on, after every commit of another process that changed an account, on a thread of its own; `missed` where some of
    // those may not have been heard: anything may have changed. Types as in domain/mail/data_types.hpp. Set it first.
    struct Ears {
        std::function<void(AccountId account, std::uint64_t types)> changed;
        std::function<void()> missed;
    };
    void listen(Ears ears) { ears_ = std::move(ears); }
    // Does nothing where no other process can be (SQLite). Errors: those of the engine.
    Result<void> hear_others();
    void hear_no_more();
    // In a transaction that changes an account by other ways than those two: other processes are told with its commit.
    Result<void> announce(sql::Connection& c, AccountId account, std::uint64_t types);
    // How long what is destroyed can be brought back; 0 (unless set): not at all. Set it before anything is.
    void recoverable_for(std::chrono::hours time) { recoverable_for_ = time; }
    std::chrono::hours recoverable_for() const { return recoverable_for_; }
    messages::KeptAt kept_at() const;  // now, where what is destroyed can be brought back
    // Of an account that is here. Errors: not_found, corrupt.
    Result<AccountKeys> keys(sql::Connection& c, AccountId account);
    // Makes the account's rows where they are not there yet.
    Result<void> make(AccountId account, std::uint64_t capacity);
    // Its room has grown by something else than remove().
    void has_room(AccountId account);
    // Did its mailbox refuse a message lately, for want of room? Costs no look into the database.
    bool known_full(AccountId account);
    Result<std::uint64_t> room(AccountId account);  // octets left; max for an account not here yet
    Result<void> set_capacity(AccountId account, std::uint64_t octets);
    // Removes uploads whose time is over, destroyed messages that can be brought back no more, and what nothing refers
    // to; see blobs::collect.
    Result<std::int64_t> collect(std::int64_t before);

    Readers& readers() { return readers_; }
    Writer& writer() { return writer_; }

private:
    Cell(int number, std::string url, std::size_t readers, std::unique_ptr<sql::Connection> c, const KeyRing& ring,
         const Clock& clock);
    // What a delivery has come to; the keys it looked up may be remembered once it is committed.
    struct Progress {
        CellOutcome outcome;
        std::vector<std::pair<AccountId, AccountKeys>> keys;
    };
    Result<void> deliver_now(sql::Connection& c, const CellDelivery& d, Progress& progress);
    Result<void> deliver_to(sql::Connection& c, const CellDelivery& d, const CellDelivery::To& to, const Bytes& summary,
                            Progress& progress, bool& added);
    void note_full(sql::Connection& c, const CellDelivery::To& to);
    Result<AccountKeys> keys_for(sql::Connection& c, const CellDelivery::To& to, Progress& progress);

    void heard(std::string_view announced);

    int number_;
    std::string url_;
    std::string origin_;  // of this process's announcements
    const KeyRing& ring_;
    const Clock& clock_;
    class KeyCache;
    class FullMailboxes;
    std::shared_ptr<KeyCache> keys_;
    std::shared_ptr<FullMailboxes> full_;
    Ears ears_;
    std::chrono::hours recoverable_for_{0};
    Readers readers_;
    Writer writer_;                            // its thread uses the rest
    std::unique_ptr<sql::Listener> listener_;  // likewise
};

// All cells of an installation, by number from 0.
class Cells {
public:
    static Result<std::unique_ptr<Cells>> open(const std::vector<std::string>& urls, std::size_t readers,
                                               const KeyRing& ring, const Clock& clock);
    std::size_t size() const { return cells_.size(); }
    // Errors: try_later (no such cell here: a mistake in the configuration, not a reason to lose mail).
    Result<Cell*> at(int number);
    Result<void> hear_others();  // Cell::hear_others() of each
    void hear_no_more();
    const std::vector<std::unique_ptr<Cell>>& all() const { return cells_; }
    void recoverable_for(std::chrono::hours time) {
        for (auto& cell : cells_) cell->recoverable_for(time);
    }

private:
    std::vector<std::unique_ptr<Cell>> cells_;
};

}  // namespace bailey::store
