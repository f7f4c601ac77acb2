#include "net/workers.hpp"

#include "base/log.hpp"

namespace bailey::net {

Workers::Workers(std::size_t threads, std::size_t queue) : pool_(threads), queue_(queue) {}

Workers::~Workers() { join(); }

void Workers::join() { pool_.join(); }

bool Workers::enter() {
    if (jobs_.fetch_add(1, std::memory_order_acquire) < queue_) return true;
    leave();
    return false;
}

void detail::log_thrown() noexcept {
    try {
        throw;
    } catch (const std::exception& e) {
        log::error("workers.service_threw", {{"detail", e.what()}});
    } catch (...) {
        log::error("workers.service_threw");
    }
}

}  // namespace bailey::net
