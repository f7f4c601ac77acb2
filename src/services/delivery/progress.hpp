// Where an accepted message stands, recipient by recipient: for those who follow what they sent.
#pragma once
#include <cstdint>
#include <optional>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"

namespace bailey::delivery {

struct Progress {
    enum class State { waiting, delivered, failed, removed, canceled };
    struct Recipient {
        State state = State::waiting;
        std::optional<Errc> reason = {};  // of the last attempt
    };
    std::vector<Recipient> recipients;  // in the order of the envelope
    bool cancelable = false;            // it is held, and its delivery has not begun
    bool canceled = false;
};

// Queue ids bear their time.
bool accepted_before(std::int64_t message, Time time);

}  // namespace bailey::delivery
