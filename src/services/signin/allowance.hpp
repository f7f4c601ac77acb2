// How often somebody may have something done: so many times in a window, by a name of the caller's choice.
#pragma once
#include <chrono>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/clock.hpp"

namespace bailey::signin {

// Thread-safe; bounded: beyond a hundred thousand names those that have nothing to count are forgotten, then all.
// Counted by each process.
class Allowance {
public:
    Allowance(std::size_t most, std::chrono::seconds window) : most_(most), window_(window) {}

    // Takes one; false where all are taken.
    bool take(const std::string& name, Time now);

private:
    const std::size_t most_;
    const std::chrono::seconds window_;
    std::mutex mutex_;
    std::unordered_map<std::string, std::vector<Time>> taken_;  // oldest first
};

}  // namespace bailey::signin
