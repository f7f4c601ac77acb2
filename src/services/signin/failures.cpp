#include "services/signin/failures.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <cstring>

namespace bailey::signin {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t most_tables = 100'000;
constexpr std::size_t most_kept = 64;
// A name's first failures, and a peer's, are free: people mistype, and many share an office's address.
constexpr std::size_t free_for_name = 3, free_for_peer = 30;
constexpr auto longest_for_name = 60s, longest_for_peer = 10s;

}  // namespace

std::size_t Failures::lately(Tries& tries, Time now) const {
    std::erase_if(tries.at, [&](Time t) { return t + settings_.failure_window <= now; });
    return tries.at.size();
}

bool Failures::too_soon(const Tries& tries, std::size_t free, std::chrono::milliseconds longest, Time now) const {
    if (tries.at.size() < free || tries.at.empty()) return false;
    auto doublings = std::min<std::size_t>(tries.at.size() - free, 20);
    return now < tries.at.back() + std::min(settings_.slow_down * (1l << doublings), longest);
}

Result<void> Failures::may_try(const std::string& name, std::int64_t change, std::string_view peer, Time now) {
    std::lock_guard lock(mutex_);
    if (auto at = names_.find(name); at != names_.end() && at->second.change == change) {
        auto& tries = at->second;
        if (lately(tries, now) >= static_cast<std::size_t>(settings_.failures_to_lock)) return Errc::locked;
        if (too_soon(tries, free_for_name, longest_for_name, now)) return Errc::too_many;
    }
    if (auto at = peers_.find(network_of(peer)); at != peers_.end()) {
        lately(at->second, now);
        if (too_soon(at->second, free_for_peer, longest_for_peer, now)) return Errc::too_many;
    }
    return {};
}

Failures::Tries& Failures::counted(Table& table, const std::string& key, std::int64_t change, Time now) {
    if (table.size() >= most_tables) {
        std::erase_if(table, [&](auto& entry) { return entry.second.at.back() + settings_.failure_window <= now; });
        if (table.size() >= most_tables) {
            std::vector<Time> last;
            for (auto& [name, tries] : table) last.push_back(tries.at.back());
            std::ranges::nth_element(last, last.begin() + most_tables / 2);
            auto middle = last[most_tables / 2];
            std::erase_if(table, [&](auto& entry) { return entry.second.at.back() <= middle; });
        }
    }
    auto& tries = table[key];
    if (tries.change != change) tries = {.change = change, .at = {}};
    lately(tries, now);
    if (tries.at.size() >= most_kept) tries.at.erase(tries.at.begin());
    tries.at.push_back(now);
    return tries;
}

bool Failures::failed(const std::string& name, std::int64_t change, std::string_view peer, Time now) {
    std::lock_guard lock(mutex_);
    counted(peers_, network_of(peer), 0, now);
    auto& tries = counted(names_, name, change, now);
    return tries.at.size() >= static_cast<std::size_t>(settings_.failures_to_lock);
}

void Failures::succeeded(const std::string& name) {
    std::lock_guard lock(mutex_);
    names_.erase(name);
}

std::string network_of(std::string_view peer) {
    std::string text(peer);
    in6_addr v6{};
    if (inet_pton(AF_INET6, text.c_str(), &v6) != 1) return text;
    if (IN6_IS_ADDR_V4MAPPED(&v6)) {
        std::array<char, INET_ADDRSTRLEN> v4{};
        inet_ntop(AF_INET, v6.s6_addr + 12, v4.data(), v4.size());
        return v4.data();
    }
    std::memset(v6.s6_addr + 8, 0, 8);
    std::array<char, INET6_ADDRSTRLEN> prefix{};
    inet_ntop(AF_INET6, &v6, prefix.data(), prefix.size());
    return prefix.data();
}

}  // namespace bailey::signin
