// What flows to one listener for as long as it listens: an event stream or the pushes on a WebSocket. Any thread puts
// texts in; the connection's loop writes them out. Bounded: a listener that does not keep up is dropped.
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace bailey::net::http {

class Channel {
public:
    // At most `most` octets wait to be written.
    explicit Channel(std::size_t most = 64 * 1024);
    ~Channel();

    // On an event stream `text` is whole events, each ended by an empty line, written as they are; on a WebSocket it is
    // one text message. Thread-safe, never blocks. Errors: closed (the listener is gone, or end() was called), too_many
    // (it does not keep up: it is cut off, and every later push answers closed).
    Result<void> push(std::string text);
    // Writes what waits, then ends the stream politely. Thread-safe.
    void end();
    bool closed() const;  // nobody listens (any more)

    // Called once when the listener is gone, on any thread, or at once where it is gone already: take your subscription
    // back there. Must not call back into this channel, nor block.
    void on_closed(std::function<void()> call);

    // Private to net/http: the connection's side.
    struct State;
    const std::shared_ptr<State>& state() const { return state_; }

private:
    std::shared_ptr<State> state_;
};

// One event (HTML Living Standard section 9.2.6): "id: ...\nevent: ...\ndata: ...\n\n". Each line of `data` gets a line
// of its own; `event` and `id` may be empty.
std::string event_text(std::string_view event, std::string_view data, std::string_view id = {});

}  // namespace bailey::net::http
