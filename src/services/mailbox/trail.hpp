// What came, changed and went in what somebody sees of an account, in the order in which it was noticed. A state is a
// number made of all that is seen (so that it says nothing of the rest, and is the same in every process); what lies
// between two states is known while it is in memory, and else cannot be calculated.
#pragma once
#include <cstdint>
#include <deque>
#include <vector>

#include "domain/mail/state.hpp"

namespace bailey::mailbox {

class Trail {
public:
    struct Thing {
        std::int64_t id = 0;
        std::uint64_t look = 0;   // a number made of all that is seen of it
        std::int64_t thread = 0;  // of an email
    };
    // `now` is by id. Returns its state.
    State follow(std::vector<Thing> now);

    // From one state to another. Errors: conflict (one of them is not known).
    Result<Changes> between(State since, State end, std::size_t most) const;
    // The threads of what is told by that.
    Result<std::vector<std::int64_t>> threads_between(State since, State end) const;

    std::size_t octets() const { return things_.capacity() * sizeof(Thing) + steps_.size() * sizeof(Step); }

    // A number made of others, for Thing::look.
    static std::uint64_t mix(std::uint64_t before, std::uint64_t number);

private:
    enum class Kind { came, changed, went };
    struct Step {
        std::int64_t state;  // after it
        std::int64_t id, thread;
        Kind kind;
    };
    static constexpr std::size_t most_steps = 20'000;
    struct Part {
        std::size_t begin, end;  // of steps_
    };
    Result<Part> part(State since, State end) const;
    void note(Kind kind, const Thing& thing);

    bool begun_ = false;
    std::vector<Thing> things_;
    std::int64_t first_ = 0;  // the state before steps_
    std::deque<Step> steps_;
};

}  // namespace bailey::mailbox
