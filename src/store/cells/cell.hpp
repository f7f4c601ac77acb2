// A cell: one independent store that holds whole mailboxes, in one database. The unit of failure, scale and restore.
// Writes go through one group-committing writer; reads through a pool.
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/keyring.hpp"
#include "domain/people/people.hpp"
#include "store/readers.hpp"
#include "store/tables/messages.hpp"
#include "store/writer.hpp"

namespace bailey::store {

// One message for some accounts of a cell.
struct CellDelivery {
    messages::NewMessage message;
    Key key = Key::random();
    // Its chunks; an empty one is in the cell already (put_chunks). The first is always here.
    std::shared_ptr<const std::vector<Bytes>> boxes;
    struct To {
        AccountId account;
        std::uint64_t capacity;  // as the community database has it now
    };
    std::vector<To> to;
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
    };
    Result<Open> open_message(AccountId account, std::int64_t id);
    // Appends the plain bytes of one chunk. Errors: corrupt (logged with the message's id), not_found.
    Result<void> read_chunk(const Open& message, std::uint32_t number, std::string& out);
    Result<void> remove(AccountId account, const std::vector<std::int64_t>& ids);  // all or none
    // Did its mailbox refuse a message lately, for want of room? Costs no look into the database.
    bool known_full(AccountId account);
    Result<std::uint64_t> room(AccountId account);  // octets left; max for an account not here yet
    Result<void> set_capacity(AccountId account, std::uint64_t octets);
    // Removes what nothing refers to; see blobs::collect.
    Result<std::int64_t> collect(std::int64_t before);

    Readers& readers() { return readers_; }
    Writer& writer() { return writer_; }

private:
    Cell(int number, std::string url, std::size_t readers, std::unique_ptr<sql::Connection> c, const KeyRing& ring,
         const Clock& clock);
    Result<void> deliver_now(sql::Connection& c, const CellDelivery& d, CellOutcome& outcome);
    Result<void> deliver_to(sql::Connection& c, const CellDelivery& d, const CellDelivery::To& to, bool& added);
    void note_full(sql::Connection& c, const CellDelivery::To& to);
    Result<Key> key_for(sql::Connection& c, const CellDelivery::To& to);

    int number_;
    const KeyRing& ring_;
    const Clock& clock_;
    class KeyCache;
    class FullMailboxes;
    std::shared_ptr<KeyCache> keys_;
    std::shared_ptr<FullMailboxes> full_;
    Readers readers_;
    Writer writer_;  // last: its thread uses the rest
};

// All cells of an installation, by number from 0.
class Cells {
public:
    static Result<std::unique_ptr<Cells>> open(const std::vector<std::string>& urls, std::size_t readers,
                                               const KeyRing& ring, const Clock& clock);
    std::size_t size() const { return cells_.size(); }
    // Errors: try_later (no such cell here: a mistake in the configuration, not a reason to lose mail).
    Result<Cell*> at(int number);
    const std::vector<std::unique_ptr<Cell>>& all() const { return cells_; }

private:
    std::vector<std::unique_ptr<Cell>> cells_;
};

}  // namespace bailey::store
