#include "store/writer.hpp"

#include <gtest/gtest.h>

#include <future>

#include "store/sql/engine_fixture.hpp"

namespace bailey::store {
namespace {

constexpr sql::Query insert{"test_insert", "insert into thing (id, name) values ($1, $2)"};
constexpr sql::Query count{"test_count", "select count(*) from thing"};

class WriterTest : public sql::EngineTest {
protected:
    void SetUp() override {
        EngineTest::SetUp();
        if (IsSkipped() || HasFatalFailure()) return;
        url = fresh_database();
        auto c = sql::open(url);
        ASSERT_TRUE(c);
        ASSERT_TRUE((*c)->script("create table thing (id bigint primary key, name text not null)"));
        writer = std::make_unique<Writer>(std::move(*c), "test");
    }
    std::int64_t rows() {
        auto c = sql::open(url);
        std::int64_t n = -1;
        EXPECT_TRUE((*c)->run(count, {}, [&](const sql::Row& r) { n = r.integer(0); }));
        return n;
    }
    std::string url;
    std::unique_ptr<Writer> writer;
};
BAILEY_ON_BOTH_ENGINES(WriterTest);

TEST_P(WriterTest, WhatRunReportsIsThereForOthers) {
    EXPECT_TRUE(writer->run([](sql::Connection& c) { return c.send(insert, {1, "one"}); }));
    EXPECT_EQ(rows(), 1);
}

TEST_P(WriterTest, ManyCallersShareCommits) {
    std::promise<void> open;
    auto gate = open.get_future().share();
    writer->submit(
        [gate](sql::Connection&) {
            gate.wait();
            return Result<void>();
        },
        [](Result<void>) {});
    std::vector<std::promise<Result<void>>> answers(200);
    for (int n = 0; n < 200; ++n)
        writer->submit(
            [n](sql::Connection& c) {
                return c.send(insert, {n, "x"});
            },
            [&answers, n](Result<void> r) { answers[static_cast<std::size_t>(n)].set_value(r); });
    open.set_value();
    for (auto& a : answers) EXPECT_TRUE(a.get_future().get());
    EXPECT_EQ(rows(), 200);
    EXPECT_LE(writer->commits(), 3u);
}

TEST_P(WriterTest, OneBadPartHarmsNoOther) {
    std::promise<void> open;
    auto gate = open.get_future().share();
    writer->submit(
        [gate](sql::Connection&) {
            gate.wait();
            return Result<void>();
        },
        [](Result<void>) {});
    std::vector<std::promise<Result<void>>> answers(20);
    for (int n = 0; n < 20; ++n)
        writer->submit(
            [n](sql::Connection& c) {
                return c.send(insert, {n == 7 ? 3 : n, "x"});
            },  // 7 repeats 3
            [&answers, n](Result<void> r) { answers[static_cast<std::size_t>(n)].set_value(r); });
    open.set_value();
    for (int n = 0; n < 20; ++n) {
        auto r = answers[static_cast<std::size_t>(n)].get_future().get();
        if (n == 7)
            EXPECT_EQ(r.error(), Errc::exists);
        else
            EXPECT_TRUE(r) << n;
    }
    EXPECT_EQ(rows(), 19);
}

TEST_P(WriterTest, ARefusedJobLeavesNothingBehind) {
    auto r = writer->run([](sql::Connection& c) -> Result<void> {
        BAILEY_CHECK(c.send(insert, {1, "half"}));
        return Errc::over_quota;
    });
    EXPECT_EQ(r.error(), Errc::over_quota);
    EXPECT_EQ(rows(), 0);
}

TEST_P(WriterTest, WorkThatMayLingerIsStillDone) {
    std::promise<Result<void>> answer;
    writer->submit(
        [](sql::Connection& c) {
            return c.send(insert, {1, "x"});
        },
        [&](Result<void> r) { answer.set_value(r); }, Writer::When::soon);
    EXPECT_TRUE(answer.get_future().get());
    EXPECT_EQ(rows(), 1);
}

TEST_P(WriterTest, StoppingFinishesWhatWasSubmitted) {
    for (int n = 0; n < 50; ++n)
        writer->submit(
            [n](sql::Connection& c) {
                return c.send(insert, {n, "x"});
            },
            [](Result<void>) {}, Writer::When::soon);
    writer.reset();
    EXPECT_EQ(rows(), 50);
}

}  // namespace
}  // namespace bailey::store
