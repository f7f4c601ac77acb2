// The operator's pages over plain HTTP, on a listener of their own: /metrics for Prometheus, /health/live and
// /health/ready for whatever watches over the process.
#pragma once
#include <functional>
#include <memory>
#include <string>

#include "net/listen.hpp"
#include "net/metrics.hpp"
#include "net/workers.hpp"

namespace prometheus {
class Registry;
}

namespace bailey::net::http {

struct Health {
    bool ok = true;    // 200 or 503
    std::string json;  // {"cells":4,...}: what is well and what is not
};

struct OperatorPages {
    Workers& workers;
    std::shared_ptr<prometheus::Registry> registry;
    std::function<Health()> ready;       // may block
    std::function<void()> refresh = {};  // before /metrics is written: what is only counted when asked
};

net::Handler operator_pages(OperatorPages pages, ProtocolMetrics metrics);

}  // namespace bailey::net::http
