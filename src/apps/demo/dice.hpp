// Chance that is the same everywhere: the demonstration's mail must not depend on a standard library's distributions.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace bailey::apps::demo {

// SplitMix64.
class Dice {
public:
    explicit Dice(std::uint64_t seed) : state_(seed) {}
    // Of a name: what is thrown for one thing does not move what is thrown for another.
    Dice(std::uint64_t seed, std::string_view name) : state_(seed) {
        for (char c : name) state_ = (state_ ^ static_cast<unsigned char>(c)) * 0x100000001b3ull;
        next();
    }

    std::uint64_t next() {
        auto z = (state_ += 0x9e3779b97f4a7c15ull);
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
        return z ^ (z >> 31);
    }
    std::size_t below(std::size_t n) { return n == 0 ? 0 : static_cast<std::size_t>(next() % n); }
    int between(int low, int high) { return low + static_cast<int>(below(static_cast<std::size_t>(high - low + 1))); }
    bool chance(int percent) { return below(100) < static_cast<std::size_t>(percent); }
    template <class List>
    const auto& pick(const List& list) {
        return list[below(std::size(list))];
    }

private:
    std::uint64_t state_;
};

}  // namespace bailey::apps::demo
