// Connections as clients see them, over real sockets on 127.0.0.1.
#include "net/listen.hpp"

#include <gtest/gtest.h>
#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/registry.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <fstream>
#include <future>

#include "net/metrics.hpp"
#include "net/testing/client.hpp"

namespace bailey::net {
namespace {

using namespace std::chrono_literals;
using testing::Client;

// Waits for something that another thread brings about.
template <class F>
bool comes_true(F what) {
    auto deadline = within(10s);
    while (!what())
        if (std::chrono::steady_clock::now() > deadline)
            return false;
        else
            std::this_thread::sleep_for(1ms);
    return true;
}

class ListenTest : public ::testing::Test {
protected:
    ListenTest() {
        testing::write_certificate(certificate, key, "old.example");
        tls = std::move(*TlsContext::load(certificate, key));
        loops.start();
    }
    // Opens one listener for `handler` and returns its port.
    std::uint16_t serve(Handler handler, bool implicit_tls = false, ConnectionLimits limits = {}) {
        listeners = std::make_unique<Listeners>(loops, metrics, limits);
        EXPECT_TRUE(listeners->open({.name = "test",
                                     .addresses = {"127.0.0.1:0"},
                                     .implicit_tls = implicit_tls,
                                     .tls = tls.get(),
                                     .refusal = "421 too many\r\n",
                                     .handler = std::move(handler)}));
        listeners->start();
        return listeners->ports("test").at(0);
    }
    testing::Folder folder;
    std::string certificate = folder.file("cert.pem"), key = folder.file("key.pem");
    std::unique_ptr<TlsContext> tls;
    Loops loops{2, 20ms};
    Metrics metrics{std::make_shared<prometheus::Registry>()};
    std::unique_ptr<Listeners> listeners;
};

awaitable<void> echo(Stream stream) {
    for (;;) {
        auto got = co_await stream.read_some(within(10s), Reading::idle);
        if (!got) break;
        std::string copy(*got);
        auto written = co_await stream.write(copy, within(10s));
        if (!written) co_return;
    }
    co_await stream.close();
}

TEST_F(ListenTest, EchoesInClear) {
    Client client(serve(echo));
    client.send("hello\r\n");
    EXPECT_EQ(client.line(), "hello\r\n");
}

TEST_F(ListenTest, EchoesUnderTlsAndEndsWithCloseNotify) {
    Client client(serve(echo, true));
    ASSERT_TRUE(client.start_tls());
    client.send("hello\r\n");
    EXPECT_EQ(client.line(), "hello\r\n");
    EXPECT_EQ(client.certificate_name(), "old.example");
}

TEST_F(ListenTest, StartsTlsInMidConnectionAndDescribesIt) {
    auto port = serve([](Stream stream) -> awaitable<void> {
        EXPECT_TRUE(stream.can_start_tls());
        EXPECT_EQ(stream.tls(), "");
        EXPECT_EQ(stream.peer(), "127.0.0.1");
        (void)co_await stream.write("go\r\n", within(10s));
        auto secured = co_await stream.start_tls(within(10s));
        EXPECT_TRUE(secured);
        EXPECT_TRUE(stream.secure());
        auto text = stream.tls() + "\r\n";
        (void)co_await stream.write(text, within(10s));
        co_await stream.close();
    });
    Client client(port);
    EXPECT_EQ(client.line(), "go\r\n");
    ASSERT_TRUE(client.start_tls());
    EXPECT_EQ(client.line(), "TLSv1.3 TLS_AES_256_GCM_SHA384\r\n");
    EXPECT_EQ(client.rest(), "");
}

// In steps, since the echo stops reading while nobody takes what it writes.
void exchange_much(Client& client) {
    std::string sent(3'000'000, '\0'), got;
    for (std::size_t i = 0; i < sent.size(); ++i) sent[i] = static_cast<char>(i * 7 + i / 1000);
    for (std::size_t at = 0; at < sent.size(); at += 30'000) {
        client.send(std::string_view(sent).substr(at, 30'000));
        got += client.bytes(30'000);
    }
    EXPECT_TRUE(got == sent);
    client.end();
    EXPECT_EQ(client.rest(), "");
}

TEST_F(ListenTest, LargeTransfersArriveWholeInClear) {
    Client client(serve(echo));
    exchange_much(client);
}

TEST_F(ListenTest, LargeTransfersArriveWholeUnderTls) {
    Client client(serve(echo, true));
    ASSERT_TRUE(client.start_tls());
    exchange_much(client);
}

TEST_F(ListenTest, AWriteLargerThanTheSocketBufferWaitsForTheReader) {
    std::string big(20'000'000, 'x');
    auto port = serve(
        [&](Stream stream) -> awaitable<void> {
            EXPECT_TRUE(co_await stream.write(big, within(30s)));
            co_await stream.close();
        },
        true);
    Client client(port);
    ASSERT_TRUE(client.start_tls());
    EXPECT_TRUE(client.rest() == big);
}

TEST_F(ListenTest, ASilentPeerTimesOut) {
    std::promise<Result<void>> read, written;
    auto port = serve([&](Stream stream) -> awaitable<void> {
        auto got = co_await stream.read_some(within(50ms));
        read.set_value(got ? Result<void>() : Result<void>(got.error()));
        std::string big(50'000'000, 'x');
        written.set_value(co_await stream.write(big, within(50ms)));
    });
    Client client(port);
    EXPECT_EQ(read.get_future().get().error(), Errc::timed_out);
    EXPECT_EQ(written.get_future().get().error(), Errc::timed_out);
}

TEST_F(ListenTest, AHandshakeThatNeverComesTimesOut) {
    auto port = serve(echo, true, {.handshake = 0s});
    Client client(port);
    EXPECT_EQ(client.rest(), "");
}

TEST_F(ListenTest, OldTlsAndPlainTextOnATlsPortAreRefused) {
    auto port = serve(echo, true);
    Client old(port);
    EXPECT_FALSE(old.start_tls(TLS1_1_VERSION));
    Client plain(port);
    plain.send("EHLO me\r\n");
    EXPECT_EQ(plain.rest().find("EHLO"), std::string::npos);
    Client good(port);
    EXPECT_TRUE(good.start_tls(TLS1_2_VERSION));
}

TEST_F(ListenTest, ATicketSparesTheSecondHandshake) {
    auto port = serve(echo, true);
    Client first(port);
    ASSERT_TRUE(first.start_tls());
    first.send("x\r\n");
    first.line();  // the ticket comes with it
    Client second(port);
    ASSERT_TRUE(second.start_tls(TLS1_3_VERSION, &first));
    EXPECT_TRUE(second.resumed());
}

TEST_F(ListenTest, ANewCertificateServesNewConnectionsAndOldOnesGoOn) {
    auto port = serve(echo, true);
    Client before(port);
    ASSERT_TRUE(before.start_tls());
    testing::write_certificate(certificate, key, "new.example");
    ASSERT_TRUE(tls->reload());
    Client after(port);
    ASSERT_TRUE(after.start_tls());
    EXPECT_EQ(after.certificate_name(), "new.example");
    before.send("still here\r\n");
    EXPECT_EQ(before.line(), "still here\r\n");
}

TEST_F(ListenTest, AKeyThatDoesNotFitLeavesTheOldCertificate) {
    auto port = serve(echo, true);
    testing::write_certificate(folder.file("other.pem"), key, "other.example");
    EXPECT_EQ(tls->reload().error(), Errc::bad_config);
    std::ofstream(key) << "no key at all";
    EXPECT_EQ(tls->reload().error(), Errc::bad_config);
    Client client(port);
    ASSERT_TRUE(client.start_tls());
    EXPECT_EQ(client.certificate_name(), "old.example");
}

// With room for two connections, the third hears the refusal, until one of the two goes.
void try_three(std::uint16_t port) {
    Client first(port), third;
    auto second = std::make_unique<Client>(port);
    for (auto* client : {&first, second.get()}) {
        client->send("a\r\n");
        EXPECT_EQ(client->line(), "a\r\n");
    }
    third.connect(port);
    EXPECT_EQ(third.rest(), "421 too many\r\n");
    second.reset();
    EXPECT_TRUE(comes_true([&] {
        Client again(port);
        again.send("c\r\n");
        return again.line() == "c\r\n";
    }));
}

TEST_F(ListenTest, OneConnectionTooManyFromOneAddressIsToldSo) { try_three(serve(echo, false, {.per_address = 2})); }

TEST_F(ListenTest, OneConnectionTooManyInAllIsToldSo) { try_three(serve(echo, false, {.connections = 2})); }

TEST_F(ListenTest, OneConnectionTooManyIsClosedWithoutPlainTextOnATlsPort) {
    auto port = serve(echo, true, {.connections = 1});
    Client first(port);
    ASSERT_TRUE(first.start_tls());
    Client second(port);
    EXPECT_EQ(second.rest(), "");
}

TEST_F(ListenTest, CountsConnections) {
    auto port = serve(echo, false, {.connections = 1});
    auto counted = metrics.protocol("test");
    {
        Client client(port);
        client.send("a\r\n");
        client.line();
        EXPECT_EQ(counted.open.Value(), 1);
        Client refused(port);
        refused.rest();
    }
    EXPECT_EQ(counted.accepted.Value(), 1);
    EXPECT_EQ(counted.refused.Value(), 1);
    EXPECT_TRUE(comes_true([&] { return counted.open.Value() == 0; }));
}

TEST_F(ListenTest, StoppingWakesTheIdleAndLetsTheBusyFinish) {
    std::promise<void> busy_begun;
    auto port = serve([&](Stream stream) -> awaitable<void> {
        auto got = co_await stream.read_some(within(10s), Reading::idle);
        if (!got) {
            EXPECT_EQ(got.error(), Errc::try_later);
            EXPECT_TRUE(stream.draining());
            (void)co_await stream.write("421 going\r\n", within(10s));
        } else {
            busy_begun.set_value();
            auto rest = co_await stream.read_some(within(10s), Reading::busy);
            EXPECT_TRUE(rest);
            (void)co_await stream.write("250 done\r\n", within(10s));
        }
        co_await stream.close();
    });
    Client idle(port), busy(port);
    busy.send("first");
    busy_begun.get_future().wait();
    ASSERT_TRUE(comes_true([&] { return loops.load() == 2; }));
    auto stopped = std::async(std::launch::async, [&] { return listeners->stop(10s); });
    EXPECT_EQ(idle.rest(), "421 going\r\n");
    busy.send("second");
    EXPECT_EQ(busy.rest(), "250 done\r\n");
    EXPECT_EQ(stopped.get(), 0u);
}

TEST_F(ListenTest, StoppingCutsWhoeverTakesTooLong) {
    std::promise<Result<void>> ended;
    auto port = serve([&](Stream stream) -> awaitable<void> {
        (void)co_await stream.write("hi\r\n", within(10s));
        auto got = co_await stream.read_some(within(60s), Reading::busy);
        ended.set_value(got ? Result<void>() : Result<void>(got.error()));
    });
    Client client(port);
    EXPECT_EQ(client.line(), "hi\r\n");
    EXPECT_EQ(listeners->stop(50ms), 1u);
    EXPECT_EQ(ended.get_future().get().error(), Errc::closed);
}

TEST_F(ListenTest, AHandlerThatThrowsEndsItsConnectionOnly) {
    auto port = serve([](Stream stream) -> awaitable<void> {
        auto got = co_await stream.read_some(within(10s));
        if (got && *got == "bad") throw std::runtime_error("mistake");
        (void)co_await stream.write("ok\r\n", within(10s));
    });
    Client bad(port);
    bad.send("bad");
    EXPECT_EQ(bad.rest(), "");
    Client good(port);
    good.send("good");
    EXPECT_EQ(good.line(), "ok\r\n");
}

TEST_F(ListenTest, OutOfDescriptorsItWaitsAndGoesOn) {
    auto port = serve(echo);
    Client client;  // has its descriptor before they run out
    rlimit before{}, tight{};
    ::getrlimit(RLIMIT_NOFILE, &before);
    int next = ::dup(0);
    ::close(next);
    tight = {static_cast<rlim_t>(next), before.rlim_max};
    ::setrlimit(RLIMIT_NOFILE, &tight);
    client.connect(port);
    client.send("a\r\n");
    std::this_thread::sleep_for(50ms);
    ::setrlimit(RLIMIT_NOFILE, &before);
    EXPECT_EQ(client.line(), "a\r\n");
}

TEST_F(ListenTest, MistakesInAddressesAreConfigurationErrors) {
    auto port = serve(echo);
    Listeners second(loops, metrics, {});
    for (std::string address : {std::string("127.0.0.1"), std::string("127.0.0.1:"), std::string("127.0.0.1:x"),
                                "127.0.0.1:" + std::to_string(port)})
        EXPECT_EQ(second.open({.name = "x", .addresses = {address}, .handler = echo}).error(), Errc::bad_config)
            << address;
    EXPECT_EQ(second.open({.name = "x", .addresses = {"127.0.0.1:0"}, .implicit_tls = true, .handler = echo}).error(),
              Errc::bad_config);
}

TEST(EndpointTest, TakesTheSocketsSystemdPassed) {
    auto opened = listen_on("127.0.0.1:0");
    ASSERT_TRUE(opened);
    auto port = port_of(*opened);
    pid_t child = ::fork();
    if (child == 0) {
        ::dup2(opened->fd(), 3);
        ::setenv("LISTEN_PID", std::to_string(::getpid()).c_str(), 1);
        ::setenv("LISTEN_FDS", "1", 1);
        ::setenv("LISTEN_FDNAMES", "pop3s", 1);
        auto passed = systemd_sockets();
        bool right = passed.size() == 1 && passed["pop3s"].size() == 1 && port_of(passed["pop3s"][0]) == port;
        ::_exit(right && !std::getenv("LISTEN_FDS") && systemd_sockets().empty() ? 0 : 1);
    }
    int status = 1;
    ::waitpid(child, &status, 0);
    EXPECT_EQ(status, 0);
}

}  // namespace
}  // namespace bailey::net
