#include "store/queue/queue.hpp"

#include <future>
#include <set>

#include "base/log.hpp"
#include "store/schema/schema.hpp"

namespace bailey::store {
namespace {
// Long enough for a delivery in progress; a node that died is succeeded after it.
constexpr std::chrono::seconds lease_time{120};
}  // namespace

Queue::Queue(const std::string& url, std::size_t readers, std::unique_ptr<sql::Connection> c, const KeyRing& ring,
             const Clock& clock, std::string node)
    : key_(ring.purpose("queue")),
      clock_(clock),
      node_(std::move(node)),
      readers_(url, readers),
      writer_(std::move(c), "queue") {}

Result<std::unique_ptr<Queue>> Queue::open(const std::string& url, std::size_t readers, const KeyRing& ring,
                                           const Clock& clock, std::string node) {
    BAILEY_TRY(auto c, sql::open(url));
    BAILEY_CHECK(schema::migrate(*c, schema::queue()));
    return std::unique_ptr<Queue>(new Queue(url, readers, std::move(c), ring, clock, std::move(node)));
}

Time Queue::lease_end() const { return clock_.now() + lease_time; }

void Queue::add(std::shared_ptr<const NewEntry> entry, Writer::Done done) {
    submit([this, entry](sql::Connection& c) { return entries::add(c, key_, *entry, node_, lease_end()); },
           [this, entry, done = std::move(done)](Result<void> r) {
               bool doubt = !r && writer_.in_doubt();
               if (doubt && r.error() == Errc::exists)
                   r = Result<void>();  // the commit whose answer was lost was done
               else if (doubt)
                   in_doubt_.push_back(entry->id);
               done(r);
           });
}

// Takes out first what was refused in doubt: its senders will send it again.
void Queue::submit(Writer::Job job, Writer::Done done) {
    writer_.submit(
        [this, job = std::move(job)](sql::Connection& c) -> Result<void> {
            for (auto id : in_doubt_) BAILEY_CHECK(entries::remove(c, id));
            return job(c);
        },
        [this, done = std::move(done)](Result<void> r) {
            if (r) in_doubt_.clear();
            done(r);
        });
}

Result<void> Queue::put_chunks(std::int64_t id, std::uint32_t first_number, std::vector<Bytes> boxes) {
    return writer_.run([&](sql::Connection& c) -> Result<void> {
        for (std::size_t n = 0; n < boxes.size(); ++n)
            BAILEY_CHECK(entries::add_chunk(c, id, first_number + static_cast<std::uint32_t>(n), boxes[n]));
        return {};
    });
}

Result<void> Queue::read_chunk(std::int64_t id, std::uint32_t number, Bytes& box) {
    BAILEY_TRY(auto c, readers_.borrow());
    BAILEY_TRY(box, entries::chunk(*c, id, number));
    return {};
}

void Queue::settle(std::shared_ptr<const Outcome> outcome, Writer::Done done, Writer::When when) {
    auto job = [this, outcome](sql::Connection& c) -> Result<void> {
        auto now = clock_.now();
        std::set<std::int64_t> touched;
        for (auto& s : outcome->settled) {
            BAILEY_CHECK(entries::settle(c, s, now));
            if (s.state != RecipientState::waiting) touched.insert(s.id);
        }
        for (auto id : touched) BAILEY_CHECK(entries::finish(c, id, now));
        for (auto& report : outcome->reports) BAILEY_CHECK(entries::add(c, key_, *report, node_, lease_end()));
        return {};
    };
    writer_.submit(std::move(job), std::move(done), when);
}

Result<Entry> Queue::load(std::int64_t id) {
    BAILEY_TRY(auto c, readers_.borrow());
    return entries::load(*c, key_, id);
}

Result<void> Queue::cancel(std::int64_t id) {
    return writer_.run([&](sql::Connection& c) { return entries::cancel(c, id, clock_.now()); });
}

Result<std::vector<std::int64_t>> Queue::claim(std::size_t limit) {
    std::vector<std::int64_t> found;
    std::promise<Result<void>> answer;
    submit(
        [&](sql::Connection& c) -> Result<void> {
            BAILEY_TRY(found, entries::claim(c, limit, node_, clock_.now(), lease_end()));
            return {};
        },
        [&](Result<void> r) { answer.set_value(r); });
    BAILEY_CHECK(answer.get_future().get());
    return found;
}

Result<void> Queue::release_own_leases() {
    return writer_.run([&](sql::Connection& c) { return entries::release(c, node_, clock_.now()); });
}

Result<std::int64_t> Queue::waiting_recipients() {
    BAILEY_TRY(auto c, readers_.borrow());
    BAILEY_TRY(auto n, entries::counts(*c));
    return n.waiting_recipients;
}

Result<std::vector<std::int64_t>> Queue::waiting(std::int64_t after, std::size_t limit) {
    BAILEY_TRY(auto c, readers_.borrow());
    return entries::waiting(*c, after, limit);
}

Result<void> Queue::retry(std::int64_t id) {
    return writer_.run([&](sql::Connection& c) { return entries::retry(c, id, clock_.now()); });
}

Result<std::int64_t> Queue::collect(std::chrono::seconds safety_net, std::int64_t orphan_before) {
    std::int64_t gone = 0;
    BAILEY_CHECK(writer_.run([&](sql::Connection& c) -> Result<void> {
        BAILEY_TRY(gone, entries::collect(c, clock_.now() - safety_net, orphan_before, 200));
        return {};
    }));
    return gone;
}

}  // namespace bailey::store
