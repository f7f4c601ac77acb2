// The two states of a call that writes more than once (RFC 8620 section 5.3: oldState, newState).
#pragma once
#include <optional>

#include "domain/mail/state.hpp"

namespace bailey::jmap {

// If somebody else wrote in between, the old state is the one after that: a client that knows an earlier one sees that
// it missed something, and asks for the changes.
class Written {
public:
    void add(State before, State after) {
        if (!after_ || *after_ != before) before_ = before;
        after_ = after;
    }
    bool any() const { return after_.has_value(); }
    State before() const { return before_; }
    State after() const { return *after_; }

private:
    State before_;
    std::optional<State> after_;
};

}  // namespace bailey::jmap
