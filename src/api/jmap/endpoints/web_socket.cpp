// JMAP over WebSocket, RFC 8887.
#include <mutex>

#include "api/jmap/endpoints/handlers.hpp"
#include "net/workers.hpp"

namespace bailey::jmap {
namespace {

// One connection. Its messages come one after the other.
struct Socket {
    Endpoints& on;
    Caller caller;
    Origin origin;
    std::weak_ptr<http::Channel> pushes;  // it holds us, by on_closed
    http::Request opening;                // with what it was signed in by
    std::mutex mutex = {};
    std::shared_ptr<void> listening = {};  // under mutex
    bool closed = false;                   // likewise

    void listen(std::shared_ptr<void> handle) {
        std::shared_ptr<void> old;  // ends outside the lock
        std::lock_guard lock(mutex);
        if (!closed) old = std::exchange(listening, std::move(handle));
    }
    void close() {
        std::shared_ptr<void> old;
        std::lock_guard lock(mutex);
        closed = true;
        old = std::exchange(listening, nullptr);
    }
};

// Section 4.3.4; `id` is null where the message had none that could be read.
std::string request_error(const Problem& problem, json::value id) {
    json::object object{{"@type", "RequestError"}, {"requestId", std::move(id)}};
    for (const auto& [name, value] : to_json(problem)) object[name] = value;
    std::string text;
    write_json(object, text);
    return text;
}

std::string text_member(const json::object& object, std::string_view name) {
    auto value = member(object, name);
    return value && value->is_string() ? std::string(text_of(value->get_string())) : std::string();
}

// Section 4.3.2.
std::string run(Socket& socket, json::value message) {
    auto& object = message.get_object();
    json::object first{{"@type", "Response"}};
    json::value id = nullptr;
    if (auto given = member(object, "id"); given && given->is_string()) first["requestId"] = id = *given;
    const auto& limits = socket.on.api.limits();
    auto place = socket.on.places.enter(socket.caller.who.account, Doing::request, limits.max_concurrent_requests);
    if (!place) {
        return request_error({RequestError::limit, "Too many requests at the same time.", "maxConcurrentRequests", 429},
                             std::move(id));
    }
    auto reply = socket.on.api.process(socket.caller, std::move(message), socket.origin, first);
    if (!reply.problem) return std::move(reply.body);
    auto error = parse_json(reply.body);
    if (!error || !error->is_object()) return std::move(reply.body);
    error->get_object()["@type"] = "RequestError";
    error->get_object()["requestId"] = std::move(id);
    return write_json(*error);
}

// Section 4.3.5.2. Blocks. Error: bad_syntax.
Result<void> enable_push(Socket& socket, const json::object& message) {
    std::optional<std::set<std::string>> types;
    if (auto list = member(message, "dataTypes"); list && !list->is_null()) {
        if (!list->is_array()) return Errc::bad_syntax;
        types.emplace();
        for (const auto& type : list->get_array()) {
            if (!type.is_string()) return Errc::bad_syntax;
            types->emplace(text_of(type.get_string()));
        }
    }
    BAILEY_TRY(auto interest, interest_of(socket.on.api, socket.caller));
    interest.types = std::move(types);
    interest.since = text_member(message, "pushState");
    socket.listen(nullptr);  // the old one first: nothing is told twice
    auto tell = [weak = socket.pushes](const StateChange& change) {
        auto open = weak.lock();
        if (!open) return;
        auto object = to_json(change);
        object["pushState"] = change.push_state;
        std::string text;
        write_json(object, text);
        (void)open->push(std::move(text));  // closed: on_closed() says so, too
    };
    socket.listen(socket.on.events.listen(std::move(interest), std::move(tell)));
    return {};
}

// One message in, the text to answer with (perhaps none). Blocks.
Result<std::string> answer_to(Socket& socket, const std::string& text) {
    RequestLimits limits;
    limits.size = socket.on.api.limits().max_size_request;
    auto message = parse_body(text, limits);
    if (!message) return request_error(message.error(), nullptr);
    Problem not_request{RequestError::not_request, "The message is no Request and no push command."};
    if (!message->is_object()) return request_error(not_request, nullptr);
    auto type = text_member(message->get_object(), "@type");
    if (type == "Request") return run(socket, std::move(*message));
    if (type == "WebSocketPushEnable") {
        auto done = enable_push(socket, message->get_object());
        if (done) return std::string();
        if (errc_of(done.error()) == Errc::bad_syntax) return request_error(not_request, nullptr);
        return done.error();
    }
    if (type == "WebSocketPushDisable") {
        socket.listen(nullptr);
        return std::string();
    }
    return request_error(not_request, nullptr);
}

http::Request opening_of(const http::Request& request) {
    http::Request kept;
    kept.fields = request.fields;
    kept.host = request.host;
    kept.peer = request.peer;
    kept.secure = request.secure;
    return kept;
}

awaitable<Result<std::string>> on_text(std::shared_ptr<Socket> socket, std::string text) {
    if (socket->on.identify) {
        auto still = co_await socket->on.identify(socket->opening);
        if (!still) co_return errc_of(still.error()) == Errc::try_later ? Errc::try_later : Errc::denied;
    }
    auto answered = co_await net::on_worker(socket->on.workers, [&] { return answer_to(*socket, text); });
    co_return answered;
}

}  // namespace

awaitable<http::Response> web_socket(Endpoints& on, http::Request& request, const http::Caller& who) {
    auto place = on.places.enter(who.who.account, Doing::listening, on.api.limits().max_listeners);
    if (!place) co_return http::problem({429, "about:blank", {}, "Too many connections at the same time."});
    auto pushes = std::make_shared<http::Channel>();
    auto socket = std::make_shared<Socket>(on, caller_of(who), origin_of(on, request), pushes, opening_of(request));
    pushes->on_closed([socket, place]() mutable {
        socket->close();
        place.reset();
    });
    http::WebSocket upgrade;
    upgrade.protocol = "jmap";
    upgrade.most_message = on.api.limits().max_size_request;
    upgrade.on_text = [socket](std::string text) { return on_text(socket, std::move(text)); };
    upgrade.pushes = std::move(pushes);
    co_return http::Response{101, {}, std::move(upgrade)};
}

}  // namespace bailey::jmap
