// The connection's side of a Channel. Private to net/http.
#pragma once
#include <mutex>
#include <vector>

#include "net/http/channel.hpp"
#include "net/loop.hpp"
#include "net/stream.hpp"

namespace bailey::net::http {

struct Channel::State : std::enable_shared_from_this<Channel::State> {
public:
    explicit State(std::size_t most) : most_(most) {}

    Result<void> push(std::string text);
    void end();
    bool closed() const;
    void on_closed(std::function<void()> call);

    // From now on a push wakes an idle read of `stream`. Loop thread, as the rest.
    void attach(Loop& loop, Stream& stream);
    void detach();  // the listener is gone
    struct Taken {
        std::vector<std::string> texts;
        bool ended = false;  // after these, end politely
        bool slow = false;   // it did not keep up
    };
    Taken take();

private:
    void wake();

    const std::size_t most_;
    mutable std::mutex mutex_;
    std::vector<std::string> waiting_;
    std::size_t waiting_octets_ = 0;
    std::vector<std::function<void()>> calls_;
    Loop* loop_ = nullptr;
    Stream* stream_ = nullptr;
    bool ending_ = false, closed_ = false, gone_ = false, woken_ = false;
};

// Attached for as long as it lives; null is nothing.
class Attached {
public:
    Attached(const std::shared_ptr<Channel>& channel, Stream& stream) : state_(channel ? channel->state() : nullptr) {
        if (state_) state_->attach(stream.loop(), stream);
    }
    ~Attached() {
        if (state_) state_->detach();
    }
    Attached(const Attached&) = delete;
    Attached& operator=(const Attached&) = delete;
    Channel::State::Taken take() { return state_ ? state_->take() : Channel::State::Taken{}; }

private:
    std::shared_ptr<Channel::State> state_;
};

}  // namespace bailey::net::http
