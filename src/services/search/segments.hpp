// The segments of one account as its cell keeps them: opened for one search or one change. Private to services/search.
#pragma once
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "services/mailbox/account.hpp"
#include "services/search/segment.hpp"
#include "store/cells/cell.hpp"

namespace bailey::search {

// Heads that were read lately: a segment never changes, so what is known of it holds. Thread-safe.
class HeadCache {
public:
    explicit HeadCache(std::size_t most_octets) : most_(most_octets) {}
    using Name = std::pair<AccountId, std::int64_t>;
    std::shared_ptr<const Head> find(const Name& name);
    void put(const Name& name, std::shared_ptr<const Head> head);

private:
    struct Entry {
        std::shared_ptr<const Head> head;
        std::list<Name>::iterator used;
    };
    std::mutex mutex_;
    std::size_t most_, octets_ = 0;
    std::list<Name> order_;  // used last first
    std::map<Name, Entry> heads_;
};

struct OpenSegment {
    std::int64_t id = 0;
    std::shared_ptr<const Head> head;
    std::function<Result<Bytes>(std::size_t number)> block;  // while its Segments lives
};

class Segments {
public:
    Segments(const mailbox::Account& account, HeadCache& heads) : account_(account), heads_(heads) {}
    Segments(const Segments&) = delete;
    Segments& operator=(const Segments&) = delete;

    Result<void> open();  // not_found: one went meanwhile
    // Gives the reading connection back; block() needs it no more after this. Whoever reads messages must not hold it:
    // they are read by the same few connections.
    void close() { connection_.reset(); }
    std::int64_t through() const { return through_; }
    const std::vector<OpenSegment>& all() const { return all_; }
    // Those of one size, where they are `fan` or more; none where all is tidy.
    std::vector<const OpenSegment*> alike(std::size_t fan, std::size_t most_messages) const;

    // Adds one, instead of `replaced`; with `through`, every message up to that change number is indexed now. Lets go
    // of the reading connection. Errors: conflict (somebody else changed what this stands on).
    Result<void> write(Segment made, const std::vector<std::int64_t>& replaced, std::optional<std::int64_t> through);
    Result<void> forget_all();  // nothing is indexed any more

private:
    const mailbox::Account& account_;
    HeadCache& heads_;
    std::optional<store::Readers::Loan> connection_;
    std::optional<Key> key_;
    std::int64_t through_ = 0;
    std::vector<OpenSegment> all_;
};

}  // namespace bailey::search
