#include "base/config/nearest.hpp"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <utility>

namespace bailey::config {
namespace {

// Letters to add, drop or change (Levenshtein), one row of the table at a time.
std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), 0);
    for (std::size_t i = 0; i < a.size(); ++i) {
        auto diagonal = std::exchange(row[0], i + 1);
        for (std::size_t j = 0; j < b.size(); ++j) {
            auto changed = diagonal + (a[i] == b[j] ? 0u : 1u);
            diagonal = row[j + 1];
            row[j + 1] = std::min({changed, row[j] + 1, diagonal + 1});
        }
    }
    return row.back();
}

}  // namespace

std::string did_you_mean(std::string_view word, const std::vector<std::string_view>& known) {
    constexpr std::size_t longest = 64, near = 2;
    if (word.size() > longest || known.empty()) return {};
    auto best = std::ranges::min(known, {}, [&](std::string_view k) { return distance(word, k); });
    if (distance(word, best) > near) return {};
    return ", did you mean \"" + std::string(best) + "\"?";
}

}  // namespace bailey::config
