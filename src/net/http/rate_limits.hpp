// How many requests an address and a person may make: a bucket of tokens each, which fills at a steady rate.
#pragma once
#include <chrono>
#include <memory>
#include <optional>
#include <string_view>

#include "domain/people/people.hpp"
#include "net/http/exchange.hpp"

namespace bailey::net::http {

struct Rate {
    double a_second = 100;  // tokens; a request costs one. 0: no limit
    double burst = 1000;    // the most a bucket holds
};
struct Rates {
    Rate address{200, 2000};  // an IPv4 address or an IPv6 /64: an office may share one
    Rate person{100, 1000};
    std::size_t most_buckets = 100'000;  // of each kind; the fullest are forgotten first
};

// Thread-safe.
class RateLimits {
public:
    explicit RateLimits(Rates rates = {});
    ~RateLimits();

    using Now = std::chrono::steady_clock::time_point;
    // Takes a token; where there is none, says how long until the next.
    std::optional<std::chrono::seconds> take_from_address(std::string_view peer,
                                                          Now now = std::chrono::steady_clock::now());
    std::optional<std::chrono::seconds> take_from_person(AccountId account, Now now = std::chrono::steady_clock::now());

private:
    struct Buckets;
    std::unique_ptr<Buckets> addresses_, people_;
};

Response too_many_requests(std::chrono::seconds wait);  // 429 with Retry-After (RFC 6585 section 4)

}  // namespace bailey::net::http
