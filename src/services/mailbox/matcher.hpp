// A filter made ready for one snapshot: what can be looked up once is.
#pragma once
#include <optional>
#include <vector>

#include "services/mailbox/query.hpp"
#include "services/mailbox/snapshot.hpp"

namespace bailey::mailbox {

class Matcher {
public:
    Matcher(const Snapshot& snapshot, const Filter& filter);
    ~Matcher();
    bool operator()(Place place) const;

    bool matches_all() const;
    std::optional<std::int64_t> just_mailbox() const;  // where nothing but that one is asked for

private:
    struct Node;
    std::unique_ptr<const Node> top_;
    const Snapshot& snapshot_;
    const Filter& filter_;
};

// Can an email that matches cease to, or the other way round, while nothing but itself changes? By a change of other
// emails of its thread?
bool is_mutable(const Filter& filter);
bool looks_at_threads(const Filter& filter);

}  // namespace bailey::mailbox
