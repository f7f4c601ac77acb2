// The HTTP/1.1 server (RFC 9112): performs one connection's exchanges with a handler.
#pragma once
#include <chrono>

#include "net/http/exchange.hpp"
#include "net/listen.hpp"
#include "net/metrics.hpp"
#include "net/workers.hpp"

namespace bailey::net::http {

class RateLimits;

struct Limits {
    std::size_t header = 16 * 1024;  // octets of a request line with its fields
    std::size_t fields = 100;
    std::size_t requests = 100'000;        // on one connection
    std::uint64_t unread = 1024 * 1024;    // of a body nobody asked for: more ends the connection
    std::chrono::seconds idle{75};         // between two requests
    std::chrono::seconds header_time{20};  // from a request's first octet to the end of its header
    std::chrono::seconds body_time{60};    // for a body, and as much again for every 64 KiB that came
    std::chrono::seconds write_time{60};   // for a client to take in 64 KiB
};

struct Service {
    Workers& workers;
    ProtocolMetrics metrics;
    Handler handler;
    Limits limits = {};
    RateLimits* rates = nullptr;  // by the client's address; null: none
};

// What a Listening needs; the workers and the rate limits outlive it.
net::Handler http_handler(Service service);
// For a connection too many, in clear.
std::string_view http_refusal();

}  // namespace bailey::net::http
