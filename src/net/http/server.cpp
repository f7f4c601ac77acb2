#include "net/http/server.hpp"

#include <exception>

#include "base/log.hpp"
#include "net/http/channel_state.hpp"
#include "net/http/open_ended.hpp"
#include "net/http/rate_limits.hpp"

namespace bailey::net::http {
namespace {

class Conversation {
public:
    Conversation(const Service& service, Stream stream)
        : service_(service), stream_(std::move(stream)), reader_(stream_, service), writer_(stream_, service) {}

    awaitable<void> run() {
        bool going_on = true;
        for (std::size_t n = 1; going_on; ++n) going_on = co_await exchange(n);
        if (open_ended_) co_await serve_open_ended();
        co_await stream_.close();
    }

private:
    // One request and its response. False: it was the last, or open_ended_ is to be served.
    awaitable<bool> exchange(std::size_t number) {
        auto got = co_await reader_.next();
        if (!got) co_return false;
        if (!got->request) {
            auto refused = problem(got->refused);
            Asked nobody;
            co_await writer_.write(nobody, std::move(refused));
            co_return false;
        }
        auto& request = *got->request;
        auto response = co_await respond(request);
        Asked asked{.method = request.method,
                    .fields = {},
                    .secure = request.secure,
                    .chunks = got->chunks,
                    .keep_alive =
                        got->keep_alive && !response.close && !stream_.draining() && number < service_.limits.requests};
        bool is_socket = std::holds_alternative<WebSocket>(response.body);
        if (is_socket || std::holds_alternative<Events>(response.body)) {
            if (is_socket) take_up(request, response);
            if (request.method == Method::get && (!is_socket || socket_)) {
                open_ended_.emplace(Open{asked, std::move(response)});
                co_return false;
            }
            if (!is_socket) give_up(response);
        }
        asked.fields = std::move(request.fields);
        bool going_on = co_await writer_.write(asked, std::move(response));
        if (going_on) going_on = co_await reader_.discard();
        co_return going_on;
    }

    awaitable<Response> respond(Request& request) {
        if (service_.rates)
            if (auto wait = service_.rates->take_from_address(request.peer)) co_return too_many_requests(*wait);
        try {
            auto response = co_await service_.handler(request);
            co_return response;
        } catch (const std::exception& e) {  // a handler's mistake: one request's, not the connection's
            log::error("http.handler_threw", {{"path", request.path}, {"request", request.id}, {"detail", e.what()}});
        }
        co_return problem(Problem{.status = 500});
    }

    // A WebSocket: its handshake's answer instead of the response.
    void take_up(const Request& request, Response& response) {
        auto socket = std::move(std::get<WebSocket>(response.body));
        response = handshake(request, socket, std::move(response.fields));
        if (response.status == 101)
            socket_.emplace(std::move(socket));
        else
            Attached gone(socket.pushes, stream_);  // whoever waits for its end hears of it
    }
    // HEAD of an event stream: its header alone.
    void give_up(Response& response) {
        { Attached gone(std::get<Events>(response.body).channel, stream_); }
        response.body = std::monostate();
        response.fields.set("Content-Type", "text/event-stream; charset=utf-8");
    }

    // The request and all that was needed to answer it are gone by now: what stays open stays small.
    awaitable<void> serve_open_ended() {
        auto open = std::move(*open_ended_);
        open_ended_.reset();
        auto rest = reader_.take_rest();
        if (!socket_) {
            co_await serve_events(stream_, writer_, std::move(open.asked), std::move(open.response));
            co_return;
        }
        auto socket = std::move(*socket_);
        socket_.reset();
        bool begun = co_await writer_.begin(open.asked, open.response, false);
        open = {};
        if (begun)
            co_await serve_websocket(stream_, writer_, std::move(socket), std::move(rest));
        else
            Attached gone(socket.pushes, stream_);
    }

    struct Open {
        Asked asked;
        Response response;
    };
    const Service& service_;
    Stream stream_;
    RequestReader reader_;
    ResponseWriter writer_;
    std::optional<Open> open_ended_;
    std::optional<WebSocket> socket_;
};

awaitable<void> converse(std::shared_ptr<const Service> service, Stream stream) {
    Conversation conversation(*service, std::move(stream));
    co_await conversation.run();
}

}  // namespace

net::Handler http_handler(Service service) {
    return [service = std::make_shared<const Service>(std::move(service))](Stream stream) {
        return converse(service, std::move(stream));
    };
}

std::string_view http_refusal() {
    return "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 30\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
}

}  // namespace bailey::net::http
