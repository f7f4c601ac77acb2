// The submission server as a mail program sees it, over TLS on 127.0.0.1, with an intake made up here.
#include "net/smtp/smtp.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <prometheus/counter.h>
#include <prometheus/registry.h>

#include <future>

#include "net/testing/client.hpp"

namespace bailey::net {
namespace {

using namespace std::chrono_literals;
using ::testing::AllOf;
using testing::Client;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::StartsWith;

struct Taken {
    Envelope envelope;
    delivery::ReceivedFrom from;
    std::string text;
};

class Office final : public delivery::Intake {
public:
    const MailLimits& limits() const override { return limits_; }
    Result<void> check_sender(const signin::SignedIn& who, const std::optional<Address>& from) override {
        if (throws) throw std::runtime_error("the database is on fire");
        return !from || from->text() == who.address ? Result<void>() : Errc::denied;
    }
    Result<void> check_recipient(const signin::SignedIn&, const Address& to) override {
        return to.domain() == "bailey.test" ? Result<void>() : Errc::outside;
    }
    Result<std::unique_ptr<delivery::Incoming>> receive(const signin::SignedIn&, Envelope envelope,
                                                        delivery::ReceivedFrom from) override;

    std::vector<Taken> taken() {
        std::lock_guard lock(mutex_);
        return taken_;
    }
    void keep(Taken t) {
        std::lock_guard lock(mutex_);
        taken_.push_back(std::move(t));
    }

    std::atomic<bool> blocks = false, full = false, throws = false;
    std::atomic<int> abandoned = 0;
    std::shared_future<void> before_finish;  // where set: what finish() waits for

private:
    MailLimits limits_;
    std::mutex mutex_;
    std::vector<Taken> taken_;
};

class Desk final : public delivery::Incoming {
public:
    Desk(Office& office, Taken t) : office_(office), taken_(std::move(t)), loop_(std::this_thread::get_id()) {}
    ~Desk() override {
        if (helper_.joinable()) helper_.join();
        if (!finished_) ++office_.abandoned;
    }
    Result<void> write(std::string_view bytes) override {
        EXPECT_EQ(std::this_thread::get_id() == loop_, !office_.blocks);
        taken_.text += bytes;
        return {};
    }
    bool blocks() const override { return office_.blocks; }
    std::int64_t id() const override { return 17; }
    void finish(Done done) override {
        finished_ = true;
        helper_ = std::thread([this, done = std::move(done)] {
            if (office_.before_finish.valid()) office_.before_finish.wait();
            if (office_.full) return done(Errc::storage_full);
            office_.keep(std::move(taken_));
            done("q17");
        });
    }

private:
    Office& office_;
    Taken taken_;
    std::thread::id loop_;
    std::thread helper_;
    bool finished_ = false;
};

Result<std::unique_ptr<delivery::Incoming>> Office::receive(const signin::SignedIn&, Envelope envelope,
                                                            delivery::ReceivedFrom from) {
    return std::make_unique<Desk>(*this, Taken{std::move(envelope), std::move(from), {}});
}

constexpr std::string_view hello = "EHLO laptop.example\r\n";
constexpr std::string_view sign_in = "AUTH PLAIN AGFubkBiYWlsZXkudGVzdABzZWNyZXQ=\r\n";
constexpr std::string_view envelope = "MAIL FROM:<ann@bailey.test>\r\nRCPT TO:<bob@bailey.test>\r\nDATA\r\n";
constexpr std::string_view letter = "From: ann@bailey.test\r\n\r\nHello\r\n.\r\n";

class SmtpTest : public ::testing::Test {
protected:
    SmtpTest() {
        testing::write_certificate(folder.file("cert"), folder.file("key"), "mail.example");
        tls = std::move(*TlsContext::load(folder.file("cert"), folder.file("key")));
        timeouts = {.sign_in = 10s, .command = 10s, .text = 10s};
        loops.start();
    }
    void open(Workers& on) {
        for (bool secure : {true, false}) {
            std::string name = secure ? "submissions" : "submission";
            EXPECT_TRUE(listeners.open({.name = name,
                                        .addresses = {"127.0.0.1:0"},
                                        .implicit_tls = secure,
                                        .tls = tls.get(),
                                        .refusal = smtp_refusal(),
                                        .handler = smtp_handler(service(name, on))}));
        }
        listeners.start();
    }
    Smtp service(const std::string& name, Workers& on) {
        return {.workers = on,
                .metrics = metrics.protocol(name),
                .sign_in = [](std::string_view user, const Secret& password,
                              std::string_view peer) -> Result<signin::SignedIn> {
                    EXPECT_EQ(peer, "127.0.0.1");
                    if (user != "ann@bailey.test" || !password.equals("secret")) return Errc::denied;
                    return signin::SignedIn{.address = "ann@bailey.test"};
                },
                .intake = office,
                .dialogue = {.host = "mail.example", .postmaster = {}, .mail = office.limits(), .patience = {}},
                .timeouts = timeouts};
    }
    std::unique_ptr<Client> connect() {
        auto client = std::make_unique<Client>(listeners.ports("submissions").at(0));
        EXPECT_TRUE(client->start_tls());
        EXPECT_THAT(client->line(), StartsWith("220 mail.example "));
        return client;
    }
    std::unique_ptr<Client> signed_in() {
        auto client = connect();
        client->send(std::string(hello) + std::string(sign_in));
        EXPECT_THAT(client->lines(10), EndsWith("235 2.7.0 Signed in\r\n"));
        return client;
    }

    testing::Folder folder;
    std::unique_ptr<TlsContext> tls;
    Office office;
    SmtpTimeouts timeouts;
    Metrics metrics{std::make_shared<prometheus::Registry>()};  // first: a connection counts until its very end
    Workers workers{2};
    Loops loops{2, 20ms};
    Listeners listeners{loops, metrics, {}};
};

TEST_F(SmtpTest, TakesAMessage) {
    open(workers);
    auto client = signed_in();
    client->send(envelope);
    EXPECT_EQ(client->lines(3),
              "250 2.1.0 Sender <ann@bailey.test> OK\r\n250 2.1.5 Recipient <bob@bailey.test> OK\r\n"
              "354 Send the message; end it with a dot on a line of its own\r\n");
    client->send(letter);
    EXPECT_EQ(client->line(), "250 2.0.0 Accepted for delivery as q17\r\n");
    client->send("QUIT\r\n");
    EXPECT_EQ(client->rest(), "221 2.0.0 Goodbye\r\n");
    auto taken = office.taken();
    ASSERT_EQ(taken.size(), 1u);
    EXPECT_EQ(taken[0].text, "From: ann@bailey.test\r\n\r\nHello\r\n");
    EXPECT_EQ(taken[0].from.helo, "laptop.example");
    EXPECT_EQ(taken[0].from.peer, "127.0.0.1");
    EXPECT_EQ(taken[0].from.protocol, "ESMTPSA");
    EXPECT_THAT(taken[0].from.tls, StartsWith("TLSv1.3 "));
    EXPECT_EQ(metrics.protocol("submissions").messages.Value(), 1);
    EXPECT_EQ(metrics.protocol("submissions").signed_in.Value(), 1);
}

TEST_F(SmtpTest, UpgradesWithStartTlsAndForgetsWhatWasSaidInClear) {
    open(workers);
    Client client(listeners.ports("submission").at(0));
    client.send(std::string(hello) + std::string(sign_in) + "STARTTLS\r\n");
    EXPECT_THAT(client.lines(12), AllOf(HasSubstr("250-STARTTLS\r\n"), HasSubstr("538 5.7.11 "),
                                        EndsWith("220 2.0.0 Begin TLS now\r\n")));
    ASSERT_TRUE(client.start_tls());
    client.send(std::string(sign_in) + std::string(hello) + std::string(sign_in));
    EXPECT_THAT(client.lines(11),
                AllOf(StartsWith("503 5.5.1 Say EHLO first\r\n"), EndsWith("235 2.7.0 Signed in\r\n")));
}

TEST_F(SmtpTest, DropsAConnectionWithWordsSlippedInBehindStartTls) {
    open(workers);
    Client client(listeners.ports("submission").at(0));
    client.send(std::string(hello) + "STARTTLS\r\nNOOP\r\n");
    EXPECT_THAT(client.rest(), AllOf(EndsWith("closing\r\n"), HasSubstr("503 5.5.1 Nothing may follow STARTTLS")));
}

TEST_F(SmtpTest, TakesALargeMessageWhetherOrNotStorageBlocks) {
    open(workers);
    std::string text = "From: ann@bailey.test\r\n\r\n";
    while (text.size() < 5'000'000) text += "a line of a large message, number " + std::to_string(text.size()) + "\r\n";
    for (bool blocks : {false, true}) {
        office.blocks = blocks;
        auto client = signed_in();
        client->send(std::string(envelope) + text + ".\r\n");
        EXPECT_THAT(client->lines(4), EndsWith("250 2.0.0 Accepted for delivery as q17\r\n"));
    }
    auto taken = office.taken();
    ASSERT_EQ(taken.size(), 2u);
    EXPECT_TRUE(taken[0].text == text && taken[1].text == text);
}

TEST_F(SmtpTest, TakesChunks) {
    open(workers);
    auto client = signed_in();
    client->send(
        "MAIL FROM:<ann@bailey.test>\r\nRCPT TO:<bob@bailey.test>\r\nBDAT 13\r\nSubject: x\r\n\rBDAT 4 LAST\r\n\nhi.");
    EXPECT_THAT(client->lines(4),
                EndsWith("250 2.0.0 13 octets received\r\n250 2.0.0 Accepted for delivery as q17\r\n"));
    EXPECT_EQ(office.taken().at(0).text, "Subject: x\r\n\r\nhi.\r\n");
}

TEST_F(SmtpTest, PromisesNothingWhenStorageIsFull) {
    open(workers);
    office.full = true;
    auto client = signed_in();
    client->send(std::string(envelope) + std::string(letter));
    EXPECT_THAT(client->lines(4), EndsWith("452 4.3.1 The service has no room just now; try again later\r\n"));
    office.full = false;
    client->send(std::string(envelope) + std::string(letter));
    EXPECT_THAT(client->lines(4), EndsWith("250 2.0.0 Accepted for delivery as q17\r\n"));
}

TEST_F(SmtpTest, ForgetsAMessageThatWasBrokenOff) {
    open(workers);
    signed_in()->send(std::string(envelope) + "From: ann@bailey.test\r\n\r\nHel");
    auto client = signed_in();
    client->send(std::string(envelope) + "half a line\n.\r\nNOOP\r\n");
    EXPECT_THAT(client->rest(),
                EndsWith("554 5.6.0 Message refused: its lines must end in CR LF, with no CR, LF or NUL "
                         "elsewhere\r\n"));
    EXPECT_EQ(listeners.stop(10s), 0u);
    EXPECT_TRUE(office.taken().empty());
    EXPECT_EQ(office.abandoned, 2);
}

TEST_F(SmtpTest, SaysTryLaterWhenAServiceThrowsAndGoesOn) {
    open(workers);
    auto client = signed_in();
    office.throws = true;
    client->send("MAIL FROM:<ann@bailey.test>\r\n");
    EXPECT_THAT(client->line(), StartsWith("451 4.3.0 "));
    office.throws = false;
    client->send("MAIL FROM:<ann@bailey.test>\r\n");
    EXPECT_THAT(client->line(), StartsWith("250 2.1.0 "));
}

TEST_F(SmtpTest, SaysTryLaterWhenAllWorkersAreTaken) {
    Workers none(1, 0);
    open(none);
    auto client = connect();
    client->send(std::string(hello) + std::string(sign_in));
    EXPECT_THAT(client->lines(10), EndsWith("454 4.7.0 Signing in does not work just now; try again later\r\n"));
    client.reset();
    listeners.stop(10s);
}

TEST_F(SmtpTest, LeavesSilentStrangersAfterTheTimeToSignIn) {
    timeouts.sign_in = 0s;
    open(workers);
    Client client(listeners.ports("submission").at(0));
    EXPECT_THAT(client.rest(), EndsWith("421 4.4.2 Nothing heard for too long; closing\r\n"));
}

TEST_F(SmtpTest, StopsIdleSessionsAtOnce) {
    open(workers);
    auto idle = signed_in();
    EXPECT_EQ(listeners.stop(10s), 0u);
    EXPECT_EQ(idle->rest(), "421 4.3.2 The service is restarting; try again in a minute\r\n");
}

TEST_F(SmtpTest, FinishesAMessageUnderWayBeforeItStops) {
    open(workers);
    std::promise<void> may_finish;
    office.before_finish = may_finish.get_future().share();
    auto busy = signed_in();
    busy->send(envelope);
    EXPECT_THAT(busy->lines(3), HasSubstr("354 "));
    auto stopped = std::async(std::launch::async, [&] { return listeners.stop(10s); });
    busy->send(letter);
    may_finish.set_value();
    EXPECT_EQ(
        busy->rest(),
        "250 2.0.0 Accepted for delivery as q17\r\n421 4.3.2 The service is restarting; try again in a minute\r\n");
    EXPECT_EQ(stopped.get(), 0u);
    EXPECT_EQ(office.taken().size(), 1u);
}

}  // namespace
}  // namespace bailey::net
