// Removes what nobody needs any more: blobs that nothing refers to, finished messages past the safety net, chunks of
// messages whose reception was cut off. A little at a time, in the background.
#pragma once
#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

#include "store/cells/cell.hpp"
#include "store/queue/queue.hpp"

namespace bailey::delivery {

class Collector {
public:
    struct Settings {
        std::chrono::seconds safety_net;
        std::chrono::seconds every{60};
        // A message takes less than this to arrive or to be copied; chunks older than it and without an owner are
        // waste.
        std::chrono::seconds longest_transfer = std::chrono::hours(24);
        // Another kind of waste: removes some of it and returns how much, 0 when there is none left.
        std::function<Result<std::int64_t>()> also = {};
    };
    Collector(store::Queue& queue, store::Cells& cells, const Clock& clock, Settings settings);
    ~Collector();  // stop()
    void start();
    void stop();
    // One round: everything that can go now. Returns the rows removed.
    Result<std::int64_t> collect();

private:
    void loop();
    bool stopping();
    store::Queue& queue_;
    store::Cells& cells_;
    const Clock& clock_;
    Settings settings_;
    std::mutex mutex_;
    std::condition_variable wake_;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace bailey::delivery
