#include "net/workers.hpp"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>
#include <latch>
#include <stdexcept>

#include "net/loop.hpp"

namespace bailey::net {
namespace {

using namespace std::chrono_literals;

class WorkersTest : public ::testing::Test {
protected:
    WorkersTest() { loops.start(); }
    template <class F>
    auto on_loop(F coroutine) {
        return boost::asio::co_spawn(loops[0].context(), std::move(coroutine), boost::asio::use_future).get();
    }
    Loops loops{1, 20ms};
    Workers workers{2, 2};
};

TEST_F(WorkersTest, RunsElsewhereAndComesHome) {
    on_loop([&]() -> awaitable<void> {
        auto home = std::this_thread::get_id();
        auto there = co_await on_worker(workers, [] { return Result<std::thread::id>(std::this_thread::get_id()); });
        EXPECT_NE(*there, home);
        EXPECT_EQ(std::this_thread::get_id(), home);
    });
}

TEST_F(WorkersTest, CarriesErrorsAndMoveOnlyAnswers) {
    on_loop([&]() -> awaitable<void> {
        auto failed = co_await on_worker(workers, [] { return Result<int>(make_error_code(Errc::over_quota)); });
        EXPECT_EQ(failed.error(), Errc::over_quota);
        auto owned = co_await on_worker(workers, [] { return Result<std::unique_ptr<int>>(std::make_unique<int>(7)); });
        EXPECT_EQ(**owned, 7);
    });
}

TEST_F(WorkersTest, AThrowingServiceCountsAsTryLater) {
    on_loop([&]() -> awaitable<void> {
        auto answer = co_await on_worker(workers, []() -> Result<int> { throw std::runtime_error("store gone"); });
        EXPECT_EQ(answer.error(), Errc::try_later);
    });
    EXPECT_EQ(workers.jobs(), 0u);
}

TEST_F(WorkersTest, AFullQueueRefusesInsteadOfGrowing) {
    std::latch begun(2), go(1);
    auto slow = [&]() -> awaitable<Result<void>> {
        co_return co_await on_worker(workers, [&] {
            begun.count_down();
            go.wait();
            return Result<void>();
        });
    };
    auto first = boost::asio::co_spawn(loops[0].context(), slow, boost::asio::use_future);
    auto second = boost::asio::co_spawn(loops[0].context(), slow, boost::asio::use_future);
    begun.wait();
    on_loop([&]() -> awaitable<void> {
        auto third = co_await on_worker(workers, [] { return Result<void>(); });
        EXPECT_EQ(third.error(), Errc::try_later);
    });
    go.count_down();
    EXPECT_TRUE(first.get());
    EXPECT_TRUE(second.get());
    on_loop([&]() -> awaitable<void> { EXPECT_TRUE(co_await on_worker(workers, [] { return Result<void>(); })); });
}

TEST_F(WorkersTest, ACallbackFromAnyThreadResumesTheCoroutineAtHome) {
    std::thread other;
    on_loop([&]() -> awaitable<void> {
        auto home = std::this_thread::get_id();
        auto id = co_await on_done<Result<std::string>>([&](std::function<void(Result<std::string>)> done) {
            other = std::thread([done = std::move(done)] { done(std::string("q17")); });
        });
        EXPECT_EQ(*id, "q17");
        EXPECT_EQ(std::this_thread::get_id(), home);
    });
    other.join();
}

}  // namespace
}  // namespace bailey::net
