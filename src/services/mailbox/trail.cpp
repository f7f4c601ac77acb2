#include "services/mailbox/trail.hpp"

#include <algorithm>
#include <optional>
#include <unordered_map>

namespace bailey::mailbox {
namespace {

// The numbers of states have one sign.
std::int64_t number(std::uint64_t hash) { return static_cast<std::int64_t>(hash >> 1); }

std::int64_t number_of(const std::vector<Trail::Thing>& things) {
    std::uint64_t hash = things.size();
    for (const auto& thing : things) {
        hash = Trail::mix(Trail::mix(hash, static_cast<std::uint64_t>(thing.id)), thing.look);
    }
    return number(hash);
}

}  // namespace

std::uint64_t Trail::mix(std::uint64_t before, std::uint64_t value) {
    // SplitMix64's finish: every bit of both goes into every bit.
    auto h = before * 0x9e3779b97f4a7c15ull + value + 0x632be59bd9b4e019ull;
    h = (h ^ (h >> 30)) * 0xbf58476d1ce4e5b9ull;
    h = (h ^ (h >> 27)) * 0x94d049bb133111ebull;
    return h ^ (h >> 31);
}

void Trail::note(Kind kind, const Thing& thing) {
    // A state of its own for each step, so that a long answer can be given in parts.
    const auto before = steps_.empty() ? first_ : steps_.back().state;
    const auto state = number(mix(mix(static_cast<std::uint64_t>(before), static_cast<std::uint64_t>(thing.id)),
                                  mix(thing.look, static_cast<std::uint64_t>(kind) + 1)));
    steps_.push_back({state, thing.id, thing.thread, kind});
}

State Trail::follow(std::vector<Thing> now) {
    const auto state = number_of(now);
    if (!begun_) {
        begun_ = true;
        first_ = state;
        things_ = std::move(now);
        return {state};
    }
    const auto known = steps_.size();
    auto old = things_.begin();
    for (const auto& thing : now) {
        for (; old != things_.end() && old->id < thing.id; ++old) note(Kind::went, *old);
        if (old == things_.end() || old->id != thing.id) {
            note(Kind::came, thing);
            continue;
        }
        if (old->look != thing.look) note(Kind::changed, thing);
        ++old;
    }
    for (; old != things_.end(); ++old) note(Kind::went, *old);
    things_ = std::move(now);
    if (steps_.size() > known) steps_.back().state = state;
    while (steps_.size() > most_steps) {
        first_ = steps_.front().state;
        steps_.pop_front();
    }
    return {state};
}

Result<Trail::Part> Trail::part(State since, State end) const {
    if (!begun_ || since.within != State::whole) return Errc::conflict;
    // From the back: where the same was seen twice, nothing lies between.
    const auto find = [&](std::int64_t state, std::size_t from) -> std::optional<std::size_t> {
        for (auto n = from; n > 0; --n)
            if (steps_[n - 1].state == state) return n;
        return first_ == state ? std::optional<std::size_t>(0) : std::nullopt;
    };
    const auto last = find(end.change, steps_.size());
    if (!last) return Errc::conflict;
    const auto begin = find(since.change, *last);
    if (!begin) return Errc::conflict;
    return Part{*begin, *last};
}

Result<Changes> Trail::between(State since, State end, std::size_t most) const {
    BAILEY_TRY(const auto steps, part(since, end));
    struct Story {
        Kind first, last;
    };
    std::unordered_map<std::int64_t, Story> stories;
    std::vector<std::int64_t> order;
    Changes changes;
    changes.state = end;
    most = std::max<std::size_t>(most, 1);
    for (auto n = steps.begin; n < steps.end; ++n) {
        const auto& step = steps_[n];
        auto at = stories.find(step.id);
        if (at != stories.end()) {
            at->second.last = step.kind;
            continue;
        }
        if (stories.size() == most) {
            changes.state = {steps_[n - 1].state};
            changes.more = changes.state != end;  // the same was seen before
            break;
        }
        stories.emplace(step.id, Story{step.kind, step.kind});
        order.push_back(step.id);
    }
    for (auto id : order) {
        const auto& story = stories.at(id);
        const bool before = story.first != Kind::came, after = story.last != Kind::went;
        if (before && after) changes.updated.push_back(id);
        if (!before && after) changes.created.push_back(id);
        if (before && !after) changes.destroyed.push_back(id);
    }
    return changes;
}

Result<std::vector<std::int64_t>> Trail::threads_between(State since, State end) const {
    BAILEY_TRY(const auto steps, part(since, end));
    std::vector<std::int64_t> threads;
    for (auto n = steps.begin; n < steps.end; ++n) threads.push_back(steps_[n].thread);
    return threads;
}

}  // namespace bailey::mailbox
