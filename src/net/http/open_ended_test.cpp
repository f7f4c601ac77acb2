// Event streams and WebSockets as a client sees them, on 127.0.0.1.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <prometheus/registry.h>

#include <future>

#include "net/http/router.hpp"
#include "net/http/server.hpp"
#include "net/testing/client.hpp"

namespace bailey::net::http {
namespace {

using namespace std::chrono_literals;
using net::testing::Client;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::StartsWith;

class OpenEndedTest : public ::testing::Test {
protected:
    OpenEndedTest() {
        loops.start();
        router.get("/events", [this](Request&) -> awaitable<Response> {
            co_return Response{.body = Events{.channel = channel, .ping = ping, .ping_text = ": still here\n\n"}};
        });
        router.get("/ws", [this](Request&) -> awaitable<Response> {
            auto on_text = [](std::string message) -> awaitable<Result<std::string>> {
                if (message == "denied") co_return Errc::denied;
                if (message == "quiet") co_return std::string();
                co_return "you said " + message;
            };
            co_return Response{
                .body = WebSocket{
                    .protocol = "jmap", .most_message = 1000, .on_text = on_text, .pushes = channel, .ping = ping}};
        });
        EXPECT_TRUE(listeners.open({.name = "web",
                                    .addresses = {"127.0.0.1:0"},
                                    .handler = http_handler({workers, metrics.protocol("web"), router.handler()})}));
        listeners.start();
        port = listeners.ports("web").at(0);
    }
    std::string header(Client& client) {
        std::string all;
        for (;;) {
            auto line = client.line();
            all += line;
            if (line == "\r\n" || line.empty()) return all;
        }
    }
    std::string listen(Client& client, const std::string& fields = "") {
        client.send("GET /events HTTP/1.1\r\nHost: x\r\n" + fields + "\r\n");
        return header(client);
    }
    static std::string upgrade(const std::string& more = "Sec-WebSocket-Protocol: other, jmap\r\n") {
        return "GET /ws HTTP/1.1\r\nHost: x\r\nConnection: keep-alive, Upgrade\r\nUpgrade: websocket\r\n"
               "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" +
               more + "\r\n";
    }
    static std::string masked(std::uint8_t first, const std::string& payload) {
        std::string out(1, static_cast<char>(first));
        if (payload.size() < 126) {
            out += static_cast<char>(0x80 | payload.size());
        } else {
            out += static_cast<char>(0xfe);
            out += static_cast<char>(payload.size() >> 8);
            out += static_cast<char>(payload.size() & 0xff);
        }
        return out + std::string(4, '\0') + payload;  // a mask of zeros is a mask
    }
    std::string frame(Client& client) {
        auto head = client.bytes(2);
        if (head.size() < 2) return "";
        return head.substr(0, 1) + client.bytes(static_cast<unsigned char>(head[1]));
    }

    Router router;
    std::shared_ptr<Channel> channel = std::make_shared<Channel>(1000);
    std::chrono::seconds ping{300};
    std::shared_ptr<prometheus::Registry> registry = std::make_shared<prometheus::Registry>();
    Workers workers{1};
    Loops loops{1, 50ms};
    Metrics metrics{registry};
    Listeners listeners{loops, metrics, {}};
    std::uint16_t port = 0;
};

TEST_F(OpenEndedTest, AnEventReachesTheListener) {
    EXPECT_EQ(event_text("state", "one\ntwo", "7"), "id: 7\nevent: state\ndata: one\ndata: two\n\n");
    ASSERT_TRUE(channel->push(event_text("", "early")));
    Client client(port);
    auto said = listen(client);
    EXPECT_THAT(said, StartsWith("HTTP/1.1 200 OK\r\n"));
    EXPECT_THAT(said, HasSubstr("Content-Type: text/event-stream; charset=utf-8\r\n"));
    EXPECT_EQ(client.lines(4), "d\r\ndata: early\n\n\r\n");
    std::jthread([&] { EXPECT_TRUE(channel->push(event_text("", "late"))); }).join();
    EXPECT_EQ(client.lines(4), "c\r\ndata: late\n\n\r\n");
    channel->end();
    EXPECT_EQ(client.rest(), "0\r\n\r\n");
    EXPECT_EQ(channel->push("x").error(), Errc::closed);
}

TEST_F(OpenEndedTest, ASilentStreamIsKeptAlive) {
    ping = 1s;
    Client client(port);
    listen(client);
    EXPECT_EQ(client.line(), "e\r\n");
    EXPECT_EQ(client.line(), ": still here\n");
}

TEST_F(OpenEndedTest, AListenerThatGoesIsNoticed) {
    std::promise<void> gone;
    channel->on_closed([&] { gone.set_value(); });
    {
        Client client(port);
        listen(client);
    }
    ASSERT_EQ(gone.get_future().wait_for(10s), std::future_status::ready);
    EXPECT_TRUE(channel->closed());
    bool at_once = false;
    channel->on_closed([&] { at_once = true; });
    EXPECT_TRUE(at_once);
}

TEST_F(OpenEndedTest, AListenerThatDoesNotReadIsDropped) {
    Client client(port);
    listen(client);
    Result<void> pushed;
    for (int n = 0; n < 1'000'000 && pushed; ++n) pushed = channel->push(std::string(900, 'x'));
    EXPECT_EQ(pushed.error(), Errc::too_many);
    EXPECT_EQ(channel->push("x").error(), Errc::closed);
}

TEST_F(OpenEndedTest, AStoppingServerEndsTheStreams) {
    Client events(port), socket(port);
    listen(events);
    channel = std::make_shared<Channel>();
    socket.send(upgrade());
    header(socket);
    std::jthread stopping([&] { EXPECT_EQ(listeners.stop(10s), 0u); });
    EXPECT_EQ(events.rest(), "0\r\n\r\n");
    EXPECT_EQ(frame(socket), "\x88\x03\xe9");
    socket.send(masked(0x88, "\x03\xe9"));
    EXPECT_EQ(socket.rest(), "");
}

TEST_F(OpenEndedTest, AHeadOfAnEventStreamEnds) {
    Client client(port);
    client.send("HEAD /events HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    EXPECT_THAT(client.rest(), HasSubstr("text/event-stream"));
    EXPECT_TRUE(channel->closed());
}

TEST_F(OpenEndedTest, AWebSocketAnswersAndPushes) {
    Client client(port);
    client.send(upgrade() + masked(0x81, "early"));
    auto said = header(client);
    EXPECT_THAT(said, StartsWith("HTTP/1.1 101 Switching Protocols\r\n"));
    EXPECT_THAT(said, HasSubstr("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"));
    EXPECT_THAT(said, HasSubstr("Sec-WebSocket-Protocol: jmap\r\n"));
    EXPECT_EQ(frame(client), "\x81you said early");
    client.send(masked(0x01, "in ") + masked(0x89, "alive?") + masked(0x80, "two"));
    EXPECT_EQ(frame(client),
              "\x8a"
              "alive?");
    EXPECT_EQ(frame(client), "\x81you said in two");
    std::jthread([&] { EXPECT_TRUE(channel->push("news")); }).join();
    EXPECT_EQ(frame(client), "\x81news");
    client.send(masked(0x81, "quiet") + masked(0x81, "loud"));
    EXPECT_EQ(frame(client), "\x81you said loud");
    client.send(masked(0x88, "\x03\xe8"));
    EXPECT_EQ(frame(client), "\x88\x03\xe8");
    EXPECT_EQ(client.rest(), "");
    EXPECT_TRUE(channel->closed());
}

TEST_F(OpenEndedTest, AWebSocketClosesWithTheReason) {
    struct {
        std::string sent, closed;
    } cases[] = {{masked(0x82, "binary"), "\x88\x03\xeb"},
                 {masked(0x81, "caf\xe9"), "\x88\x03\xef"},
                 {masked(0x81, std::string(1001, 'x')), "\x88\x03\xf1"},
                 {masked(0x81, "denied"), "\x88\x03\xf0"},
                 {"\x81\x05Hello", "\x88\x03\xea"}};
    for (auto& c : cases) {
        channel = std::make_shared<Channel>();
        Client client(port);
        client.send(upgrade());
        header(client);
        client.send(c.sent);
        EXPECT_EQ(frame(client), c.closed);
    }
}

TEST_F(OpenEndedTest, RefusesWhatIsNoHandshake) {
    auto answer = [&](const std::string& request) {
        Client client(port);
        client.send(request);
        client.end();
        return client.rest();
    };
    EXPECT_THAT(answer("GET /ws HTTP/1.1\r\nHost: x\r\n\r\n"), StartsWith("HTTP/1.1 426 "));
    EXPECT_THAT(answer(upgrade("")), StartsWith("HTTP/1.1 400 ")) << "not the subprotocol";
    EXPECT_THAT(answer(upgrade("Sec-WebSocket-Protocol: jmap\r\nOrigin: https://evil.example\r\n")),
                StartsWith("HTTP/1.1 403 "));
    auto version = upgrade();
    version.replace(version.find(": 13"), 4, ": 12");
    EXPECT_THAT(answer(version), HasSubstr("Sec-WebSocket-Version: 13\r\n"));
    auto key = upgrade();
    key.replace(key.find("dGhl"), 4, "xxxx====");
    EXPECT_THAT(answer(key), StartsWith("HTTP/1.1 400 "));
    EXPECT_TRUE(channel->closed()) << "nobody will ever listen";
}

}  // namespace
}  // namespace bailey::net::http
