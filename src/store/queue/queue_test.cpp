#include "store/queue/queue.hpp"

#include <gtest/gtest.h>

#include <future>
#include <set>
#include <thread>

#include "store/blobs/sealer.hpp"
#include "store/sql/engine_fixture.hpp"

namespace bailey::store {
namespace {

using namespace std::chrono_literals;

class QueueTest : public sql::EngineTest {
protected:
    void SetUp() override {
        EngineTest::SetUp();
        if (IsSkipped() || HasFatalFailure()) return;
        url = fresh_database();
        open("node-1");
    }
    void open(const std::string& node) {
        queue.reset();
        auto opened = Queue::open(url, 2, ring, clock, node);
        ASSERT_TRUE(opened);
        queue = std::move(*opened);
    }
    std::shared_ptr<NewEntry> entry(std::int64_t id, int recipients = 1) {
        Sealer sealer;
        sealer.write("Subject: x\r\n\r\nbody\r\n");
        sealer.finish();
        auto e = std::make_shared<NewEntry>();
        e->id = id;
        e->accepted = clock.now();
        e->sender_account = AccountId{7};
        e->envelope.sender = Address::trusted("ann", "court.bailey.test");
        for (int n = 0; n < recipients; ++n)
            e->envelope.recipients.push_back({Address::trusted("r" + std::to_string(n), "firm.bailey.test")});
        e->accounts.resize(static_cast<std::size_t>(recipients));
        e->origin = {"127.0.0.1", "ESMTPSA", "<1@x>"};
        e->key = sealer.key();
        e->octets = sealer.octets();
        e->boxes = std::make_shared<std::vector<Bytes>>(std::move(sealer.chunks()));
        return e;
    }
    Result<void> add(std::shared_ptr<const NewEntry> e) {
        std::promise<Result<void>> answer;
        queue->add(std::move(e), [&](Result<void> r) { answer.set_value(r); });
        return answer.get_future().get();
    }
    Result<void> settle(Queue::Outcome outcome) {
        std::promise<Result<void>> answer;
        queue->settle(
            std::make_shared<Queue::Outcome>(std::move(outcome)), [&](Result<void> r) { answer.set_value(r); },
            Writer::When::now);
        return answer.get_future().get();
    }
    ManualClock clock{from_millis(1'800'000'000'000)};
    KeyRing ring = KeyRing::for_tests();
    std::string url;
    std::unique_ptr<Queue> queue;
};
BAILEY_ON_BOTH_ENGINES(QueueTest);

TEST_P(QueueTest, AnEntryIsLoadedAsItWasAccepted) {
    auto e = entry(1, 3);
    e->envelope.recipients[1].notify = {.success = true};
    e->envelope.recipients[1].original = "rfc822;r1@firm.co.uk";
    e->envelope.envelope_id = "QQ314159";
    e->envelope.return_content = ReturnContent::full;
    ASSERT_TRUE(add(e));
    open("node-1");
    auto got = queue->load(1);
    ASSERT_TRUE(got);
    EXPECT_EQ(got->envelope.sender, e->envelope.sender);
    EXPECT_EQ(got->envelope.recipients, e->envelope.recipients);
    EXPECT_EQ(got->envelope.envelope_id, "QQ314159");
    EXPECT_EQ(got->envelope.return_content, ReturnContent::full);
    EXPECT_EQ(got->origin.message_id, "<1@x>");
    EXPECT_EQ(got->recipients.size(), 3u);
    Bytes box;
    std::string text;
    ASSERT_TRUE(queue->read_chunk(1, 0, box));
    ASSERT_TRUE(unseal_chunk(got->key, 0, true, box, text));
    EXPECT_EQ(text, "Subject: x\r\n\r\nbody\r\n");
}

TEST_P(QueueTest, WhatANodeHoldsIsNotClaimedTwice) {
    ASSERT_TRUE(add(entry(1)));
    EXPECT_TRUE(queue->claim(10)->empty()) << "just accepted: this node is delivering it";
    clock.advance(10min);  // the node must have died
    EXPECT_EQ(queue->claim(10)->size(), 1u);
    EXPECT_TRUE(queue->claim(10)->empty());
}

TEST_P(QueueTest, ANodeThatComesBackFindsItsOwnAtOnce) {
    ASSERT_TRUE(add(entry(1)));
    ASSERT_TRUE(add(entry(2)));
    open("node-2");
    ASSERT_TRUE(queue->release_own_leases());
    EXPECT_TRUE(queue->claim(10)->empty()) << "another node's leases stay";
    open("node-1");
    ASSERT_TRUE(queue->release_own_leases());
    EXPECT_EQ(queue->claim(10)->size(), 2u);
}

TEST_P(QueueTest, FinishedWhenTheLastRecipientIsSettled) {
    ASSERT_TRUE(add(entry(1, 2)));
    ASSERT_TRUE(settle({{{1, 0, RecipientState::delivered, {}, {}, false}}, {}}));
    EXPECT_FALSE(queue->load(1)->finished);
    EXPECT_EQ(*queue->waiting_recipients(), 1);
    ASSERT_TRUE(settle({{{1, 1, RecipientState::failed, {}, Errc::not_found, false}}, {}}));
    auto e = queue->load(1);
    EXPECT_TRUE(e->finished);
    EXPECT_EQ(e->recipients[1].reason, Errc::not_found);
    EXPECT_EQ(*queue->waiting_recipients(), 0);
}

TEST_P(QueueTest, APutOffRecipientIsDueAtItsTime) {
    ASSERT_TRUE(add(entry(1)));
    ASSERT_TRUE(settle({{{1, 0, RecipientState::waiting, clock.now() + 60s, Errc::try_later, true}}, {}}));
    EXPECT_TRUE(queue->claim(10)->empty());
    clock.advance(61s);
    EXPECT_EQ(queue->claim(10)->size(), 1u);
    auto e = queue->load(1);
    EXPECT_EQ(e->recipients[0].attempts, 1);
    EXPECT_TRUE(e->recipients[0].delay_told);
}

TEST_P(QueueTest, AnOperatorsRetryMakesItDueNow) {
    ASSERT_TRUE(add(entry(1)));
    ASSERT_TRUE(settle({{{1, 0, RecipientState::waiting, clock.now() + 1h, Errc::try_later, false}}, {}}));
    ASSERT_TRUE(queue->retry(1));
    EXPECT_EQ(queue->claim(10)->size(), 1u);
    EXPECT_EQ(queue->retry(99).error(), Errc::not_found);
}

TEST_P(QueueTest, AHeldMessageIsNobodysUntilItsTime) {
    auto e = entry(1, 2);
    e->envelope.hold_until = clock.now() + 1h;
    ASSERT_TRUE(add(e));
    open("node-1");
    ASSERT_TRUE(queue->release_own_leases());
    EXPECT_TRUE(queue->claim(10)->empty());
    auto got = queue->load(1);
    EXPECT_EQ(got->envelope.hold_until, e->envelope.hold_until);
    EXPECT_FALSE(got->recipients[0].leased);
    EXPECT_EQ(*queue->waiting_recipients(), 2);
    clock.advance(1h);
    EXPECT_EQ(queue->claim(10)->size(), 1u);
    EXPECT_TRUE(queue->load(1)->recipients[1].leased);
}

TEST_P(QueueTest, ACanceledMessageIsFinishedAndNeverClaimed) {
    auto e = entry(1, 2);
    e->envelope.hold_until = clock.now() + 1h;
    ASSERT_TRUE(add(e));
    ASSERT_TRUE(queue->cancel(1));
    auto got = queue->load(1);
    EXPECT_TRUE(got->finished);
    for (auto& r : got->recipients) EXPECT_EQ(r.state, RecipientState::canceled);
    EXPECT_EQ(*queue->waiting_recipients(), 0);
    clock.advance(2h);
    EXPECT_TRUE(queue->claim(10)->empty());
    EXPECT_EQ(queue->cancel(1).error(), Errc::conflict) << "once";
    EXPECT_EQ(queue->retry(1).error(), Errc::not_found) << "no operator sends it either";
    clock.advance(8 * 24h);
    EXPECT_EQ(*queue->collect(7 * 24h, 0), 1);
}

TEST_P(QueueTest, WhatHasBegunToBeDeliveredIsNotCanceled) {
    EXPECT_EQ(queue->cancel(9).error(), Errc::not_found);
    ASSERT_TRUE(add(entry(1)));
    EXPECT_EQ(queue->cancel(1).error(), Errc::conflict) << "leased as it was accepted";
    auto e = entry(2, 2);
    e->envelope.hold_until = clock.now();
    ASSERT_TRUE(add(e));
    ASSERT_EQ(queue->claim(1)->size(), 1u);  // one of its two recipients
    EXPECT_EQ(queue->cancel(2).error(), Errc::conflict);
    EXPECT_EQ(queue->load(2)->recipients[1].state, RecipientState::waiting) << "all or none";
    ASSERT_TRUE(settle({{{2, 0, RecipientState::waiting, clock.now() + 60s, Errc::try_later, false}}, {}}));
    EXPECT_EQ(queue->cancel(2).error(), Errc::conflict) << "it was tried";
}

// The race that an undo is: of two nodes, one cancels what the other claims. Each message goes one way, whole.
TEST_P(QueueTest, CancelingAndClaimingAtOnceOneOfThemHasIt) {
    constexpr std::int64_t messages = 60;
    for (std::int64_t id = 1; id <= messages; ++id) {
        auto e = entry(id, 3);
        e->envelope.hold_until = clock.now();
        ASSERT_TRUE(add(e));
    }
    auto other = Queue::open(url, 2, ring, clock, "node-2");
    ASSERT_TRUE(other);
    std::set<std::int64_t> claimed, canceled;
    std::thread claiming([&] {
        for (int empty = 0; empty < 3;) {
            auto some = (*other)->claim(2);
            if (!some) continue;  // a passing conflict
            claimed.insert(some->begin(), some->end());
            empty = some->empty() ? empty + 1 : 0;
        }
    });
    for (auto id = messages; id >= 1; --id)
        if (queue->cancel(id)) canceled.insert(id);
    claiming.join();
    for (;;) {  // what was passed over while it was locked
        auto rest = (*other)->claim(100);
        ASSERT_TRUE(rest);
        if (rest->empty()) break;
        claimed.insert(rest->begin(), rest->end());
    }
    EXPECT_EQ(claimed.size() + canceled.size(), static_cast<std::size_t>(messages));
    for (auto id : canceled) EXPECT_FALSE(claimed.contains(id)) << id;
    for (std::int64_t id = 1; id <= messages; ++id) {
        auto loaded = queue->load(id);
        ASSERT_TRUE(loaded);
        for (auto& r : loaded->recipients)
            EXPECT_EQ(r.state, canceled.contains(id) ? RecipientState::canceled : RecipientState::waiting) << id;
    }
}

TEST_P(QueueTest, AReportIsQueuedWithTheFailureOrNotAtAll) {
    ASSERT_TRUE(add(entry(1)));
    auto report = entry(1);  // an id that is taken: the whole step must fail
    Queue::Outcome both{{{1, 0, RecipientState::failed, {}, Errc::not_found, false}}, {report}};
    EXPECT_FALSE(settle(both));
    EXPECT_EQ(queue->load(1)->recipients[0].state, RecipientState::waiting);
}

TEST_P(QueueTest, TheSafetyNetKeepsAFinishedMessageForItsTime) {
    ASSERT_TRUE(add(entry(1)));
    ASSERT_TRUE(settle({{{1, 0, RecipientState::delivered, {}, {}, false}}, {}}));
    clock.advance(6 * 24h);
    EXPECT_EQ(*queue->collect(7 * 24h, 0), 0);
    EXPECT_TRUE(queue->load(1));
    clock.advance(2 * 24h);
    EXPECT_EQ(*queue->collect(7 * 24h, 0), 1);
    EXPECT_EQ(queue->load(1).error(), Errc::not_found);
}

TEST_P(QueueTest, AnUnfinishedMessageIsNeverCollected) {
    ASSERT_TRUE(add(entry(1)));
    clock.advance(30 * 24h);
    EXPECT_EQ(*queue->collect(7 * 24h, 0), 0);
    EXPECT_TRUE(queue->load(1));
}

TEST_P(QueueTest, ChunksOfAMessageThatNeverArrivedAreCollected) {
    ASSERT_TRUE(queue->put_chunks(5, 1, {Bytes(10, 1)}));
    EXPECT_EQ(*queue->collect(7 * 24h, 5), 0);
    EXPECT_EQ(*queue->collect(7 * 24h, 6), 1);
}

TEST_P(QueueTest, NoAddressLiesReadableInTheDatabase) {
    ASSERT_TRUE(add(entry(1)));
    auto c = sql::open(url);
    sql::Query query{"test_open", postgres()
                                      ? "select count(*) from entry where position('court'::bytea in envelope) > 0"
                                      : "select count(*) from entry where instr(envelope, x'636f757274') > 0"};
    std::int64_t n = -1;
    ASSERT_TRUE((*c)->run(query, {}, [&](const sql::Row& r) { n = r.integer(0); }));
    EXPECT_EQ(n, 0);
}

TEST(TransitTest, BrokenBytesAreCorruptNotACrash) {
    Envelope e;
    e.recipients.push_back({Address::trusted("a", "b")});
    auto good = encode(e, {});
    ASSERT_TRUE(decode(good));
    for (std::size_t n = 0; n < good.size(); ++n) EXPECT_FALSE(decode(ByteView(good).first(n))) << n;
    auto longer = good;
    longer.push_back(0);
    EXPECT_FALSE(decode(longer));
}

}  // namespace
}  // namespace bailey::store
