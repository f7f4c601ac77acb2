#include "services/search/segments.hpp"

#include <algorithm>
#include <bit>

#include "base/clock.hpp"
#include "store/ids.hpp"
#include "store/tables/search.hpp"

namespace bailey::search {
namespace {

constexpr std::size_t octets_a_commit = 1024 * 1024;  // so that nobody's delivery waits long behind a segment

// Segments that no commit finished in this time are of a process that died.
constexpr auto unfinished_life = std::chrono::hours(1);

int size_class(std::size_t messages) { return static_cast<int>(std::bit_width(messages)) / 3; }

}  // namespace

std::shared_ptr<const Head> HeadCache::find(const Name& name) {
    std::lock_guard lock(mutex_);
    auto at = heads_.find(name);
    if (at == heads_.end()) return nullptr;
    order_.splice(order_.begin(), order_, at->second.used);
    return at->second.head;
}

void HeadCache::put(const Name& name, std::shared_ptr<const Head> head) {
    std::lock_guard lock(mutex_);
    if (heads_.contains(name)) return;
    octets_ += head->octets();
    order_.push_front(name);
    heads_.emplace(name, Entry{std::move(head), order_.begin()});
    while (octets_ > most_ && order_.size() > 1) {
        auto last = heads_.find(order_.back());
        octets_ -= last->second.head->octets();
        heads_.erase(last);
        order_.pop_back();
    }
}

Result<void> Segments::open() {
    all_.clear();
    if (!connection_) {
        BAILEY_TRY(auto loan, account_.cell->readers().borrow());
        connection_.emplace(std::move(loan));
    }
    auto& c = **connection_;
    BAILEY_TRY(auto keys, account_.cell->keys(c, account_.id));
    key_ = keys.own;
    BAILEY_TRY(auto state, store::search::state(c, account_.id));
    through_ = state.through;
    for (auto& s : state.segments) {
        auto head = heads_.find({account_.id, s.id});
        if (!head) {
            BAILEY_TRY(auto bytes, store::search::head(c, account_.id, *key_, s.id));
            BAILEY_TRY(auto decoded, decode_head(bytes));
            head = std::make_shared<const Head>(std::move(decoded));
            heads_.put({account_.id, s.id}, head);
        }
        all_.push_back({s.id, std::move(head), [this, id = s.id](std::size_t n) -> Result<Bytes> {
                            return store::search::block(**connection_, account_.id, *key_, id, n);
                        }});
    }
    return {};
}

std::vector<const OpenSegment*> Segments::alike(std::size_t fan, std::size_t most_messages) const {
    std::map<int, std::vector<const OpenSegment*>> sizes;
    for (auto& s : all_)
        if (s.head->messages.size() * fan <= most_messages) sizes[size_class(s.head->messages.size())].push_back(&s);
    for (auto& [size, segments] : sizes)
        if (segments.size() >= fan) return segments;
    return {};
}

Result<void> Segments::forget_all() {
    return account_.cell->writer().run([&](sql::Connection& c) -> Result<void> {
        BAILEY_TRY(auto now, store::search::state(c, account_.id));
        for (auto& s : now.segments) BAILEY_CHECK(store::search::remove(c, account_.id, s.id));
        return store::search::set_through(c, account_.id, 0);
    });
}

Result<void> Segments::write(Segment made, const std::vector<std::int64_t>& replaced,
                             std::optional<std::int64_t> through) {
    auto& rooms = account_.home->rooms();
    const auto account = account_.id;
    const Key key = *key_;
    const store::search::Segment segment{rooms.ids.next(), made.head.messages.size(), made.blocks.size()};
    const auto head = encode(made.head);
    const auto base = through_;
    close();
    auto& writer = account_.cell->writer();
    std::size_t from = 0;
    auto put = [&](sql::Connection& c, std::size_t begin, std::size_t end) -> Result<void> {
        for (auto n = begin; n < end; ++n)
            BAILEY_CHECK(store::search::put_block(c, account, key, segment.id, n, made.blocks[n]));
        return {};
    };
    std::size_t octets = 0;
    for (std::size_t n = 0; n < made.blocks.size(); ++n) {
        octets += made.blocks[n].size();
        if (octets < octets_a_commit) continue;
        BAILEY_CHECK(writer.run([&](sql::Connection& c) { return put(c, from, n + 1); }));
        from = n + 1;
        octets = 0;
    }
    return writer.run([&](sql::Connection& c) -> Result<void> {
        BAILEY_TRY(auto now, store::search::state(c, account));
        if (through && now.through != base) return Errc::conflict;
        for (auto id : replaced)
            if (std::ranges::find(now.segments, id, &store::search::Segment::id) == now.segments.end())
                return Errc::conflict;
        BAILEY_CHECK(put(c, from, made.blocks.size()));
        if (segment.messages > 0) BAILEY_CHECK(store::search::add(c, account, key, segment, head));
        for (auto id : replaced) BAILEY_CHECK(store::search::remove(c, account, id));
        if (through) BAILEY_CHECK(store::search::set_through(c, account, *through));
        if (!replaced.empty())
            BAILEY_CHECK(
                store::search::remove_unfinished(c, account, store::first_id_at(rooms.clock.now() - unfinished_life)));
        return {};
    });
}

}  // namespace bailey::search
