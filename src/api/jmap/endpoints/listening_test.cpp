// RFC 8620 section 7.3 and RFC 8887 over HTTP.
#include <thread>

#include "api/jmap/endpoints/endpoints_fixture.hpp"
#include "api/jmap/endpoints/handlers.hpp"

namespace bailey::jmap {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

std::string header(Client& client) {
    std::string all;
    for (;;) {
        auto line = client.line();
        all += line;
        if (line == "\r\n" || line.empty()) return all;
    }
}

class EventSourceTest : public EndpointsTest {
protected:
    void listen(Client& client, const std::string& query = "", const std::string& fields = "") {
        client.send(head("GET", "/jmap/eventsource" + query, fields) + "\r\n");
        auto said = header(client);
        EXPECT_THAT(said, StartsWith("HTTP/1.1 200 "));
        EXPECT_THAT(said, HasSubstr("Content-Type: text/event-stream; charset=utf-8\r\n"));
    }
    // The next chunk: whole events.
    std::string chunk(Client& client) {
        auto size = std::stoul(client.line(), nullptr, 16);
        auto text = client.bytes(size);
        client.bytes(2);
        return text;
    }
    static std::string line_of(const std::string& events, const std::string& name) {
        auto at = events.find(name + ": ");
        return at == events.npos ? ""
                                 : events.substr(at + name.size() + 2, events.find('\n', at) - at - name.size() - 2);
    }
};

TEST_F(EventSourceTest, Rfc8620_7_3_AChangeIsAStateEvent) {
    Client client(port);
    listen(client, "?types=*&closeafter=no&ping=0");
    change("Note", "s1");
    auto event = chunk(client);
    EXPECT_EQ(line_of(event, "event"), "state");
    EXPECT_EQ(line_of(event, "data"), R"({"@type":"StateChange","changed":{"a1":{"Note":"s1"}}})");
    EXPECT_NE(line_of(event, "id"), "");
    change("Other", "o1");
    EXPECT_EQ(line_of(chunk(client), "data"), R"({"@type":"StateChange","changed":{"a1":{"Other":"o1"}}})");
}

TEST_F(EventSourceTest, Rfc8620_7_3_OnlyTheTypesThatWereAskedForAreTold) {
    Client client(port);
    listen(client, "?types=Other,Third&closeafter=no&ping=0");
    change("Note", "s1");
    change("Other", "o1");
    EXPECT_EQ(line_of(chunk(client), "data"), R"({"@type":"StateChange","changed":{"a1":{"Other":"o1"}}})");
}

TEST_F(EventSourceTest, Rfc8620_7_3_CloseAfterStateEndsTheResponse) {
    Client client(port);
    listen(client, "?types=*&closeafter=state&ping=0");
    change("Note", "s1");
    EXPECT_THAT(chunk(client), HasSubstr("event: state\n"));
    EXPECT_EQ(client.rest(), "0\r\n\r\n");
}

TEST_F(EventSourceTest, Rfc8620_7_3_WhoComesBackIsToldWhatWasMissed) {
    std::string last;
    {
        Client client(port);
        listen(client);
        change("Note", "s1");
        last = line_of(chunk(client), "id");
    }
    {
        std::lock_guard lock(mutex);
        states["Note"] = "s2";
    }
    Client back(port);
    listen(back, "", "Last-Event-ID: " + last + "\r\n");
    EXPECT_THAT(line_of(chunk(back), "data"), HasSubstr(R"("Note":"s2")"));
}

// "servers MUST NOT have a minimum allowed value higher than 30 or a maximum allowed value less than 300"
TEST(Pinging, Rfc8620_7_3_TheIntervalIsClampedAndToldAndSetsNoEventId) {
    EXPECT_EQ(pinging_from("0")->every.count(), 0);
    EXPECT_EQ(pinging_from("1")->every.count(), 10);
    EXPECT_EQ(pinging_from("30")->every.count(), 30);
    EXPECT_EQ(pinging_from("300")->every.count(), 300);
    EXPECT_EQ(pinging_from("99999999999999999999")->every.count(), 3600);
    EXPECT_EQ(pinging_from("1")->text, "event: ping\ndata: {\"interval\":10}\n\n");
}

TEST_F(EventSourceTest, AWishThatCannotBeUnderstoodIsRefused) {
    for (auto* query : {"?closeafter=never", "?ping=soon", "?ping=-1", "?ping=1x", "?ping="})
        EXPECT_EQ(get(std::string("/jmap/eventsource") + query).status, 400) << query;
}

TEST_F(EventSourceTest, APersonListensSoOftenAtATime) {
    auto most = desk.api.limits().max_listeners;
    std::vector<std::unique_ptr<Client>> all;
    while (all.size() < most) listen(*all.emplace_back(std::make_unique<Client>(port)));
    EXPECT_EQ(get("/jmap/eventsource").status, 429);
    EXPECT_EQ(events.listeners(), most);
    all.clear();
    for (int n = 0; n < 1000 && events.listeners() > 0; ++n) std::this_thread::sleep_for(std::chrono::milliseconds(10));
    EXPECT_EQ(events.listeners(), 0u);
    Client again(port);
    listen(again);
}

class WebSocketTest : public EndpointsTest {
protected:
    static std::string upgrade(const std::string& more = "Sec-WebSocket-Protocol: jmap\r\n") {
        return head("GET", "/jmap/ws",
                    "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" +
                        more + "\r\n");
    }
    void begin(Client& client) {
        client.send(upgrade());
        auto said = header(client);
        EXPECT_THAT(said, StartsWith("HTTP/1.1 101 "));
        EXPECT_THAT(said, HasSubstr("Sec-WebSocket-Protocol: jmap\r\n"));
    }
    static void say(Client& client, const std::string& text) {
        std::string frame = "\x81";
        if (text.size() < 126) {
            frame += static_cast<char>(0x80 | text.size());
        } else {
            frame += static_cast<char>(0xfe);
            frame += static_cast<char>(text.size() >> 8);
            frame += static_cast<char>(text.size() & 0xff);
        }
        client.send(frame + std::string(4, '\0') + text);  // a mask of zeros is a mask
    }
    // The next text message's JSON.
    static json::object hear(Client& client) {
        auto start = client.bytes(2);
        if (start.size() < 2 || start[0] != '\x81') return {};
        std::size_t size = static_cast<unsigned char>(start[1]);
        if (size == 126) {
            auto length = client.bytes(2);
            size = static_cast<unsigned char>(length[0]) * 256u + static_cast<unsigned char>(length[1]);
        }
        return testing::object(client.bytes(size));
    }
};

TEST_F(WebSocketTest, Rfc8887_4_1_TheHandshakeIsForJmapAlone) {
    EXPECT_EQ(get("/jmap/ws").status, 426);
    EXPECT_EQ(send(upgrade("")).status, 400);
    EXPECT_EQ(send(upgrade("Sec-WebSocket-Protocol: other\r\n")).status, 400);
    EXPECT_EQ(send(upgrade("Sec-WebSocket-Protocol: jmap\r\nOrigin: https://evil.example\r\n")).status, 403);
    EXPECT_EQ(send(upgrade("Sec-WebSocket-Protocol: jmap\r\nOrigin: http://mail.example:8443\r\n")).status, 101);
}

TEST_F(WebSocketTest, Rfc8887_4_3_3_AResponseBearsTheRequestsId) {
    Client client(port);
    begin(client);
    say(client, R"({"@type":"Request","id":"R1","using":["urn:ietf:params:jmap:core"],
                    "methodCalls":[["Core/echo",{"hello":true},"c1"]]})");
    auto response = hear(client);
    EXPECT_EQ(response.at("@type"), "Response");
    EXPECT_EQ(response.at("requestId"), "R1");
    EXPECT_EQ(testing::text(response.at("methodResponses")), R"([["Core/echo",{"hello":true},"c1"]])");
    say(client, R"({"@type":"Request","using":[],"methodCalls":[]})");
    EXPECT_FALSE(hear(client).contains("requestId"));
}

TEST_F(WebSocketTest, Rfc8887_4_3_FragmentsAreOneMessage) {
    Client client(port);
    begin(client);
    const std::string text = R"({"@type":"Request","id":"R1","using":[],"methodCalls":[]})";
    const auto half = text.size() / 2;
    auto frame = [](char first, const std::string& part) {
        return std::string(1, first) + static_cast<char>(0x80 | part.size()) + std::string(4, '\0') + part;
    };
    client.send(frame('\x01', text.substr(0, half)) + frame('\x00', "") + frame('\x80', text.substr(half)));
    EXPECT_EQ(hear(client).at("requestId"), "R1");
}

TEST_F(WebSocketTest, Rfc8887_4_3_ABinaryMessageEndsTheConnection) {
    Client client(port);
    begin(client);
    client.send(std::string("\x82\x82\0\0\0\0{}", 8));
    EXPECT_EQ(client.bytes(4), "\x88\x02\x03\xeb") << "1003: a kind of data that is not taken";
}

TEST_F(WebSocketTest, Rfc8887_4_3_4_WhatIsNoRequestIsAnsweredAndTheConnectionGoesOn) {
    Client client(port);
    begin(client);
    struct {
        const char *sent, *type, *id;
    } cases[] = {{"{", "notJSON", "null"},
                 {"[]", "notRequest", "null"},
                 {R"({"@type":"Wish","id":"R1"})", "notRequest", "null"},
                 {R"({"@type":"Request","id":"R1","using":[]})", "notRequest", "\"R1\""},
                 {R"({"@type":"Request","id":"R2","using":["urn:x"],"methodCalls":[]})", "unknownCapability", "\"R2\""},
                 {R"({"@type":"WebSocketPushEnable","dataTypes":"Note"})", "notRequest", "null"}};
    for (auto& c : cases) {
        say(client, c.sent);
        auto error = hear(client);
        EXPECT_EQ(error.at("@type"), "RequestError") << c.sent;
        EXPECT_EQ(text_of(error.at("type").as_string()), std::string("urn:ietf:params:jmap:error:") + c.type) << c.sent;
        EXPECT_EQ(testing::text(error.at("requestId")), c.id) << c.sent;
    }
}

TEST_F(WebSocketTest, Rfc8887_4_3_5_PushesComeBetweenEnableAndDisable) {
    Client client(port);
    begin(client);
    say(client, R"({"@type":"WebSocketPushEnable","dataTypes":["Note"]})");
    say(client, R"({"@type":"Request","id":"enabled","using":[],"methodCalls":[]})");
    EXPECT_EQ(hear(client).at("requestId"), "enabled");
    change("Other", "o1");
    change("Note", "s1");
    auto pushed = hear(client);
    EXPECT_EQ(pushed.at("@type"), "StateChange");
    EXPECT_EQ(testing::text(pushed.at("changed")), R"({"a1":{"Note":"s1"}})");
    auto seen = std::string(text_of(pushed.at("pushState").as_string()));
    EXPECT_NE(seen, "");
    say(client, R"({"@type":"WebSocketPushDisable"})");
    say(client, R"({"@type":"Request","id":"after","using":[],"methodCalls":[]})");
    EXPECT_EQ(hear(client).at("requestId"), "after");
    EXPECT_EQ(events.listeners(), 0u);
    {
        std::lock_guard lock(mutex);
        states["Note"] = "s2";
    }
    say(client, R"({"@type":"WebSocketPushEnable","dataTypes":null,"pushState":")" + seen + "\"}");
    EXPECT_THAT(testing::text(hear(client).at("changed")), HasSubstr(R"("Note":"s2")")) << "what was missed";
}

TEST_F(WebSocketTest, ASessionThatHasEndedEndsTheConnection) {
    Client client(port);
    begin(client);
    const std::string request = R"({"@type":"Request","using":[],"methodCalls":[]})";
    say(client, request);
    EXPECT_EQ(hear(client).at("@type"), "Response");
    ended = true;
    say(client, request);
    EXPECT_EQ(client.bytes(4), "\x88\x02\x03\xf0") << "1008: policy";
}

TEST_F(WebSocketTest, AClientThatGoesIsForgotten) {
    {
        Client client(port);
        begin(client);
        say(client, R"({"@type":"WebSocketPushEnable","dataTypes":null})");
        say(client, R"({"@type":"Request","using":[],"methodCalls":[]})");
        hear(client);
        EXPECT_EQ(events.listeners(), 1u);
    }
    for (int n = 0; n < 1000 && events.listeners() > 0; ++n) std::this_thread::sleep_for(std::chrono::milliseconds(10));
    EXPECT_EQ(events.listeners(), 0u);
}

}  // namespace
}  // namespace bailey::jmap
