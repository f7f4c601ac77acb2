// The order of a query's result.
#pragma once
#include <span>
#include <vector>

#include "services/mailbox/query.hpp"
#include "services/mailbox/snapshot.hpp"

namespace bailey::mailbox {

class Ordering {
public:
    // Errors: those of reading summaries, for what is only there.
    static Result<Ordering> of(const Account& account, const Snapshot& snapshot, std::span<const Comparator> sort);

    // Newest first: emails() from its end.
    bool newest_first() const { return keys_.empty(); }
    bool before(Place a, Place b) const {
        for (auto& keys : keys_)
            if (keys[a] != keys[b]) return keys[a] < keys[b];
        return a > b;  // the newer, then the higher id
    }
    void sort(std::vector<Place>& places) const;

private:
    std::vector<std::vector<std::uint64_t>> keys_;  // one for each comparator, by place; lower comes first
};

bool is_mutable(std::span<const Comparator> sort);
bool looks_at_threads(std::span<const Comparator> sort);

}  // namespace bailey::mailbox
