#include "apps/queue_metrics.hpp"

#include <prometheus/gauge.h>
#include <prometheus/registry.h>

#include <string>
#include <vector>

namespace bailey::apps {

struct QueueMetrics::State {
    struct Writing {
        const store::Writer& writer;
        prometheus::Gauge& commits;
        prometheus::Gauge& waiting;
    };
    const delivery::Deliverer& deliverer;
    prometheus::Gauge& pending;
    std::vector<Writing> writers;
};

QueueMetrics::QueueMetrics(prometheus::Registry& registry, const delivery::Deliverer& deliverer,
                           const store::Queue& queue, const store::Cells& cells) {
    using prometheus::BuildGauge;
    auto& pending = BuildGauge()
                        .Name("bailey_queue_pending")
                        .Help("Recipients accepted and neither delivered nor failed yet")
                        .Register(registry);
    auto& commits = BuildGauge()
                        .Name("bailey_store_commits")
                        .Help("Group commits of a database since the start")
                        .Register(registry);
    auto& waiting =
        BuildGauge().Name("bailey_store_waiting").Help("Changes that wait for a database's writer").Register(registry);
    state_ = std::make_unique<State>(State{deliverer, pending.Add({}), {}});
    auto add = [&](const std::string& name, const store::Writer& writer) {
        state_->writers.push_back({writer, commits.Add({{"database", name}}), waiting.Add({{"database", name}})});
    };
    add("queue", queue.writer());
    for (auto& cell : cells.all()) add("cell-" + std::to_string(cell->number()), cell->writer());
}

QueueMetrics::~QueueMetrics() = default;

void QueueMetrics::refresh() {
    state_->pending.Set(static_cast<double>(state_->deliverer.pending()));
    for (auto& w : state_->writers) {
        w.commits.Set(static_cast<double>(w.writer.commits()));
        w.waiting.Set(static_cast<double>(w.writer.waiting()));
    }
}

}  // namespace bailey::apps
