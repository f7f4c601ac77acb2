// The HTTP server as a client sees it, on 127.0.0.1, with handlers made up here.
#include "net/http/server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <prometheus/registry.h>

#include <stdexcept>
#include <thread>

#include "net/http/rate_limits.hpp"
#include "net/http/router.hpp"
#include "net/testing/client.hpp"

namespace bailey::net::http {
namespace {

using namespace std::chrono_literals;
using namespace std::string_literals;
using net::testing::Client;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

class HttpServerTest : public ::testing::Test {
protected:
    HttpServerTest() {
        loops.start();
        router.get("/hello", [](Request&) -> awaitable<Response> { co_return text(200, "hello\n"); });
        router.get("/args/{one}/{rest*}", [](Request& r) -> awaitable<Response> {
            co_return text(200, std::string(r.parameter("one")) + "|" + std::string(r.parameter("rest")) + "|" +
                                    r.argument("q").value_or("none"));
        });
        router.post("/echo", [](Request& r) -> awaitable<Response> {
            auto all = co_await r.body->whole(1000);
            if (!all) co_return problem(all.error());
            co_return text(200, std::move(*all));
        });
        router.post("/count", [](Request& r) -> awaitable<Response> {
            std::size_t octets = 0, pieces = 0;
            auto sink = [&](std::string_view piece) -> Result<void> {
                octets += piece.size();
                ++pieces;
                return {};
            };
            auto all = co_await r.body->pieces(sink, 10'000'000);
            if (!all) co_return problem(all.error());
            co_return text(200, std::to_string(octets) + (pieces > 1 ? " in pieces" : ""));
        });
        router.post("/ignore", [](Request&) -> awaitable<Response> { co_return text(200, "ignored"); });
        router.get("/digits", [](Request&) -> awaitable<Response> {
            auto read = [](std::uint64_t offset, std::size_t most) -> Result<std::string> {
                return std::string("0123456789").substr(offset, std::min<std::size_t>(most, 3));
            };
            co_return Response{.fields = {{"ETag", "\"d\""}}, .body = Pieces{10, read}};
        });
        router.get("/unknown", [](Request&) -> awaitable<Response> {
            auto read = [](std::uint64_t offset, std::size_t) -> Result<std::string> {
                return offset < 6 ? std::string("abc") : std::string();
            };
            co_return Response{.body = Pieces{{}, read}};
        });
        router.get("/breaks", [](Request&) -> awaitable<Response> {
            auto read = [](std::uint64_t offset, std::size_t) -> Result<std::string> {
                if (offset) return Errc::corrupt;
                return std::string("half");
            };
            co_return Response{.body = Pieces{8, read}};
        });
        router.get("/throws", [](Request&) -> awaitable<Response> {
            throw std::runtime_error("a mistake");
            co_return Response{};
        });
        open({});
    }
    void open(Limits limits, RateLimits* rates = nullptr) {
        std::string name = "web" + std::to_string(opened++);
        EXPECT_TRUE(listeners.open(
            {.name = name,
             .addresses = {"127.0.0.1:0"},
             .handler = http_handler({workers, metrics.protocol(name), router.handler(), limits, rates})}));
        listeners.start();
        port = listeners.ports(name).at(0);
    }
    std::string send(const std::string& request) {
        Client client(port);
        client.send(request);
        client.end();
        return client.rest();
    }
    std::string get(const std::string& path, const std::string& fields = "") {
        return send("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + fields + "\r\n");
    }
    std::string post(const std::string& path, const std::string& fields, const std::string& body) {
        return send("POST " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + fields + "\r\n" + body);
    }

    Router router;
    std::shared_ptr<prometheus::Registry> registry = std::make_shared<prometheus::Registry>();
    Workers workers{2};
    Loops loops{1, 50ms};
    Metrics metrics{registry};
    Listeners listeners{loops, metrics, {}};
    std::uint16_t port = 0;
    int opened = 0;
};

TEST_F(HttpServerTest, AnswersWithStrictFields) {
    auto said = get("/hello");
    EXPECT_THAT(said, StartsWith("HTTP/1.1 200 OK\r\n"));
    EXPECT_THAT(said, EndsWith("\r\n\r\nhello\n"));
    for (auto* field : {"Content-Length: 6", "Date: ", "Connection: close", "X-Content-Type-Options: nosniff",
                        "Content-Security-Policy: default-src 'none'", "frame-ancestors 'none'",
                        "Referrer-Policy: no-referrer", "Cross-Origin-Opener-Policy: same-origin",
                        "Cross-Origin-Resource-Policy: same-origin", "Permissions-Policy: ", "Cache-Control: no-store"})
        EXPECT_THAT(said, HasSubstr(field));
    EXPECT_THAT(said, Not(HasSubstr("Strict-Transport-Security"))) << "in clear";
    EXPECT_THAT(said, Not(HasSubstr("Access-Control")));
}

TEST_F(HttpServerTest, ChoosesByPathAndMethod) {
    EXPECT_THAT(get("/nowhere"), StartsWith("HTTP/1.1 404 Not Found\r\n"));
    auto refused = post("/hello", "Content-Length: 0\r\n", "");
    EXPECT_THAT(refused, StartsWith("HTTP/1.1 405 "));
    EXPECT_THAT(refused, HasSubstr("\r\nAllow: GET, HEAD, OPTIONS\r\n"));
    EXPECT_THAT(refused, HasSubstr("application/problem+json"));
    EXPECT_THAT(send("OPTIONS /hello HTTP/1.1\r\nHost: x\r\n\r\n"), HasSubstr("Allow: GET, HEAD, OPTIONS\r\n"));
    auto head = send("HEAD /hello HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_THAT(head, HasSubstr("Content-Length: 6\r\n"));
    EXPECT_THAT(head, EndsWith("\r\n\r\n"));
    EXPECT_THAT(get("/args/a%20b/c/d%2Fe?q=1%2B1+2&q=3"), EndsWith("a b|c/d/e|1+1 2"));
    EXPECT_THAT(get("/args//x"), StartsWith("HTTP/1.1 404 ")) << "an empty name";
    EXPECT_THAT(get("http://elsewhere/hello"), EndsWith("hello\n")) << "RFC 9112 section 3.2.2";
}

TEST_F(HttpServerTest, AHandlersMistakeIsOneRequests) {
    auto said = send("GET /throws HTTP/1.1\r\nHost: x\r\n\r\nGET /hello HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_THAT(said, StartsWith("HTTP/1.1 500 "));
    EXPECT_THAT(said, EndsWith("hello\n"));
}

TEST_F(HttpServerTest, AnswersPipelinedRequestsInOrderOctetByOctet) {
    std::string all =
        "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\noneGET /hello HTTP/1.1\r\nHost: x\r\n\r\n"
        "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
        "2;ext=1\r\ntw\r\n1\r\no\r\n0\r\nTrailer: x\r\n\r\nGET /hello HTTP/1.1\r\nHost: x\r\n"
        "Connection: close\r\n\r\n";
    auto at_once = send(all);
    Client slow(port);
    for (char c : all) slow.send({&c, 1});
    for (auto& said : {at_once, slow.rest()}) {
        EXPECT_THAT(said, HasSubstr("\r\n\r\noneHTTP/1.1 200 OK\r\n"));
        EXPECT_THAT(said, HasSubstr("hello\nHTTP/1.1 200"));
        EXPECT_THAT(said, HasSubstr("\r\n\r\ntwoHTTP/1.1 200 OK\r\n"));
        EXPECT_THAT(said, EndsWith("hello\n"));
    }
}

TEST_F(HttpServerTest, HttpTenEndsTheConnectionUnlessAskedNotTo) {
    EXPECT_THAT(send("GET /hello HTTP/1.0\r\n\r\nGET /hello HTTP/1.0\r\n\r\n"), Not(HasSubstr("hello\nHTTP")));
    EXPECT_THAT(send("GET /hello HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET /hello HTTP/1.0\r\n\r\n"),
                HasSubstr("hello\nHTTP"));
    auto unknown = send("GET /unknown HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET /hello HTTP/1.0\r\n\r\n");
    EXPECT_THAT(unknown, EndsWith("\r\n\r\nabcabc")) << "no chunks for HTTP/1.0";
}

TEST_F(HttpServerTest, RefusesRequestsThatTwoServersCouldReadInTwoWays) {
    const std::string host = "Host: x\r\n";
    for (auto& request : std::vector<std::string>{
             "POST /echo HTTP/1.1\r\n" + host + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
             "POST /echo HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n",
             "POST /echo HTTP/1.1\r\n" + host + "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
             "POST /echo HTTP/1.1\r\n" + host + "Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc",
             "POST /echo HTTP/1.1\r\n" + host + "Content-Length: +3\r\n\r\nabc",
             "POST /echo HTTP/1.1\r\n" + host + "Content-Length: 3, 3\r\n\r\nabc",
             "POST /echo HTTP/1.1\r\n" + host + "Content-Length: 99999999999999999999999\r\n\r\nabc",
             "POST /echo HTTP/1.1\r\n" + host + "Content-Length: -1\r\n\r\nabc",
             "POST /echo HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\nZZ\r\nabc\r\n0\r\n\r\n",
             "POST /echo HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n3\r\nabcd\r\n0\r\n\r\n",
             "POST /echo HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\nabc",
             "POST /echo HTTP/1.0\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
             "GET /hello HTTP/1.1\r\n" + host + "X: a\rb\r\n\r\n",
             "GET /hello HTTP/1.1\r\n" + host + "X: a\nY: b\r\n\r\n",
             "GET /hello HTTP/1.1\r\n" + host + "X : a\r\n\r\n",
             "GET /hello HTTP/1.1\r\n" + host + "X: a\0b\r\n\r\n"s,
             "GET /hello HTTP/1.1\r\n" + host + host + "\r\n",
             "GET /hello HTTP/1.1\r\n\r\n",
             "GET  /hello HTTP/1.1\r\n" + host + "\r\n",
             "GET /hello\r\n\r\n",
             "GET /../hello HTTP/1.1\r\n" + host + "\r\n",
             "GET /%2e%2E/hello HTTP/1.1\r\n" + host + "\r\n",
             "GET /a%00 HTTP/1.1\r\n" + host + "\r\n",
             "GET /a%0d%0a HTTP/1.1\r\n" + host + "\r\n",
             "GET /a%zz HTTP/1.1\r\n" + host + "\r\n",
             "GET hello HTTP/1.1\r\n" + host + "\r\n",
             "EHLO me\r\n\r\n"}) {
        auto said = send(request + "GET /hello HTTP/1.1\r\nHost: x\r\n\r\n");
        EXPECT_THAT(said, StartsWith("HTTP/1.1 400 ")) << request;
        EXPECT_THAT(said, Not(HasSubstr("hello\n"))) << "a request hidden in another: " << request;
    }
    EXPECT_THAT(post("/echo", "Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n"), StartsWith("HTTP/1.1 501 "));
    EXPECT_THAT(send("CONNECT x:1 HTTP/1.1\r\nHost: x\r\n\r\n"), StartsWith("HTTP/1.1 501 "));
    EXPECT_THAT(send("GET /hel lo HTTP/1.1\r\nHost: x\r\n\r\n"), StartsWith("HTTP/1.1 505 "));
    EXPECT_THAT(send("GET /hello HTTP/2.0\r\nHost: x\r\n\r\n"), StartsWith("HTTP/1.1 505 "));
    EXPECT_THAT(get("/hello", "Expect: tea\r\n"), StartsWith("HTTP/1.1 417 "));
}

TEST_F(HttpServerTest, LimitsTheHeader) {
    EXPECT_THAT(get("/hello", "X: " + std::string(20'000, 'x') + "\r\n"), StartsWith("HTTP/1.1 431 "));
    std::string many;
    for (int n = 0; n < 101; ++n) many += "X: y\r\n";
    EXPECT_THAT(get("/hello", many), StartsWith("HTTP/1.1 431 "));
    EXPECT_THAT(send("GET /" + std::string(20'000, 'a')), StartsWith("HTTP/1.1 431 "));
}

TEST_F(HttpServerTest, LimitsTheBodyBeforeItComes) {
    auto said = post("/echo", "Content-Length: 1001\r\n", "");
    EXPECT_THAT(said, StartsWith("HTTP/1.1 413 "));
    std::string chunks;
    for (int n = 0; n < 11; ++n) chunks += "64\r\n" + std::string(100, 'x') + "\r\n";
    EXPECT_THAT(post("/echo", "Transfer-Encoding: chunked\r\n", chunks + "0\r\n\r\n"), StartsWith("HTTP/1.1 413 "));
    EXPECT_THAT(post("/echo", "Transfer-Encoding: chunked\r\n", "1;" + std::string(100'000, 'x')),
                StartsWith("HTTP/1.1 400 "))
        << "an extension without end";
}

TEST_F(HttpServerTest, StreamsAnUploadToItsSink) {
    std::string body(3'000'000, 'u');
    EXPECT_THAT(post("/count", "Content-Length: 3000000\r\n", body), EndsWith("3000000 in pieces"));
    EXPECT_THAT(post("/count", "Content-Length: 0\r\n", ""), EndsWith("\r\n\r\n0"));
    EXPECT_THAT(post("/count", "Content-Length: 10000001\r\n", ""), StartsWith("HTTP/1.1 413 "));
}

TEST_F(HttpServerTest, SaysContinueOnlyWhenTheBodyIsWanted) {
    Client wanted(port);
    wanted.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
    EXPECT_EQ(wanted.lines(2), "HTTP/1.1 100 Continue\r\n\r\n");
    wanted.send("ok");
    wanted.end();
    EXPECT_THAT(wanted.rest(), EndsWith("\r\n\r\nok"));
    Client refused(port);
    refused.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 2000\r\nExpect: 100-continue\r\n\r\n");
    auto said = refused.rest();
    EXPECT_THAT(said, StartsWith("HTTP/1.1 413 "));
}

TEST_F(HttpServerTest, ABodyNobodyReadDoesNotBecomeTheNextRequest) {
    auto said = send(
        "POST /ignore HTTP/1.1\r\nHost: x\r\nContent-Length: 41\r\n\r\nGET /hello HTTP/1.1\r\nHost: x\r\n"
        "X: xxxxxx\r\n\r\nGET /nowhere HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_THAT(said, Not(HasSubstr("hello\n")));
    Client much(port);
    much.send("POST /ignore HTTP/1.1\r\nHost: x\r\nContent-Length: 2000000\r\n\r\n");
    EXPECT_THAT(much.rest(), EndsWith("ignored")) << "too much to throw away: the connection ends";
}

TEST_F(HttpServerTest, ServesRanges) {
    struct {
        const char* range;
        const char* status;
        const char* body;
        const char* content_range;
    } cases[] = {
        {"bytes=0-0", "206", "0", "bytes 0-0/10"},
        {"bytes=2-5", "206", "2345", "bytes 2-5/10"},
        {"bytes=7-", "206", "789", "bytes 7-9/10"},
        {"bytes=-2", "206", "89", "bytes 8-9/10"},
        {"bytes=-99", "206", "0123456789", "bytes 0-9/10"},
        {"bytes=5-99", "206", "56789", "bytes 5-9/10"},
        {"bytes=10-", "416", "", "bytes */10"},
        {"bytes=-0", "416", "", "bytes */10"},
        {"bytes=5-4", "200", "0123456789", ""},
        {"bytes=a-b", "200", "0123456789", ""},
        {"lines=0-1", "200", "0123456789", ""},
        {"bytes=0-1,3-4", "200", "0123456789", ""},
        {"bytes=99999999999999999999-", "416", "", "bytes */10"},
    };
    for (auto& c : cases) {
        auto said = get("/digits", std::string("Range: ") + c.range + "\r\n");
        EXPECT_THAT(said, StartsWith(std::string("HTTP/1.1 ") + c.status)) << c.range;
        auto whole_body = std::string("\r\n\r\n") + c.body;
        EXPECT_THAT(said, HasSubstr(whole_body)) << c.range;
        if (c.status != std::string("416")) {
            EXPECT_THAT(said, EndsWith(whole_body)) << c.range;
        }
        if (*c.content_range) {
            EXPECT_THAT(said, HasSubstr(std::string("Content-Range: ") + c.content_range + "\r\n")) << c.range;
        }
    }
    EXPECT_THAT(get("/digits", "Range: bytes=1-2\r\nIf-Range: \"d\"\r\n"), EndsWith("\r\n\r\n12"));
    EXPECT_THAT(get("/digits", "Range: bytes=1-2\r\nIf-Range: \"other\"\r\n"), EndsWith("0123456789"));
    EXPECT_THAT(send("HEAD /digits HTTP/1.1\r\nHost: x\r\nRange: bytes=1-2\r\n\r\n"),
                HasSubstr("Content-Length: 10\r\n"));
}

TEST_F(HttpServerTest, SparesWhatTheClientHas) {
    for (auto* tag : {"\"d\"", "W/\"d\"", "\"a\", \"d\"", "*"}) {
        auto said = get("/digits", std::string("If-None-Match: ") + tag + "\r\n");
        EXPECT_THAT(said, StartsWith("HTTP/1.1 304 Not Modified\r\n")) << tag;
        EXPECT_THAT(said, EndsWith("\r\n\r\n")) << tag;
        EXPECT_THAT(said, HasSubstr("ETag: \"d\"")) << tag;
    }
    EXPECT_THAT(get("/digits", "If-None-Match: \"e\"\r\n"), StartsWith("HTTP/1.1 200 "));
}

TEST_F(HttpServerTest, ABodyOfUnknownLengthIsChunkedAndOneThatFailsIsCut) {
    EXPECT_THAT(get("/unknown"), EndsWith("\r\n\r\n3\r\nabc\r\n3\r\nabc\r\n0\r\n\r\n"));
    EXPECT_THAT(get("/breaks"), EndsWith("\r\n\r\nhalf"));
}

TEST_F(HttpServerTest, ASlowHeaderIsNotWaitedFor) {
    open({.header_time = 0s});
    Client slow(port);
    slow.send("GET /hello HTTP/1.1\r\nHost: ");
    EXPECT_THAT(slow.rest(), StartsWith("HTTP/1.1 408 "));
    open({.body_time = 0s});
    Client body(port);
    body.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nab");
    EXPECT_THAT(body.rest(), StartsWith("HTTP/1.1 408 "));
    open({.idle = 0s});
    Client idle(port);
    EXPECT_EQ(idle.rest(), "");
}

TEST_F(HttpServerTest, OneConnectionMakesSoManyRequests) {
    open({.requests = 2});
    std::string one = "GET /hello HTTP/1.1\r\nHost: x\r\n\r\n";
    auto said = send(one + one + one);
    EXPECT_THAT(said, HasSubstr("Connection: close\r\n"));
    EXPECT_THAT(said, Not(HasSubstr("hello\nHTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\nDate: x")));
    std::size_t answers = 0;
    for (std::size_t at = 0; (at = said.find("HTTP/1.1 200", at)) != std::string::npos; ++at) ++answers;
    EXPECT_EQ(answers, 2u);
}

TEST_F(HttpServerTest, AnAddressThatAsksTooMuchMustWait) {
    RateLimits rates({.address = {.a_second = 0.001, .burst = 2}});
    open({}, &rates);
    EXPECT_THAT(get("/hello"), StartsWith("HTTP/1.1 200 "));
    EXPECT_THAT(get("/hello"), StartsWith("HTTP/1.1 200 "));
    auto said = get("/hello");
    EXPECT_THAT(said, StartsWith("HTTP/1.1 429 Too Many Requests\r\n"));
    EXPECT_THAT(said, HasSubstr("Retry-After: 1000\r\n"));
    EXPECT_THAT(said, HasSubstr("application/problem+json"));
}

TEST_F(HttpServerTest, AStoppingServerLetsTheRequestUnderWayFinish) {
    Client idle(port), busy(port);
    EXPECT_EQ(get("/hello").substr(0, 12), "HTTP/1.1 200");
    busy.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n");
    EXPECT_EQ(busy.lines(2), "HTTP/1.1 100 Continue\r\n\r\n");
    std::jthread stopping([&] { EXPECT_EQ(listeners.stop(10s), 0u); });
    EXPECT_EQ(idle.rest(), "");
    busy.send("late");
    auto said = busy.rest();
    EXPECT_THAT(said, HasSubstr("Connection: close\r\n"));
    EXPECT_THAT(said, EndsWith("late"));
}

}  // namespace
}  // namespace bailey::net::http
