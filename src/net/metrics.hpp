// The counters of the network side, made once and handed down. Thread-safe; a null Metrics is not allowed, an unread
// one costs nothing.
#pragma once
#include <memory>
#include <string_view>

namespace prometheus {
class Registry;
class Counter;
class Gauge;
}  // namespace prometheus

namespace bailey::net {

// One protocol's (listener's) counters: "submissions", "pop3s" ...
struct ProtocolMetrics {
    prometheus::Gauge& open;         // connections now
    prometheus::Counter& accepted;   // connections ever
    prometheus::Counter& refused;    // connections turned away by a limit
    prometheus::Counter& signed_in;  // sign-ins that succeeded
    prometheus::Counter& sign_in_failed;
    prometheus::Counter& messages;          // messages taken in (SMTP) or handed out (POP3)
    prometheus::Counter& messages_refused;  // messages turned away (SMTP) or not handed out (POP3)
    prometheus::Counter& replies_good;      // 2xx, 3xx, +OK
    prometheus::Counter& replies_later;     // 4xx, [SYS/TEMP]
    prometheus::Counter& replies_bad;       // 5xx, other -ERR
    prometheus::Counter& bytes_in;
    prometheus::Counter& bytes_out;
};

class Metrics {
public:
    explicit Metrics(std::shared_ptr<prometheus::Registry> registry);
    ~Metrics();
    // The counters labelled protocol="`name`"; the same ones for the same name.
    ProtocolMetrics protocol(std::string_view name);
    prometheus::Registry& registry() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace bailey::net
