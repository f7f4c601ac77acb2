// One try at delivering a queued message to those of its recipients that still wait.
#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "store/queue/transit.hpp"

namespace bailey::filter {
struct Decision;
}

namespace bailey::delivery {

struct Attempt {
    std::int64_t id = 0;
    Time accepted{};
    Envelope envelope;
    std::uint64_t octets = 0;
    Key key = Key::random();
    std::uint32_t chunks = 1;
    std::vector<store::EntryRecipient> waiting;  // those to try
    std::vector<std::uint64_t> capacity;         // of the mailbox of each of them
    // What the recipient's filter decided, for each of them; null: the Inbox.
    std::vector<std::shared_ptr<const filter::Decision>> decisions;
    // The sealed chunks where they are in memory; null, or with empty ones, where they are in the queue only.
    std::shared_ptr<const std::vector<Bytes>> boxes;
    std::optional<AccountId> watcher;  // whose submission it is, where somebody follows it (News)
    std::function<void()> ended;       // called when the last recipient is settled; may be empty

    // Of the recipient with this number in the envelope; null: there is none.
    const filter::Decision* decision(std::size_t number) const {
        for (std::size_t n = 0; n < decisions.size(); ++n)
            if (waiting[n].number == number) return decisions[n].get();
        return nullptr;
    }
    bool in_memory() const {
        if (!boxes) return false;
        for (auto& box : *boxes)
            if (box.empty()) return false;
        return true;
    }
    ~Attempt() {
        if (ended) ended();
    }
    Attempt() = default;
    Attempt(const Attempt&) = delete;
    Attempt& operator=(const Attempt&) = delete;
};

}  // namespace bailey::delivery
