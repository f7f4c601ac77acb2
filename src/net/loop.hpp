// The event loops: one thread and one io_context each; a connection stays on its loop for life, so nothing of it
// needs a lock. Deadlines are kept by one sweep a tick instead of a timer an operation.
#pragma once
#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/intrusive/list.hpp>
#include <chrono>
#include <memory>
#include <span>
#include <thread>
#include <vector>

namespace bailey::net {

// What a coroutine of ours returns. Give what is awaited a name before you test it: GCC 12 miscompiles a co_await with
// temporaries in the condition of an if or while.
using boost::asio::awaitable;

// When an operation gives up. Kept to the loop's tick (1 s by default): never early, at most a tick late.
using Deadline = std::chrono::steady_clock::time_point;
inline Deadline within(std::chrono::milliseconds time) { return std::chrono::steady_clock::now() + time; }

// What a loop tells whoever lives on it. Called on the loop's thread.
class Tenant : public boost::intrusive::list_base_hook<boost::intrusive::link_mode<boost::intrusive::auto_unlink>> {
public:
    virtual void tick(Deadline now) = 0;
    virtual void drain() = 0;  // the server stops: finish what is under way, begin nothing
    virtual void cut() = 0;    // the time for that is over

protected:
    ~Tenant() = default;
};

class Loop {
public:
    explicit Loop(std::chrono::milliseconds tick);
    ~Loop();

    boost::asio::io_context& context() { return context_; }
    // 64 KiB that every connection of this loop reads into: valid until the reader's next co_await. Loop thread only.
    std::span<char> scratch() { return {scratch_.get(), scratch_size}; }
    bool draining() const { return draining_; }  // loop thread only

    // Connections here, for spreading and draining. Any thread.
    std::size_t load() const { return load_.load(std::memory_order_relaxed); }

    void admit(Tenant& tenant);                                        // loop thread only
    void leave(Tenant& tenant);                                        // loop thread only
    void reserve() { load_.fetch_add(1, std::memory_order_relaxed); }  // a connection is on its way here
    void release() { load_.fetch_sub(1, std::memory_order_release); }

    void drain();  // any thread
    void cut();    // any thread

private:
    friend class Loops;
    static constexpr std::size_t scratch_size = 64 * 1024;
    void sweep();

    boost::asio::io_context context_{1};  // 1: one thread runs it
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
    boost::asio::steady_timer timer_;
    std::chrono::milliseconds tick_;
    std::unique_ptr<char[]> scratch_;
    boost::intrusive::list<Tenant, boost::intrusive::constant_time_size<false>> tenants_;
    std::atomic<std::size_t> load_ = 0;
    bool draining_ = false;
    std::thread thread_;
};

// All loops of the process. End them in this order: stop the listeners, join the workers, stop the loops.
class Loops {
public:
    // `count` of 0: one for each processor.
    explicit Loops(std::size_t count = 0, std::chrono::milliseconds tick = std::chrono::seconds(1));
    ~Loops();  // stops them

    void start();
    void stop();  // what still runs is abandoned

    std::size_t size() const { return loops_.size(); }
    Loop& operator[](std::size_t i) { return *loops_[i]; }
    Loop& least_loaded();  // any thread
    std::size_t load() const;

private:
    std::vector<std::unique_ptr<Loop>> loops_;
    std::atomic<std::size_t> turn_ = 0;
};

}  // namespace bailey::net
