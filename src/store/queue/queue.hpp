// The queue: every message accepted, until its last recipient is settled, and then for the time of the safety net.
// Its own database; one group-committing writer a node.
#pragma once
#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "base/keyring.hpp"
#include "store/readers.hpp"
#include "store/tables/entries.hpp"
#include "store/writer.hpp"

namespace bailey::store {

class Queue {
public:
    // `node` names this process among those that share the queue: its leases bear it.
    static Result<std::unique_ptr<Queue>> open(const std::string& url, std::size_t readers, const KeyRing& ring,
                                               const Clock& clock, std::string node);

    // State S1: `done` hears of success when the entry is on stable storage. Its recipients are leased to this node.
    // Of one that failed nothing stays: where the commit was done although its answer was lost, the entry is taken out
    // again before anything is claimed.
    void add(std::shared_ptr<const NewEntry> entry, Writer::Done done);
    // Chunks of a message that is still arriving. Blocks.
    Result<void> put_chunks(std::int64_t id, std::uint32_t first_number, std::vector<Bytes> boxes);
    Result<void> read_chunk(std::int64_t id, std::uint32_t number, Bytes& box);

    // State S2: what became of recipients, with the reports that tell of it, in one step.
    struct Outcome {
        std::vector<entries::Settled> settled;
        std::vector<std::shared_ptr<const NewEntry>> reports;
    };
    void settle(std::shared_ptr<const Outcome> outcome, Writer::Done done, Writer::When when);

    Result<Entry> load(std::int64_t id);
    Result<void> cancel(std::int64_t id);                        // see entries::cancel
    Result<std::vector<std::int64_t>> claim(std::size_t limit);  // see entries::claim
    Result<void> release_own_leases();
    Result<std::int64_t> waiting_recipients();
    Result<std::vector<std::int64_t>> waiting(std::int64_t after, std::size_t limit);
    Result<void> retry(std::int64_t id);
    Result<std::int64_t> collect(std::chrono::seconds safety_net, std::int64_t orphan_before);

    const Key& key() const { return key_; }
    Readers& readers() { return readers_; }
    Writer& writer() { return writer_; }
    const Writer& writer() const { return writer_; }

private:
    Queue(const std::string& url, std::size_t readers, std::unique_ptr<sql::Connection> c, const KeyRing& ring,
          const Clock& clock, std::string node);
    Time lease_end() const;
    void submit(Writer::Job job, Writer::Done done);

    Key key_;
    const Clock& clock_;
    std::string node_;
    Readers readers_;
    std::vector<std::int64_t> in_doubt_;  // refused, and perhaps there; of the writer's thread alone
    Writer writer_;                       // last: its thread uses the rest
};

}  // namespace bailey::store
