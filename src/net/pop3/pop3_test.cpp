// The POP3 server as a mail program sees it, over TLS on 127.0.0.1, with a maildrop made up here.
#include "net/pop3/pop3.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <prometheus/counter.h>
#include <prometheus/registry.h>

#include <future>

#include "net/testing/client.hpp"

namespace bailey::net {
namespace {

using namespace std::chrono_literals;
using testing::Client;
using ::testing::EndsWith;
using ::testing::StartsWith;

struct Box {
    std::vector<std::string> messages;
    std::size_t damaged = 0;  // the number of a message whose last chunk is
    std::atomic<bool> locked = false;
    std::vector<std::int64_t> removed;
    std::atomic<int> reads = 0;
};

class BoxReader final : public mailbox::MessageReader {
public:
    BoxReader(Box& box, std::size_t index) : box_(box), index_(index) {}
    Result<bool> next(std::string& out) override {
        constexpr std::size_t chunk = 256 * 1024;
        auto& text = box_.messages[index_];
        if (at_ >= text.size()) return false;
        if (box_.damaged == index_ + 1 && at_ + chunk >= text.size()) return Errc::corrupt;
        out += text.substr(at_, chunk);
        at_ += chunk;
        return true;
    }

private:
    Box& box_;
    std::size_t index_, at_ = 0;
};

class BoxDrop final : public mailbox::Maildrop {
public:
    explicit BoxDrop(Box& box) : box_(box) {
        for (std::size_t i = 0; i < box.messages.size(); ++i)
            entries_.push_back({static_cast<std::int64_t>(i) + 1, static_cast<std::uint32_t>(box.messages[i].size())});
    }
    ~BoxDrop() override { box_.locked = false; }
    const std::vector<mailbox::MaildropEntry>& entries() const override { return entries_; }
    Result<std::unique_ptr<mailbox::MessageReader>> read(std::int64_t message) override {
        ++box_.reads;
        return std::make_unique<BoxReader>(box_, static_cast<std::size_t>(message) - 1);
    }
    Result<void> remove(const std::vector<std::int64_t>& messages) override {
        box_.removed = messages;
        return {};
    }

private:
    Box& box_;
    std::vector<mailbox::MaildropEntry> entries_;
};

class Pop3Test : public ::testing::Test {
protected:
    Pop3Test() {
        testing::write_certificate(folder.file("cert"), folder.file("key"), "pop.example");
        tls = std::move(*TlsContext::load(folder.file("cert"), folder.file("key")));
        loops.start();
        for (bool secure : {true, false}) {
            std::string name = secure ? "pop3s" : "pop3";
            EXPECT_TRUE(listeners.open({.name = name,
                                        .addresses = {"127.0.0.1:0"},
                                        .implicit_tls = secure,
                                        .tls = tls.get(),
                                        .refusal = std::string(pop3_refusal()),
                                        .handler = pop3_handler(service(name))}));
        }
        listeners.start();
    }
    Pop3 service(const std::string& name) {
        return {workers, metrics.protocol(name),
                [this](std::string_view user, const Secret& password,
                       std::string_view peer) -> Result<std::unique_ptr<mailbox::Maildrop>> {
                    EXPECT_EQ(peer, "127.0.0.1");
                    if (user != "ann" || !password.equals("secret")) return Errc::denied;
                    if (box.locked.exchange(true)) return Errc::in_use;
                    return std::make_unique<BoxDrop>(box);
                }};
    }
    std::unique_ptr<Client> connect() {
        auto client = std::make_unique<Client>(listeners.ports("pop3s").at(0));
        EXPECT_TRUE(client->start_tls());
        EXPECT_THAT(client->line(), StartsWith("+OK"));
        return client;
    }
    std::unique_ptr<Client> signed_in() {
        auto client = connect();
        client->send("USER ann\r\nPASS secret\r\n");
        EXPECT_THAT(client->lines(2), EndsWith("+OK signed in, the maildrop is yours\r\n"));
        return client;
    }

    testing::Folder folder;
    std::unique_ptr<TlsContext> tls;
    Box box;
    Workers workers{2};
    Loops loops{2, 20ms};
    Metrics metrics{std::make_shared<prometheus::Registry>()};
    Listeners listeners{loops, metrics, {}};
};

std::string numbered(int n, std::size_t octets) {
    auto text = "Subject: " + std::to_string(n) + "\r\n\r\n";
    while (text.size() < octets) text += "a line of the message number " + std::to_string(n) + " and so on\r\n";
    return text;
}

TEST_F(Pop3Test, CollectsAndDeletes) {
    box.messages = {"Subject: one\r\n\r\n.dot\r\n", "Subject: two\r\n\r\n"};
    auto client = signed_in();
    client->send("STAT\r\nRETR 1\r\nDELE 1\r\nQUIT\r\n");
    EXPECT_EQ(client->line(), "+OK 2 38\r\n");
    EXPECT_EQ(client->listing(), "+OK the message follows\r\nSubject: one\r\n\r\n..dot\r\n.\r\n");
    EXPECT_EQ(client->rest(), "+OK marked as deleted\r\n+OK bye\r\n");
    EXPECT_EQ(box.removed, std::vector<std::int64_t>{1});
    EXPECT_EQ(metrics.protocol("pop3s").messages.Value(), 1);
}

TEST_F(Pop3Test, UpgradesWithStls) {
    Client client(listeners.ports("pop3").at(0));
    client.send("USER ann\r\nSTLS\r\n");
    EXPECT_THAT(client.lines(2), EndsWith("use STLS first, or connect to the POP3S port\r\n"));
    EXPECT_EQ(client.line(), "+OK begin TLS\r\n");
    ASSERT_TRUE(client.start_tls());
    client.send("AUTH PLAIN AGFubgBzZWNyZXQ=\r\nSTAT\r\n");
    EXPECT_EQ(client.lines(2), "+OK signed in, the maildrop is yours\r\n+OK 0 0\r\n");
}

TEST_F(Pop3Test, APipelinedDownloadArrivesWholeAndInOrder) {
    std::string commands, wanted;
    for (int i = 1; i <= 500; ++i) {
        box.messages.push_back(numbered(i, i % 50 == 0 ? 700'000 : 4096));
        commands += "RETR " + std::to_string(i) + "\r\n";
        wanted += "+OK the message follows\r\n" + box.messages.back() + ".\r\n";
    }
    auto client = signed_in();
    auto sent = std::async(std::launch::async, [&] { client->send(commands); });
    sent.get();
    EXPECT_TRUE(client->bytes(wanted.size()) == wanted);
}

TEST_F(Pop3Test, ReadsAheadForAClientThatAsksOneByOneAndNotForOneThatJumps) {
    for (int i = 1; i <= 100; ++i) box.messages.push_back(numbered(i, 1000));
    auto client = signed_in();
    for (int i : {90, 3, 50, 7}) {
        client->send("RETR " + std::to_string(i) + "\r\n");
        EXPECT_EQ(client->listing(),
                  "+OK the message follows\r\n" + box.messages[static_cast<std::size_t>(i) - 1] + ".\r\n");
    }
    EXPECT_EQ(box.reads, 4);
    for (int i = 1; i <= 100; ++i) {
        client->send("RETR " + std::to_string(i) + "\r\n");
        EXPECT_EQ(client->listing(),
                  "+OK the message follows\r\n" + box.messages[static_cast<std::size_t>(i) - 1] + ".\r\n");
    }
    EXPECT_EQ(box.reads, 104);  // each message once, though most came ahead of the command
}

TEST_F(Pop3Test, ADamagedMessageIsNeverServedAsWhole) {
    box.messages = {numbered(1, 1'000'000), numbered(2, 1000)};
    box.damaged = 2;
    auto client = signed_in();
    client->send("RETR 2\r\n");
    EXPECT_THAT(client->line(), StartsWith("-ERR [SYS/PERM]"));
    box.damaged = 1;
    client->send("RETR 1\r\nNOOP\r\n");
    auto got = client->rest();
    EXPECT_THAT(got, StartsWith("+OK the message follows\r\nSubject: 1\r\n"));
    EXPECT_LT(got.size(), 1'000'000u);
    EXPECT_EQ(got.find("\r\n.\r\n"), std::string::npos);
}

TEST_F(Pop3Test, OneSessionAMaildropAndTheLockGoesWithTheSession) {
    auto first = signed_in();
    auto second = connect();
    second->send("USER ann\r\nPASS secret\r\n");
    EXPECT_THAT(second->lines(2), EndsWith("-ERR [IN-USE] another session has this maildrop\r\n"));
    first->send("QUIT\r\n");
    EXPECT_EQ(first->line(), "+OK bye\r\n");
    second->send("USER ann\r\nPASS secret\r\n");
    EXPECT_THAT(second->lines(2), EndsWith("+OK signed in, the maildrop is yours\r\n"));
}

TEST_F(Pop3Test, AConnectionThatBreaksDeletesNothing) {
    box.messages = {numbered(1, 100)};
    auto client = signed_in();
    client->send("DELE 1\r\n");
    EXPECT_EQ(client->line(), "+OK marked as deleted\r\n");
    client.reset();
    while (box.locked) std::this_thread::sleep_for(1ms);
    EXPECT_TRUE(box.removed.empty());
}

TEST_F(Pop3Test, AStoppingServerEndsIdleSessionsAtOnce) {
    auto client = signed_in();
    auto stopped = std::async(std::launch::async, [&] { return listeners.stop(10s); });
    EXPECT_EQ(client->rest(), "");
    EXPECT_EQ(stopped.get(), 0u);
}

}  // namespace
}  // namespace bailey::net
