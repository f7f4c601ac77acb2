#include "net/http/rate_limits.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "services/signin/failures.hpp"

namespace bailey::net::http {

struct RateLimits::Buckets {
    struct Bucket {
        double tokens;
        Now at;
    };
    struct Shard {
        std::mutex mutex;
        std::unordered_map<std::string, Bucket> buckets;
    };

    Buckets(Rate r, std::size_t most) : rate(r), most_each(std::max<std::size_t>(most / shards.size(), 2)) {}

    double level(const Bucket& b, Now now) const {
        auto passed = std::chrono::duration<double>(now - b.at).count();
        return std::min(rate.burst, b.tokens + std::max(0.0, passed) * rate.a_second);
    }

    // A full bucket says nothing that a new one would not; then the fuller half goes.
    void make_room(Shard& shard, Now now) const {
        std::erase_if(shard.buckets, [&](auto& b) { return level(b.second, now) >= rate.burst; });
        if (shard.buckets.size() < most_each) return;
        std::vector<double> levels;
        for (auto& [key, b] : shard.buckets) levels.push_back(level(b, now));
        auto middle = levels.begin() + static_cast<std::ptrdiff_t>(levels.size() / 2);
        std::ranges::nth_element(levels, middle);
        std::erase_if(shard.buckets, [&, least = *middle](auto& b) { return level(b.second, now) >= least; });
    }

    std::optional<std::chrono::seconds> take(const std::string& key, Now now) {
        if (rate.a_second <= 0) return {};
        auto& shard = shards[std::hash<std::string>{}(key) % shards.size()];
        std::lock_guard lock(shard.mutex);
        auto at = shard.buckets.find(key);
        if (at == shard.buckets.end()) {
            if (shard.buckets.size() >= most_each) make_room(shard, now);
            at = shard.buckets.emplace(key, Bucket{rate.burst, now}).first;
        }
        auto& bucket = at->second;
        bucket = {level(bucket, now), std::max(bucket.at, now)};
        if (bucket.tokens >= 1) {
            bucket.tokens -= 1;
            return {};
        }
        return std::chrono::seconds(static_cast<long>(std::ceil((1 - bucket.tokens) / rate.a_second)));
    }

    const Rate rate;
    std::array<Shard, 16> shards;
    const std::size_t most_each;
};

RateLimits::RateLimits(Rates rates)
    : addresses_(std::make_unique<Buckets>(rates.address, rates.most_buckets)),
      people_(std::make_unique<Buckets>(rates.person, rates.most_buckets)) {}
RateLimits::~RateLimits() = default;

std::optional<std::chrono::seconds> RateLimits::take_from_address(std::string_view peer, Now now) {
    return addresses_->take(signin::network_of(peer), now);
}

std::optional<std::chrono::seconds> RateLimits::take_from_person(AccountId account, Now now) {
    return people_->take(std::to_string(static_cast<std::int64_t>(account)), now);
}

Response too_many_requests(std::chrono::seconds wait) {
    auto response = problem(Problem{.status = 429, .detail = "Too many requests; try again later."});
    response.fields.set("Retry-After", std::to_string(std::max<long>(1, wait.count())));
    return response;
}

}  // namespace bailey::net::http
