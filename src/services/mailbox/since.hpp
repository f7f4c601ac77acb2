// What a client that knows a state has not heard of yet (RFC 8620 section 5.2).
#pragma once
#include <algorithm>
#include <vector>

#include "domain/mail/state.hpp"

namespace bailey::mailbox {

class Since {
public:
    explicit Since(State state) : state_(state) {}
    // Is what happened to the object `id` at the change `number` news to the client?
    bool before(std::int64_t number, std::int64_t id) const {
        return number > state_.change || (number == state_.change && id > state_.within);
    }
    // Rows that changed after this number may be news.
    std::int64_t floor() const { return state_.within == State::whole ? state_.change : state_.change - 1; }

private:
    State state_;
};

// Collects what happened to objects and hands out the first part of it.
//
// An object made since then is told at the number that made it, any other at that of its latest change. So whoever has
// heard of all numbers up to one knows every object that was made up to there; and all that is told twice is that an
// object has changed.
class Events {
public:
    enum class Kind { created, updated, destroyed };
    struct Event {
        std::int64_t number, id;
        Kind kind;
        auto operator<=>(const Event&) const = default;
    };
    void add(std::int64_t number, std::int64_t id, Kind kind) { all_.push_back({number, id, kind}); }

    // At most `most`, and at least one; all lead to `end`.
    Changes first(std::size_t most, State end) {
        Changes changes;
        most = std::max<std::size_t>(most, 1);
        std::ranges::sort(all_);
        changes.more = all_.size() > most;
        changes.state = end;
        auto told = std::min(all_.size(), most);
        for (std::size_t n = 0; n < told; ++n) {
            auto& list = all_[n].kind == Kind::created   ? changes.created
                         : all_[n].kind == Kind::updated ? changes.updated
                                                         : changes.destroyed;
            list.push_back(all_[n].id);
        }
        if (changes.more) {
            auto &last = all_[told - 1], &next = all_[told];
            changes.state = {last.number, next.number == last.number ? last.id : State::whole};
        }
        return changes;
    }

private:
    std::vector<Event> all_;
};

}  // namespace bailey::mailbox
