// The state of one type of data of an account, and what changed since one (RFC 8620 sections 5.1 and 5.2).
//
// Every transaction that changes an account takes the account's next change number, and every row bears the number it
// changed at. A state is such a number. Within a long answer that is given in parts, a state in the middle of one
// number also says how far in the order of ids.
#pragma once
#include <compare>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace bailey {

struct State {
    static constexpr std::int64_t whole = std::numeric_limits<std::int64_t>::max();
    std::int64_t change = 0;
    std::int64_t within = whole;  // of what bears the number `change`, the ids up to this one are told
    auto operator<=>(const State&) const = default;
};

std::string text(State state);                    // "17", "17-9"
Result<State> state_from(std::string_view text);  // bad_syntax

// Created and destroyed between the two states: in neither list. Ids are those of the type.
struct Changes {
    std::vector<std::int64_t> created, updated, destroyed;
    State state{};      // where these changes lead
    bool more = false;  // ask again from `state`
};

}  // namespace bailey
