#include "services/delivery/collector.hpp"

#include "base/log.hpp"
#include "store/ids.hpp"

namespace bailey::delivery {

Collector::Collector(store::Queue& queue, store::Cells& cells, const Clock& clock, Settings settings)
    : queue_(queue), cells_(cells), clock_(clock), settings_(std::move(settings)) {}

Collector::~Collector() { stop(); }

void Collector::start() {
    thread_ = std::thread([this] { loop(); });
}

void Collector::stop() {
    {
        std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_all();
    if (thread_.joinable()) thread_.join();
}

bool Collector::stopping() {
    std::lock_guard lock(mutex_);
    return stopping_;
}

void Collector::loop() {
    std::unique_lock lock(mutex_);
    while (!wake_.wait_for(lock, settings_.every, [&] { return stopping_; })) {
        lock.unlock();
        auto gone = collect();
        if (gone && *gone > 0) log::info("collector.collected", {{"rows", *gone}});
        lock.lock();
    }
}

Result<std::int64_t> Collector::collect() {
    auto before = store::first_id_at(clock_.now() - settings_.longest_transfer);
    std::int64_t all = 0;
    auto drain = [&](auto&& some) -> Result<void> {
        for (std::int64_t gone = 1; gone > 0 && !stopping(); all += gone) {
            BAILEY_TRY(gone, some());
        }
        return {};
    };
    BAILEY_CHECK(drain([&] { return queue_.collect(settings_.safety_net, before); }));
    for (auto& cell : cells_.all()) BAILEY_CHECK(drain([&] { return cell->collect(before); }));
    if (settings_.also) {
        BAILEY_CHECK(drain(settings_.also));
    }
    return all;
}

}  // namespace bailey::delivery
