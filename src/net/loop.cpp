#include "net/loop.hpp"

#include <pthread.h>
#include <signal.h>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>

#include "base/log.hpp"

namespace bailey::net {

Loop::Loop(std::chrono::milliseconds tick)
    : work_(context_.get_executor()), timer_(context_), tick_(tick), scratch_(new char[scratch_size]) {
    sweep();
}

Loop::~Loop() {
    if (thread_.joinable()) thread_.join();
}

void Loop::admit(Tenant& tenant) { tenants_.push_back(tenant); }

void Loop::leave(Tenant& tenant) { tenant.unlink(); }

void Loop::sweep() {
    timer_.expires_after(tick_);
    timer_.async_wait([this](boost::system::error_code ec) {
        if (ec) return;
        auto now = std::chrono::steady_clock::now();
        for (auto& tenant : tenants_) tenant.tick(now);
        sweep();
    });
}

void Loop::drain() {
    boost::asio::post(context_, [this] {
        draining_ = true;
        for (auto& tenant : tenants_) tenant.drain();
    });
}

void Loop::cut() {
    boost::asio::post(context_, [this] {
        draining_ = true;
        for (auto& tenant : tenants_) tenant.cut();
    });
}

Loops::Loops(std::size_t count, std::chrono::milliseconds tick) {
    if (count == 0) count = std::max(1u, std::thread::hardware_concurrency());
    for (std::size_t i = 0; i < count; ++i) loops_.push_back(std::make_unique<Loop>(tick));
}

Loops::~Loops() { stop(); }

void Loops::start() {
    for (auto& loop : loops_)
        loop->thread_ = std::thread([loop = loop.get()] {
            pthread_setname_np(pthread_self(), "loop");
            // Signals are for the main thread, and OpenSSL's write(2) to a closed connection must not raise SIGPIPE.
            sigset_t all;
            sigfillset(&all);
            pthread_sigmask(SIG_BLOCK, &all, nullptr);
            for (;;) {
                try {
                    loop->context_.run();
                    return;
                } catch (const std::exception& e) {  // a handler's mistake must not take the others down
                    log::error("loop.handler_threw", {{"detail", e.what()}});
                }
            }
        });
}

void Loops::stop() {
    for (auto& loop : loops_) {
        loop->work_.reset();
        loop->context_.stop();
    }
    for (auto& loop : loops_)
        if (loop->thread_.joinable()) loop->thread_.join();
}

Loop& Loops::least_loaded() {
    auto first = turn_.fetch_add(1, std::memory_order_relaxed);
    auto* best = loops_[first % loops_.size()].get();
    for (std::size_t i = 1; i < loops_.size(); ++i) {
        auto* other = loops_[(first + i) % loops_.size()].get();
        if (other->load() < best->load()) best = other;
    }
    return *best;
}

std::size_t Loops::load() const {
    std::size_t all = 0;
    for (auto& loop : loops_) all += loop->load();
    return all;
}

}  // namespace bailey::net
