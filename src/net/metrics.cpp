#include "net/metrics.hpp"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/registry.h>

#include <string>

namespace bailey::net {
namespace {

using Counters = prometheus::Family<prometheus::Counter>;

Counters& counters(prometheus::Registry& registry, const char* name, const char* help) {
    return prometheus::BuildCounter().Name(name).Help(help).Register(registry);
}

}  // namespace

struct Metrics::State {
    explicit State(std::shared_ptr<prometheus::Registry> r) : registry(std::move(r)) {}
    std::shared_ptr<prometheus::Registry> registry;
    prometheus::Family<prometheus::Gauge>& open =
        prometheus::BuildGauge().Name("bailey_connections_open").Help("Connections open now").Register(*registry);
    Counters& connections = counters(*registry, "bailey_connections_total", "Connections, by what became of them");
    Counters& sign_ins = counters(*registry, "bailey_sign_ins_total", "Sign-in attempts of mail programs");
    Counters& messages = counters(*registry, "bailey_messages_total", "Messages taken in or handed out, or refused");
    Counters& replies = counters(*registry, "bailey_replies_total", "Replies, by class");
    Counters& bytes = counters(*registry, "bailey_bytes_total", "Bytes of protocol, inside TLS");
};

Metrics::Metrics(std::shared_ptr<prometheus::Registry> registry)
    : state_(std::make_unique<State>(std::move(registry))) {}
Metrics::~Metrics() = default;

prometheus::Registry& Metrics::registry() const { return *state_->registry; }

ProtocolMetrics Metrics::protocol(std::string_view name) {
    std::string protocol(name);
    auto of = [&](Counters& family, const char* key, const char* value) -> prometheus::Counter& {
        return family.Add({{"protocol", protocol}, {key, value}});
    };
    auto& s = *state_;
    return {
        .open = s.open.Add({{"protocol", protocol}}),
        .accepted = of(s.connections, "outcome", "accepted"),
        .refused = of(s.connections, "outcome", "refused"),
        .signed_in = of(s.sign_ins, "outcome", "ok"),
        .sign_in_failed = of(s.sign_ins, "outcome", "failed"),
        .messages = of(s.messages, "outcome", "ok"),
        .messages_refused = of(s.messages, "outcome", "refused"),
        .replies_good = of(s.replies, "class", "good"),
        .replies_later = of(s.replies, "class", "later"),
        .replies_bad = of(s.replies, "class", "bad"),
        .bytes_in = of(s.bytes, "direction", "in"),
        .bytes_out = of(s.bytes, "direction", "out"),
    };
}

}  // namespace bailey::net
