#include "store/check/check.hpp"

#include <gtest/gtest.h>

#include <future>

#include "store/blobs/sealer.hpp"
#include "store/sql/engine_fixture.hpp"

namespace bailey::store {
namespace {

class CheckTest : public sql::EngineTest {
protected:
    void SetUp() override {
        EngineTest::SetUp();
        if (IsSkipped() || HasFatalFailure()) return;
        url = fresh_database();
        auto opened = Cell::open(3, url, 2, ring, clock);
        ASSERT_TRUE(opened);
        cell = std::move(*opened);
        deliver(1, "hello", {AccountId{101}, AccountId{102}});
        deliver(2, std::string(chunk_size + 1, 'x'), {AccountId{101}});
    }
    void deliver(std::int64_t id, const std::string& text, std::vector<AccountId> to) {
        Sealer sealer;
        sealer.write(text);
        sealer.finish();
        auto d = std::make_shared<CellDelivery>();
        d->message = {id, text.size(), clock.now()};
        d->key = sealer.key();
        d->boxes = std::make_shared<std::vector<Bytes>>(std::move(sealer.chunks()));
        for (auto a : to) d->to.push_back({a, 1u << 30});
        std::promise<bool> answer;
        cell->deliver(
            d, [&](const Result<CellOutcome>& r) { answer.set_value(r.has_value()); }, Writer::When::now);
        ASSERT_TRUE(answer.get_future().get());
    }
    std::vector<std::string> problems(const KeyRing& keys) {
        std::vector<std::string> found;
        auto done = check_cell(*cell, keys, [&](const std::string& p) { found.push_back(p); });
        EXPECT_TRUE(done);
        EXPECT_EQ(done->problems, found.size());
        return found;
    }
    // Does harm, and expects exactly these words among what is found.
    void expect_after(const std::string& harm, const std::string& words) {
        auto c = sql::open(url);
        ASSERT_TRUE((*c)->script(harm)) << harm;
        auto found = problems(ring);
        ASSERT_FALSE(found.empty()) << harm;
        bool said = false;
        for (auto& p : found) said |= p.find(words) != std::string::npos;
        EXPECT_TRUE(said) << found[0];
        EXPECT_TRUE(found[0].starts_with("cell 3, "));
    }
    SystemClock clock;
    KeyRing ring = KeyRing::for_tests();
    std::string url;
    std::unique_ptr<Cell> cell;
};
BAILEY_ON_BOTH_ENGINES(CheckTest);

TEST_P(CheckTest, AHealthyCellHasNoProblemsAndIsReadWhole) {
    std::vector<std::string> found;
    auto done = check_cell(*cell, ring, [&](const std::string& p) { found.push_back(p); });
    ASSERT_TRUE(done);
    EXPECT_TRUE(found.empty()) << found[0];
    EXPECT_EQ(done->accounts, 2u);
    EXPECT_EQ(done->messages, 3u);
    EXPECT_EQ(done->blobs, 2u);
    EXPECT_EQ(done->octets, 5 + chunk_size + 1);
}

TEST_P(CheckTest, MissingBytesAreNamed) { expect_after("delete from blob where octets = 5", "its bytes are missing"); }
TEST_P(CheckTest, AMissingChunkIsNamed) { expect_after("delete from blob_chunk", "chunk 1 is missing"); }
TEST_P(CheckTest, ADamagedChunkIsNamed) {
    expect_after("update blob set first_chunk = (select wrapped_key from account limit 1) where octets = 5",
                 "chunk 0 does not unseal");
}
TEST_P(CheckTest, AWrongKeyIsNamed) {
    expect_after("update message set wrapped_key = (select wrapped_key from account limit 1) where message_id = 2",
                 "its key does not open");
}
TEST_P(CheckTest, AWrongReferenceCountIsNamed) { expect_after("update blob set refs = 7", "counts 7 references"); }
TEST_P(CheckTest, WrongCountsAreNamed) {
    expect_after("update mailbox set unread = 5 where account_id = 101", "counts 2 messages, 5 unread; holds 2, 2");
    expect_after("update account set used_octets = 1 where account_id = 102", "counts 1 octets, holds 5");
}
TEST_P(CheckTest, ALostPlaceIsNamed) {
    expect_after("delete from mailbox_message where account_id = 102", "1 messages are in no mailbox");
    expect_after("delete from message where account_id = 101 and message_id = 2",
                 "1 places in mailboxes lead to no message");
}

}  // namespace
}  // namespace bailey::store
