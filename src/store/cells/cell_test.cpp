#include "store/cells/cell.hpp"

#include <gtest/gtest.h>

#include <future>

#include "store/blobs/sealer.hpp"
#include "store/ids.hpp"
#include "store/sql/engine_fixture.hpp"

namespace bailey::store {
namespace {

constexpr std::uint64_t roomy = 1u << 30;
constexpr AccountId ann{101}, ben{102};

class CellTest : public sql::EngineTest {
protected:
    void SetUp() override {
        EngineTest::SetUp();
        if (IsSkipped() || HasFatalFailure()) return;
        url = fresh_database();
        open();
    }
    void open() {
        cell.reset();
        auto opened = Cell::open(0, url, 2, ring, clock);
        ASSERT_TRUE(opened);
        cell = std::move(*opened);
    }
    std::shared_ptr<CellDelivery> message(std::int64_t id, std::string_view text, std::vector<CellDelivery::To> to) {
        Sealer sealer;
        sealer.write(text);
        sealer.finish();
        auto d = std::make_shared<CellDelivery>();
        d->message = {id, text.size(), clock.now()};
        d->key = sealer.key();
        d->boxes = std::make_shared<std::vector<Bytes>>(std::move(sealer.chunks()));
        d->to = std::move(to);
        return d;
    }
    Result<CellOutcome> deliver(std::shared_ptr<const CellDelivery> d) {
        std::promise<Result<CellOutcome>> answer;
        cell->deliver(
            std::move(d), [&](Result<CellOutcome> r) { answer.set_value(std::move(r)); }, Writer::When::now);
        return answer.get_future().get();
    }
    Result<std::string> read(AccountId account, std::int64_t id) {
        BAILEY_TRY(auto m, cell->open_message(account, id));
        std::string text;
        for (std::uint32_t n = 0; n < m.chunks; ++n) BAILEY_CHECK(cell->read_chunk(m, n, text));
        return text;
    }
    void harm(const std::string& statement) {
        auto c = sql::open(url);
        ASSERT_TRUE(c);
        ASSERT_TRUE((*c)->script(statement));
    }
    std::int64_t number(const char* text) {
        auto c = sql::open(url);
        sql::Query query{"test_number", text};
        std::int64_t n = -1;
        EXPECT_TRUE((*c)->run(query, {}, [&](const sql::Row& r) { n = r.integer(0); }));
        return n;
    }
    ManualClock clock{from_millis(1'800'000'000'000)};
    KeyRing ring = KeyRing::for_tests();
    std::string url;
    std::unique_ptr<Cell> cell;
};
BAILEY_ON_BOTH_ENGINES(CellTest);

TEST_P(CellTest, WhatIsDeliveredIsListedAndReadBack) {
    ASSERT_TRUE(deliver(message(1, "Subject: a\r\n\r\nhello\r\n", {{ann, roomy}})));
    ASSERT_TRUE(deliver(message(2, "Subject: b\r\n\r\n", {{ann, roomy}})));
    auto listed = cell->inbox(ann);
    ASSERT_TRUE(listed);
    ASSERT_EQ(listed->size(), 2u);
    EXPECT_EQ((*listed)[0].id, 1);
    EXPECT_EQ((*listed)[0].octets, 21u);
    EXPECT_EQ(*read(ann, 1), "Subject: a\r\n\r\nhello\r\n");
    EXPECT_EQ(read(ben, 1).error(), Errc::not_found) << "another account's message";
}

TEST_P(CellTest, ASecondDeliveryOfTheSameMessageIsDropped) {
    auto d = message(1, "once", {{ann, roomy}});
    ASSERT_TRUE(deliver(d));
    ASSERT_TRUE(deliver(d));
    EXPECT_EQ(cell->inbox(ann)->size(), 1u);
    EXPECT_EQ(number("select refs from blob"), 1);
    EXPECT_EQ(number("select used_octets from account"), 4);
}

TEST_P(CellTest, ARemovedMessageDoesNotComeBack) {
    auto d = message(1, "once", {{ann, roomy}});
    ASSERT_TRUE(deliver(d));
    ASSERT_TRUE(cell->remove(ann, {1}));
    ASSERT_TRUE(deliver(d));
    EXPECT_TRUE(cell->inbox(ann)->empty());
}

TEST_P(CellTest, OneCopyServesManyAccountsUntilTheLastLetsGo) {
    ASSERT_TRUE(deliver(message(1, "shared", {{ann, roomy}, {ben, roomy}})));
    EXPECT_EQ(number("select count(*) from blob"), 1);
    ASSERT_TRUE(cell->remove(ann, {1}));
    EXPECT_EQ(*cell->collect(0), 0);
    EXPECT_EQ(*read(ben, 1), "shared");
    ASSERT_TRUE(cell->remove(ben, {1}));
    EXPECT_EQ(*cell->collect(0), 1);
    EXPECT_EQ(number("select count(*) from blob"), 0);
}

TEST_P(CellTest, AFullMailboxRefusesWhileOthersReceive) {
    auto outcome = deliver(message(1, "12345678", {{ann, 4}, {ben, roomy}}));
    ASSERT_TRUE(outcome);
    EXPECT_EQ((*outcome)[0].error(), Errc::over_quota);
    EXPECT_TRUE((*outcome)[1]);
    EXPECT_TRUE(cell->inbox(ann)->empty());
    EXPECT_EQ(cell->inbox(ben)->size(), 1u);
}

TEST_P(CellTest, OneMessageTooLargeDoesNotMakeAMailboxFull) {
    ASSERT_TRUE(deliver(message(1, std::string(100'000, 'x'), {{ann, 50'000}})));
    EXPECT_FALSE(cell->known_full(ann)) << "a small message still fits";
    ASSERT_TRUE(deliver(message(2, std::string(49'000, 'x'), {{ann, 50'000}})));
    ASSERT_TRUE(deliver(message(3, std::string(2'000, 'x'), {{ann, 50'000}})));
    EXPECT_TRUE(cell->known_full(ann));
    ASSERT_TRUE(cell->remove(ann, {2}));
    EXPECT_FALSE(cell->known_full(ann)) << "there is room again";
}

TEST_P(CellTest, RemovingGivesRoomBackAndTakesAllOrNone) {
    ASSERT_TRUE(deliver(message(1, "1234", {{ann, 10}})));
    ASSERT_TRUE(deliver(message(2, "1234", {{ann, 10}})));
    EXPECT_EQ(*cell->room(ann), 2u);
    ASSERT_TRUE(cell->remove(ann, {1, 2, 99}));
    EXPECT_EQ(*cell->room(ann), 10u);
    EXPECT_EQ(number("select messages + unread from mailbox"), 0);
}

TEST_P(CellTest, ALargeMessageSurvivesAsChunks) {
    std::string text(3 * chunk_size + 17, 'x');
    text[chunk_size] = 'y';
    ASSERT_TRUE(deliver(message(1, text, {{ann, roomy}})));
    EXPECT_EQ(number("select count(*) from blob_chunk"), 3);
    EXPECT_EQ(*read(ann, 1), text);
}

TEST_P(CellTest, ADamagedChunkIsNeverServed) {
    std::string text(chunk_size + 5, 'x');
    ASSERT_TRUE(deliver(message(1, text, {{ann, roomy}})));
    harm(postgres() ? "update blob_chunk set box = set_byte(box, 2, 255 - get_byte(box, 2))"
                    : "update blob_chunk set box = x'00' || substr(box, 2)");
    EXPECT_EQ(read(ann, 1).error(), Errc::corrupt);
    harm("delete from blob_chunk");
    EXPECT_EQ(read(ann, 1).error(), Errc::corrupt) << "a missing chunk";
}

TEST_P(CellTest, AKeyMovedToAnotherAccountDoesNotOpenItsMail) {
    ASSERT_TRUE(deliver(message(1, "ann's", {{ann, roomy}})));
    ASSERT_TRUE(deliver(message(2, "ben's", {{ben, roomy}})));
    harm(
        "insert into message (account_id, message_id, blob_id, wrapped_key, octets, received_at, change) "
        "select 102, message_id, blob_id, wrapped_key, octets, received_at, change from message "
        "where account_id = 101");
    EXPECT_EQ(read(ben, 1).error(), Errc::corrupt);
}

TEST_P(CellTest, NothingReadableLiesInTheDatabase) {
    ASSERT_TRUE(deliver(message(1, "Subject: verdict\r\n\r\nguilty\r\n", {{ann, roomy}})));
    EXPECT_EQ(number(postgres() ? "select count(*) from blob where position('guilty'::bytea in first_chunk) > 0"
                                : "select count(*) from blob where instr(first_chunk, x'6775696c7479') > 0"),
              0);
}

TEST_P(CellTest, AllIsThereAfterAReopening) {
    ASSERT_TRUE(deliver(message(1, "kept", {{ann, roomy}})));
    open();
    EXPECT_EQ(*read(ann, 1), "kept");
}

TEST_P(CellTest, ChunksOfAnUnfinishedCopyAreCollected) {
    ASSERT_TRUE(cell->put_chunks(5, 1, {Bytes(10, 1), Bytes(10, 2)}));
    EXPECT_EQ(*cell->collect(5), 0) << "it may still be on its way";
    EXPECT_EQ(*cell->collect(6), 2);
}

TEST(IdsTest, TextIsReadBackAndNonsenseRefused) {
    SystemClock clock;
    Ids ids(clock);
    auto a = ids.next(), b = ids.next();
    EXPECT_LT(a, b);
    EXPECT_EQ(*id_from(id_text(a)), a);
    EXPECT_EQ(id_text(a).size(), 13u);
    EXPECT_FALSE(id_from("short"));
    EXPECT_FALSE(id_from("AAAAAAAAAAAAA"));
    EXPECT_FALSE(id_from("7777777777777")) << "more than 63 bits";
}

TEST(SealerTest, ChunksOpenInOrderAndTruncationShows) {
    Sealer sealer;
    std::string text(2 * chunk_size, 'a');
    for (std::size_t at = 0; at < text.size(); at += 1000) sealer.write(std::string_view(text).substr(at, 1000));
    sealer.finish();
    ASSERT_EQ(sealer.chunks().size(), 2u);
    std::string plain;
    ASSERT_TRUE(unseal_chunk(sealer.key(), 0, false, sealer.chunks()[0], plain));
    ASSERT_TRUE(unseal_chunk(sealer.key(), 1, true, sealer.chunks()[1], plain));
    EXPECT_EQ(plain, text);
    EXPECT_EQ(unseal_chunk(sealer.key(), 0, true, sealer.chunks()[0], plain).error(), Errc::corrupt);
}

}  // namespace
}  // namespace bailey::store
