// Delivery: takes queued messages (S1) to their recipients (S2), puts off what fails for now, and tells senders of
// what failed for good. A message that has just been accepted is delivered from memory; one left over from before a
// crash or from an earlier failure is claimed from the queue. Both ways end in the same place, exactly once: a cell
// knows the ids of the messages it has.
#pragma once
#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string_view>
#include <thread>
#include <vector>

#include "domain/address/canonical.hpp"
#include "domain/limits/limits.hpp"
#include "services/delivery/attempt.hpp"
#include "services/delivery/progress.hpp"
#include "services/delivery/reports.hpp"
#include "store/cells/cell.hpp"
#include "store/community/directory.hpp"
#include "store/ids.hpp"
#include "store/queue/queue.hpp"

namespace bailey::filter {
class Filters;
struct Decision;
}  // namespace bailey::filter

namespace bailey::delivery {

class Deliverer {
public:
    struct Rooms {
        store::Queue& queue;
        store::Cells& cells;
        store::Directory& directory;
        store::Ids& ids;
        const Canonicaliser& names;
        const Clock& clock;
        filter::Filters* filters = nullptr;  // null: every message goes to the Inbox
    };
    struct Settings {
        QueueLimits queue{};
        Reporter reporter{};
        std::chrono::milliseconds poll{1000};
        std::chrono::milliseconds again{5000};  // what the queue could not take or give is tried again
        std::size_t in_hand = 64u << 20;        // octets: above it, accepting waits for delivering
    };

    Deliverer(Rooms rooms, Settings settings);
    ~Deliverer();  // stop()

    // Frees what an earlier process of this node had leased, and begins to deliver.
    Result<void> start();
    void stop();  // begins nothing more and waits for what is under way

    // A message that has just reached S1. Does not block. `taken` is called at once or, when much is in hand already,
    // after the message is delivered: so accepting cannot outrun delivering.
    void take(std::shared_ptr<const store::NewEntry> entry, std::function<void()> taken);
    void wake();  // something in the queue may be due

    // A message that has just reached S1 and waits for its time (Envelope::hold_until).
    void hold(const store::NewEntry& entry);
    // Takes a held message back from all its recipients; nothing of it is delivered. Blocks. Errors: conflict (delivery
    // has begun, or it was taken back before), not_found, try_later.
    Result<void> cancel(std::int64_t id);
    // Blocks. Errors: not_found (it was never accepted, or the time of the safety net is over), try_later.
    Result<Progress> progress(std::int64_t id);

    // What the queue has just put on record. Told on its writer's thread: be quick, do not block. Set before start().
    struct News {
        std::int64_t message = 0;
        std::optional<AccountId> watcher;    // of a message that came by `followed_protocol`
        std::vector<AccountId> reported_to;  // who has it now, of a message from <>: a report or receipt
    };
    static constexpr std::string_view followed_protocol = "JMAP";
    void listen(std::function<void(const News&)> heard) { heard_ = std::move(heard); }

    std::int64_t pending() const { return pending_.load(); }  // recipients accepted and not settled

private:
    using Shared = std::shared_ptr<Attempt>;
    using Settled = store::entries::Settled;

    void agent();
    Result<void> claim_due();
    void begin_claimed(std::int64_t id);
    void begin(const Shared& attempt);
    void to_cell(const Shared& attempt, int cell, std::vector<std::size_t> which);
    void from_cell(const Shared& attempt, const std::vector<std::size_t>& which,
                   const Result<store::CellOutcome>& outcome);
    void copy_large(const Shared& attempt, int cell, const std::vector<std::size_t>& which);
    void filter(const Shared& attempt, int cell, std::size_t which);
    void file(const Shared& attempt, int cell, std::size_t which);
    void consequences(const Attempt& attempt, const Settled& settled, store::Queue::Outcome& outcome);
    Settled judge(const Attempt& attempt, std::size_t which, Result<void> outcome) const;
    void settle(const Shared& attempt, std::vector<Settled> settled);
    static News news(const Attempt& attempt, const std::vector<Settled>& settled);
    void commit(News news, std::shared_ptr<store::Queue::Outcome> outcome, Shared held);
    void settle_with_reports(const Shared& attempt, std::vector<Settled> settled);
    std::shared_ptr<store::NewEntry> report(const Attempt& attempt, ReportKind kind,
                                            const std::vector<Reported>& about);
    Result<std::string> original(const Attempt& attempt, bool full);
    Result<std::string> text(const Attempt& attempt, std::uint32_t chunks);  // of its first chunks
    void later(std::function<void()> work);                                  // on the agent's thread
    void again(std::function<void()> work);  // likewise, some time after the queue failed
    void try_again();

    Rooms rooms_;
    Settings settings_;
    std::function<void(const News&)> heard_;
    std::atomic<std::int64_t> pending_ = 0;
    // Octets. The last to let go of an attempt may be a writer that outlives us.
    std::shared_ptr<std::atomic<std::size_t>> in_hand_ = std::make_shared<std::atomic<std::size_t>>(0);
    std::atomic<std::size_t> under_way_ = 0;
    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<std::function<void()>> later_;
    std::vector<std::function<void()>> again_;
    std::chrono::steady_clock::time_point again_at_{};
    bool stopping_ = false, due_ = true;
    std::thread agent_;
};

}  // namespace bailey::delivery
