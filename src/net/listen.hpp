// Accepting connections and handing each, on its own loop, to the protocol's handler.
#pragma once
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "net/endpoint.hpp"
#include "net/loop.hpp"
#include "net/stream.hpp"
#include "net/tls.hpp"

namespace prometheus {
class Gauge;
class Counter;
}  // namespace prometheus

namespace bailey::net {

class Metrics;

// Speaks one protocol on one connection until it ends; an implicit-TLS connection has done its handshake.
using Handler = std::function<awaitable<void>(Stream)>;

struct Listening {
    std::string name;                         // "pop3s": the label of its metrics and systemd's FileDescriptorName=
    std::vector<std::string> addresses = {};  // "host:port"; not used where systemd passed sockets of that name
    bool implicit_tls = false;                // RFC 8314 section 3
    TlsContext* tls = nullptr;                // for implicit_tls and start_tls(); must outlive the listeners
    std::string refusal = {};  // the whole line for one connection too many; sent on clear listeners only
    Handler handler = {};
};

struct ConnectionLimits {
    std::size_t connections = 10'000;
    std::size_t per_address = 50;  // an IPv4 address, or an IPv6 /64
    std::chrono::seconds handshake{30};
};

// One Listeners for a set of loops: stopping it drains them for good.
class Listeners {
public:
    Listeners(Loops& loops, Metrics& metrics, ConnectionLimits limits,
              std::map<std::string, std::vector<Socket>> passed = {});
    ~Listeners();  // stop() with no patience

    // Opens the sockets. Errors: bad_config (an address in use or malformed, TLS without a certificate), logged.
    Result<void> open(Listening listening);
    std::vector<std::uint16_t> ports(const std::string& name) const;
    void start();  // begins to accept on all that was opened

    // Graceful stop: accepts no more, wakes idle connections (read_some answers try_later, draining() is true), waits
    // up to `patience` for the rest, then cuts them. Blocks; not from a loop's thread. Call it once.
    // Returns the connections that had to be cut.
    std::size_t stop(std::chrono::milliseconds patience);

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace bailey::net
