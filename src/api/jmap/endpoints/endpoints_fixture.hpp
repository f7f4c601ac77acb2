// For tests: the endpoints behind a real HTTP server on 127.0.0.1, with notes for objects, blobs in memory, and
// "Authorization: ann" for signing in.
#pragma once
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <prometheus/registry.h>

#include <atomic>
#include <boost/asio/post.hpp>
#include <condition_variable>
#include <map>
#include <mutex>
#include <string>

#include "api/jmap/endpoints/endpoints.hpp"
#include "api/jmap/testing/notes.hpp"
#include "net/http/server.hpp"
#include "net/testing/client.hpp"
#include "net/workers.hpp"

namespace bailey::jmap {

namespace http = net::http;
using net::testing::Client;

class BlobsInMemory final : public Blobs {
public:
    struct Kept {
        AccountId account{};
        std::string octets, type;
    };
    Result<std::unique_ptr<Incoming>> begin(const Caller&, const Account& account) override {
        return std::make_unique<Arriving>(*this, account.number);
    }
    Result<Blob> open(const Caller&, const Account& account, std::string_view blob_id) override {
        std::lock_guard lock(mutex);
        auto at = kept.find(blob_id);
        if (at == kept.end() || at->second.account != account.number) return Errc::not_found;
        auto read = [octets = at->second.octets](std::uint64_t offset, std::size_t most) -> Result<std::string> {
            return octets.substr(offset, most);
        };
        return Blob{at->second.octets.size(), read};
    }

    std::mutex mutex;
    std::map<std::string, Kept, std::less<>> kept;
    std::size_t room = 100'000'000;  // of an upload; beyond it: over_quota

private:
    class Arriving final : public Incoming {
    public:
        Arriving(BlobsInMemory& to, AccountId account) : to_(to) { kept_.account = account; }
        Result<void> write(std::string_view piece) override {
            if (kept_.octets.size() + piece.size() > to_.room) return Errc::over_quota;
            kept_.octets += piece;
            return {};
        }
        Result<std::string> finish(std::string_view type) override {
            std::lock_guard lock(to_.mutex);
            kept_.type = type;
            auto id = "B" + std::to_string(to_.kept.size() + 1);
            to_.kept[id] = std::move(kept_);
            return id;
        }

    private:
        BlobsInMemory& to_;
        Kept kept_;
    };
};

// What came back over the wire.
struct Got {
    int status = 0;
    http::Fields fields;
    std::string body;

    json::object object() const {
        auto value = parse_json(body);
        EXPECT_TRUE(value && value->is_object()) << body;
        return value && value->is_object() ? value->as_object() : json::object{};
    }
    std::string member(std::string_view name) const {
        auto all = object();
        auto* value = all.if_contains(name);
        return value && value->is_string() ? std::string(text_of(value->as_string())) : "";
    }
};

class EndpointsTest : public ::testing::Test {
protected:
    explicit EndpointsTest(std::string public_url = {})
        : endpoints{desk.api,
                    blobs,
                    events,
                    workers,
                    signed_in,
                    [this](const http::Request& request) { return identify(request); },
                    std::move(public_url)} {
        desk.api.add(web_socket_capability());
        add_routes(router, endpoints);
        loops.start();
        EXPECT_TRUE(
            listeners.open({.name = "https",
                            .addresses = {"127.0.0.1:0"},
                            .handler = http::http_handler({workers, metrics.protocol("https"), router.handler()})}));
        listeners.start();
        port = listeners.ports("https").at(0);
    }

    // The request's head without its Connection field.
    static std::string head(std::string_view method, std::string_view target, std::string_view fields = {},
                            std::string_view who = "ann") {
        std::string text(method);
        text.append(" ").append(target).append(" HTTP/1.1\r\nHost: mail.example:8443\r\n");
        if (!who.empty()) text.append("Authorization: ").append(who).append("\r\n");
        return text.append(fields);
    }
    Got send(const std::string& request) {
        Client client(port);
        client.send(request);
        client.end();
        return parsed(client.rest());
    }
    Got get(std::string_view target, std::string_view fields = {}) {
        return send(head("GET", target, fields) + "Connection: close\r\n\r\n");
    }
    Got post(std::string_view target, std::string_view type, std::string_view body, std::string_view who = "ann") {
        auto fields = "Content-Length: " + std::to_string(body.size()) + "\r\nConnection: close\r\n";
        if (!type.empty()) fields.append("Content-Type: ").append(type).append("\r\n");
        return send(head("POST", target, fields, who) + "\r\n" + std::string(body));
    }
    Got call(std::string_view body) { return post("/jmap/api", "application/json", body); }
    static Got parsed(std::string_view said) {
        Got got;
        auto end = said.find("\r\n\r\n");
        if (!said.starts_with("HTTP/1.1 ") || end == said.npos) return got;
        got.status = std::stoi(std::string(said.substr(9, 3)));
        got.body = said.substr(end + 4);
        auto lines = said.substr(0, end + 2);
        for (lines.remove_prefix(lines.find('\n') + 1); !lines.empty();) {
            auto line = lines.substr(0, lines.find("\r\n"));
            lines.remove_prefix(line.size() + 2);
            got.fields.add(line.substr(0, line.find(':')), line.substr(line.find(": ") + 2));
        }
        return got;
    }

    // A request whose body the server waits for: it holds its place until finish() or the client goes.
    void hold(Client& client, std::string_view target) {
        client.send(
            head("POST", target, "Content-Type: application/json\r\nContent-Length: 2\r\nExpect: 100-continue\r\n") +
            "\r\n");
        EXPECT_EQ(client.lines(2), "HTTP/1.1 100 Continue\r\n\r\n");
    }

    // The state of a type changes, once the listener that began before has read where it begins.
    void change(const std::string& type, const std::string& state) {
        {
            std::unique_lock lock(mutex);
            EXPECT_TRUE(was_read.wait_for(lock, std::chrono::seconds(10), [this] { return reads > 0; }));
            states[type] = state;
        }
        events.changed(AccountId{1}, all_types);
    }
    Result<TypeStates> states_of(AccountId account) {
        std::lock_guard lock(mutex);
        if (account != AccountId{1}) return TypeStates{};
        ++reads;
        was_read.notify_all();
        return states;
    }

    http::awaitable<Result<http::Caller>> identify(const http::Request& request) {
        if (request.field("Authorization") != "ann" || ended) co_return Errc::denied;
        co_return http::Caller{};
    }
    static http::awaitable<http::Response> serve(std::shared_ptr<http::Callers::Signed> handler,
                                                 http::Request& request) {
        http::Caller caller;
        auto who = request.field("Authorization");
        if (who != "ann" && who != "bob") co_return http::Callers::refusal(request, Errc::denied);
        caller.who.account = AccountId{who == "ann" ? 1 : 9};
        caller.who.address = std::string(who) + "@example.com";
        co_return co_await (*handler)(request, caller);
    }
    static http::Handler signed_in(http::Callers::Signed handler) {
        auto kept = std::make_shared<http::Callers::Signed>(std::move(handler));
        return [kept](http::Request& request) { return serve(kept, request); };
    }

    testing::Desk desk;
    BlobsInMemory blobs;
    std::mutex mutex;
    TypeStates states{{"Note", "s0"}, {"Other", "o0"}};
    std::condition_variable was_read;
    int reads = 0;                    // of account a1
    std::atomic<bool> ended = false;  // her session
    Events events{[this](AccountId account, std::uint64_t) { return states_of(account); },
                  [this](std::function<void()> job) { boost::asio::post(workers.pool(), std::move(job)); }};
    Endpoints endpoints;
    http::Router router;
    std::shared_ptr<prometheus::Registry> registry = std::make_shared<prometheus::Registry>();
    net::Workers workers{4};
    net::Loops loops{1, std::chrono::milliseconds(50)};
    net::Metrics metrics{registry};
    net::Listeners listeners{loops, metrics, {}};
    std::uint16_t port = 0;
};

}  // namespace bailey::jmap
