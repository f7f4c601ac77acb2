// Messages that their sender asked to be held (RFC 4865): delivered at their time, or taken back before it.
#include <gtest/gtest.h>

#include <future>
#include <mutex>
#include <set>
#include <thread>

#include "services/delivery/mail_intake.hpp"
#include "services/signin/signin_fixture.hpp"

namespace bailey::delivery {
namespace {

using namespace std::chrono_literals;

class HoldTest : public signin::SignedInTest {
protected:
    void SetUp() override {
        SignedInTest::SetUp();
        if (HasFatalFailure() || IsSkipped()) return;
        ben = create("ben@firm.com");
        std::vector<std::string> urls;
        for (int n = 0; n < 4; ++n) urls.push_back(fresh_database());
        cells = std::move(store::Cells::open(urls, 2, ring, clock).value());
        queue_url = fresh_database();
        start();
    }
    void TearDown() override {
        stop();
        cells.reset();
        SignedInTest::TearDown();
    }
    // As a process that begins.
    void start() {
        queue = std::move(store::Queue::open(queue_url, 2, ring, clock, "node-1").value());
        Deliverer::Settings settings;
        settings.poll = 5ms;
        deliverer =
            std::make_unique<Deliverer>(Deliverer::Rooms{*queue, *cells, *directory, ids, names, clock}, settings);
        deliverer->listen([this](const Deliverer::News& news) {
            std::lock_guard lock(mutex);
            heard.push_back(news);
        });
        intake = std::make_unique<MailIntake>(
            MailIntake::Rooms{*community, *directory, *cells, *queue, ids, *deliverer, names, clock},
            MailIntake::Settings{.limits = {}, .hostname = "mail.bailey.test"});
        ASSERT_TRUE(deliverer->start());
    }
    void stop() {
        if (deliverer) deliverer->stop();
        intake.reset();
        deliverer.reset();
        queue.reset();
    }
    std::int64_t send(std::optional<Time> until, std::string protocol = "ESMTPSA") {
        Envelope envelope;
        envelope.sender = Address::trusted("ann", "firm.com.bailey.test");
        for (auto local : {"ann", "ben"}) envelope.recipients.push_back({Address::trusted(local, "firm.com")});
        envelope.hold_until = until;
        ReceivedFrom from;
        from.protocol = std::move(protocol);
        auto incoming = intake->receive(signed_in(), std::move(envelope), from).value();
        EXPECT_TRUE(incoming->write("From: ann@firm.com\r\nSubject: Later\r\n\r\nbody\r\n"));
        std::promise<Result<std::string>> durable;
        incoming->finish([&](Result<std::string> done) { durable.set_value(std::move(done)); });
        auto id = durable.get_future().get();
        EXPECT_TRUE(id);
        EXPECT_EQ(id.value(), store::id_text(incoming->id()));
        return incoming->id();
    }
    std::size_t inbox(AccountId account) {
        auto cell = cells->at(directory->find(account).value().cell).value();
        return cell->inbox(account).value().size();
    }
    void settle() {
        while (deliverer->pending() > 0) std::this_thread::sleep_for(1ms);
    }
    // Time for the agent to look at the queue several times.
    static void let_it_look() { std::this_thread::sleep_for(60ms); }

    const KeyRing ring = KeyRing::for_tests();
    store::Ids ids{clock};
    std::unique_ptr<store::Cells> cells;
    std::string queue_url;
    std::unique_ptr<store::Queue> queue;
    std::unique_ptr<Deliverer> deliverer;
    std::unique_ptr<MailIntake> intake;
    std::mutex mutex;
    std::vector<Deliverer::News> heard;
    AccountId ben{};
};
BAILEY_ON_BOTH_ENGINES(HoldTest);

TEST_P(HoldTest, IsDeliveredWhenItsTimeHasComeAndNotBefore) {
    auto id = send(clock.now() + 1h);
    let_it_look();
    EXPECT_EQ(inbox(ben), 0u);
    EXPECT_EQ(deliverer->pending(), 2);
    clock.advance(1h);
    settle();
    EXPECT_EQ(inbox(ben), 1u);
    EXPECT_EQ(inbox(ann), 1u);
    EXPECT_TRUE(queue->load(id)->finished);
}

TEST_P(HoldTest, IsHeldOverARestart) {
    send(clock.now() + 1h);
    stop();
    start();
    let_it_look();
    EXPECT_EQ(inbox(ben), 0u);
    EXPECT_EQ(deliverer->pending(), 2);
    clock.advance(1h);
    settle();
    EXPECT_EQ(inbox(ben), 1u);
}

TEST_P(HoldTest, TakenBackItReachesNobody) {
    auto id = send(clock.now() + 1h);
    ASSERT_TRUE(deliverer->cancel(id));
    EXPECT_EQ(deliverer->pending(), 0);
    clock.advance(2h);
    let_it_look();
    EXPECT_EQ(inbox(ben), 0u);
    EXPECT_EQ(inbox(ann), 0u);
    EXPECT_EQ(deliverer->cancel(id).error(), Errc::conflict);
}

TEST_P(HoldTest, WhatIsDeliveredIsNotTakenBack) {
    auto id = send({});
    settle();
    EXPECT_EQ(deliverer->cancel(id).error(), Errc::conflict);
    EXPECT_EQ(deliverer->pending(), 0);
    EXPECT_EQ(inbox(ben), 1u);
}

// Whoever is told that a message was taken back finds it in no mailbox, and whoever is told otherwise in all of them.
TEST_P(HoldTest, TakingBackAtTheVeryMomentOfDeliveryIsAllOrNothing) {
    std::set<std::int64_t> delivered;
    for (int n = 0; n < 25; ++n) {
        auto id = send(clock.now() + 1s);
        clock.advance(1s);
        if (n % 2) std::this_thread::sleep_for(std::chrono::milliseconds(n / 4));
        if (!deliverer->cancel(id)) delivered.insert(id);
    }
    settle();
    EXPECT_EQ(deliverer->pending(), 0);
    for (auto account : {ann, ben}) {
        auto cell = cells->at(directory->find(account).value().cell).value();
        std::set<std::int64_t> there;
        for (auto& message : cell->inbox(account).value()) there.insert(message.id);
        EXPECT_EQ(there, delivered);
    }
}

TEST_P(HoldTest, AMessageCountsItsTimeFromItsRelease) {
    send(clock.now() + 24h * 30);
    clock.advance(24h * 30);
    settle();
    EXPECT_EQ(inbox(ben), 1u) << "it is not too old to be delivered";
}

TEST_P(HoldTest, WhoSubmittedThroughJmapHearsOfItAndWhoDidNotDoesNot) {
    send({});
    settle();
    auto id = send({}, "JMAP");
    settle();
    std::lock_guard lock(mutex);
    ASSERT_FALSE(heard.empty());
    for (auto& news : heard) {
        EXPECT_EQ(news.message, id);
        EXPECT_EQ(news.watcher, ann);
        EXPECT_TRUE(news.reported_to.empty());
    }
}

TEST_P(HoldTest, AReportIsHeardOfByTheAccountThatGetsIt) {
    auto id = send(clock.now() + 1h, "JMAP");
    ASSERT_TRUE(users->remove(system_actor(), ben));
    clock.advance(1h);
    settle();
    let_it_look();
    settle();
    std::lock_guard lock(mutex);
    std::vector<AccountId> reported;
    for (auto& news : heard) {
        if (news.message == id) continue;
        reported.insert(reported.end(), news.reported_to.begin(), news.reported_to.end());
    }
    EXPECT_EQ(reported, std::vector{ann});
    EXPECT_EQ(inbox(ann), 2u) << "her copy, and the report";
}

}  // namespace
}  // namespace bailey::delivery
