// Counting failed sign-ins: when to make a name or a peer wait, when to lock.
#pragma once
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/clock.hpp"
#include "services/signin/signin.hpp"

namespace bailey::signin {

// Thread-safe; bounded: beyond a hundred thousand names or peers that failed lately, the oldest half is forgotten.
class Failures {
public:
    explicit Failures(const Settings& settings) : settings_(settings) {}

    // May this name try now? `change` is that of its account, 0 where there is none: failures before the newest change
    // do not count, so that an unlocked account begins anew. Errors: locked, too_many.
    Result<void> may_try(const std::string& name, std::int64_t change, std::string_view peer, Time now);
    // A wrong password, or an unknown name. True where that was one too many: lock the account.
    bool failed(const std::string& name, std::int64_t change, std::string_view peer, Time now);
    void succeeded(const std::string& name);

private:
    struct Tries {
        std::int64_t change = 0;
        std::vector<Time> at;  // oldest first, within the window, at most `most_kept`
    };
    using Table = std::unordered_map<std::string, Tries>;

    std::size_t lately(Tries& tries, Time now) const;
    bool too_soon(const Tries& tries, std::size_t free, std::chrono::milliseconds longest, Time now) const;
    Tries& counted(Table& table, const std::string& key, std::int64_t change, Time now);

    const Settings settings_;
    std::mutex mutex_;
    Table names_, peers_;
};

// What counts as one peer: an IPv4 address, or the /64 that a site or a household has of IPv6 (RFC 6177 section 2).
std::string network_of(std::string_view peer);

}  // namespace bailey::signin
