#include "protocol/http/websocket.hpp"

#include "base/text.hpp"
#include "net/http/channel_state.hpp"
#include "net/http/open_ended.hpp"

namespace bailey::net::http {
namespace {

namespace ws = bailey::websocket;
constexpr std::chrono::seconds close_time{10};  // for the client's answer to our close

class Conversation {
public:
    Conversation(Stream& stream, ResponseWriter& writer, WebSocket& socket)
        : stream_(stream),
          writer_(writer),
          socket_(socket),
          attached_(socket.pushes, stream),
          decoder_(socket.most_message) {}

    awaitable<void> run(std::string in) {
        std::string_view bytes = in;
        bool going_on = true;
        while (going_on) {
            going_on = co_await take_all(bytes);
            if (!going_on) break;
            std::string().swap(in);  // an idle connection holds no buffer
            going_on = co_await push_all();
            if (!going_on) break;
            going_on = co_await listen(in);
            bytes = in;
        }
        co_await end();
    }

private:
    awaitable<bool> take_all(std::string_view bytes) {
        bool going_on = true;
        while (going_on) {
            auto event = decoder_.take(bytes);
            if (!event) break;
            going_on = co_await on(std::move(*event));
        }
        co_return going_on;
    }

    awaitable<bool> push_all() {
        auto taken = attached_.take();
        if (taken.slow) {
            code_ = ws::code::policy;
            co_return false;
        }
        std::string all;
        for (auto& text : taken.texts) all += ws::frame(ws::Opcode::text, text);
        bool written = co_await writer_.bytes(all);
        if (!written) code_ = 0;
        co_return written && !taken.ended;
    }

    awaitable<bool> listen(std::string& in) {
        auto deadline = socket_.ping.count() ? within(socket_.ping) : Deadline::max();
        auto got = co_await stream_.read_some(deadline, Reading::idle);
        if (got) {
            in = *got;
            pinged_ = false;
            co_return true;
        }
        if (got.error() == Errc::timed_out && !pinged_) {
            pinged_ = true;
            co_return co_await send(ws::Opcode::ping, {});
        }
        if (got.error() == Errc::try_later && !stream_.draining()) co_return true;
        code_ = got.error() == Errc::try_later ? ws::code::going_away : std::uint16_t{0};
        co_return false;
    }

    awaitable<bool> on(ws::Event event) {
        switch (event.kind) {
        case ws::Event::Kind::text: co_return co_await answer(std::move(event.payload));
        case ws::Event::Kind::ping: co_return co_await send(ws::Opcode::pong, event.payload);
        case ws::Event::Kind::pong: co_return true;
        case ws::Event::Kind::binary: code_ = ws::code::unsupported_data; co_return false;
        case ws::Event::Kind::broken: code_ = event.code; co_return false;
        case ws::Event::Kind::close:  // section 5.5.1: the same code back
            code_ = event.code == 1005 ? ws::code::normal : event.code;
            client_closed_ = true;
            co_return false;
        }
        co_return false;
    }

    awaitable<bool> answer(std::string message) {
        auto reply = co_await socket_.on_text(std::move(message));
        if (reply && reply->empty()) co_return true;
        if (reply) co_return co_await send(ws::Opcode::text, std::move(*reply));
        auto error = errc_of(reply.error());
        code_ = error == Errc::bad_syntax ? ws::code::invalid_text
                : error == Errc::denied   ? ws::code::policy
                                          : ws::code::internal_error;
        co_return false;
    }

    awaitable<bool> send(ws::Opcode opcode, std::string payload) {
        auto bytes = ws::frame(opcode, payload);
        bool written = co_await writer_.bytes(bytes);
        if (!written) code_ = 0;
        co_return written;
    }

    // The closing handshake (section 7.1): our close, then the client's, which we do not insist on.
    awaitable<void> end() {
        if (code_ == 0) co_return;
        auto bytes = ws::close_frame(code_);
        bool written = co_await writer_.bytes(bytes);
        auto deadline = within(close_time);
        while (written && !client_closed_) {
            auto got = co_await stream_.read_some(deadline, Reading::busy);
            if (!got) co_return;
            if (broken_) continue;  // what follows cannot be read as frames: until it goes, or the deadline
            auto rest = *got;
            while (auto event = decoder_.take(rest)) {
                client_closed_ = event->kind == ws::Event::Kind::close;
                broken_ = event->kind == ws::Event::Kind::broken;
                if (client_closed_ || broken_) break;
            }
        }
    }

    Stream& stream_;
    ResponseWriter& writer_;
    WebSocket& socket_;
    Attached attached_;
    ws::Decoder decoder_;
    std::uint16_t code_ = ws::code::normal;  // to close with; 0: the client is gone
    bool pinged_ = false, client_closed_ = false, broken_ = false;
};

}  // namespace

Response handshake(const Request& request, WebSocket& socket, Fields fields) {
    auto& asked = request.fields;
    if (!asked.lists("Connection", "upgrade") || !asked.lists("Upgrade", "websocket")) {
        auto refused = problem(Problem{.status = 426, .detail = "This resource speaks WebSocket (RFC 6455)."});
        refused.fields.set("Upgrade", "websocket");
        return refused;
    }
    if (asked.get("Sec-WebSocket-Version") != "13") {
        auto refused = problem(Problem{.status = 426, .detail = "The WebSocket version is 13."});
        refused.fields.set("Sec-WebSocket-Version", "13");  // section 4.4
        return refused;
    }
    auto accept = ws::accept_value(asked.get("Sec-WebSocket-Key"));
    if (request.method != Method::get || !accept)
        return problem(Problem{.status = 400, .detail = "The WebSocket handshake is not valid."});
    // Section 10.2: a page of another origin must not speak with the cookies of ours.
    if (asked.has("Origin") && !equals_ignoring_case(asked.get("Origin"), request.origin()))
        return problem(Problem{.status = 403, .detail = "The page is of another origin."});
    if (!socket.protocol.empty() && !asked.lists("Sec-WebSocket-Protocol", socket.protocol))
        return problem(Problem{.status = 400, .detail = "The WebSocket subprotocol here is " + socket.protocol + "."});
    Response response{.status = 101, .fields = std::move(fields)};
    response.fields.set("Upgrade", "websocket");
    response.fields.set("Connection", "Upgrade");
    response.fields.set("Sec-WebSocket-Accept", *accept);
    if (!socket.protocol.empty()) response.fields.set("Sec-WebSocket-Protocol", socket.protocol);
    return response;
}

awaitable<void> serve_websocket(Stream& stream, ResponseWriter& writer, WebSocket socket, std::string in) {
    Conversation conversation(stream, writer, socket);
    co_await conversation.run(std::move(in));
}

}  // namespace bailey::net::http
