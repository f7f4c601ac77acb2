#include "net/http/channel_state.hpp"
#include "net/http/open_ended.hpp"

namespace bailey::net::http {
namespace {

constexpr std::size_t most_ignored = 64 * 1024;  // octets from a client that has nothing to say

struct EventStream {
    Stream& stream;
    ResponseWriter& writer;
    bool chunks;

    awaitable<bool> write(std::string_view text) {
        if (chunks) co_return co_await writer.chunk(text);
        co_return co_await writer.bytes(text);
    }
    awaitable<bool> write_all(std::vector<std::string> texts) {
        std::string all;
        for (auto& t : texts) all += t;
        if (all.empty()) co_return true;
        co_return co_await write(all);
    }
    // Returns whether the client should hear the stream's end.
    awaitable<bool> run(Attached& attached, std::chrono::seconds ping, std::string ping_text) {
        for (std::size_t ignored = 0;;) {
            auto taken = attached.take();
            if (taken.slow) co_return false;
            bool written = co_await write_all(std::move(taken.texts));
            if (!written) co_return false;
            if (taken.ended) co_return true;
            auto deadline = ping.count() ? within(ping) : Deadline::max();
            auto said = co_await stream.read_some(deadline, Reading::idle);
            if (said) {
                ignored += said->size();
                if (ignored > most_ignored) co_return false;
            } else if (said.error() == Errc::timed_out) {
                written = co_await write(ping_text);
                if (!written) co_return false;
            } else if (said.error() != Errc::try_later) {
                co_return false;
            } else if (stream.draining()) {
                co_return true;
            }
        }
    }
};

}  // namespace

awaitable<void> serve_events(Stream& stream, ResponseWriter& writer, Asked asked, Response response) {
    auto events = std::move(std::get<Events>(response.body));
    Attached attached(events.channel, stream);
    response.fields.set("Content-Type", "text/event-stream; charset=utf-8");
    response.fields.set("X-Accel-Buffering", "no");  // for a proxy in front that would wait for more
    asked.keep_alive = false;
    EventStream client{stream, writer, asked.chunks};
    bool going_on = co_await writer.begin(asked, response, true);
    asked = {};
    response = {};
    if (going_on) going_on = co_await client.run(attached, events.ping, std::move(events.ping_text));
    if (going_on && client.chunks) co_await writer.bytes("0\r\n\r\n");
}

}  // namespace bailey::net::http
