// What the operator sees of the queue and the cells: gauges that are read when somebody asks.
#pragma once
#include <memory>

#include "services/delivery/deliverer.hpp"

namespace prometheus {
class Registry;
}

namespace bailey::apps {

class QueueMetrics {
public:
    QueueMetrics(prometheus::Registry& registry, const delivery::Deliverer& deliverer, const store::Queue& queue,
                 const store::Cells& cells);
    ~QueueMetrics();
    void refresh();  // thread-safe

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace bailey::apps
