#include "services/signin/allowance.hpp"

namespace bailey::signin {
namespace {
constexpr std::size_t most_names = 100'000;
}

bool Allowance::take(const std::string& name, Time now) {
    std::lock_guard lock(mutex_);
    if (taken_.size() >= most_names && !taken_.contains(name)) {
        std::erase_if(taken_, [&](auto& entry) { return entry.second.back() + window_ <= now; });
        if (taken_.size() >= most_names) taken_.clear();
    }
    auto& times = taken_[name];
    std::erase_if(times, [&](Time t) { return t + window_ <= now; });
    if (times.size() >= most_) return false;
    times.push_back(now);
    return true;
}

}  // namespace bailey::signin
