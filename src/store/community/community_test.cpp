#include "store/community/community.hpp"

#include <atomic>
#include <thread>

#include "store/community/community_fixture.hpp"

namespace bailey::store {
namespace {

BAILEY_ON_BOTH_ENGINES(CommunityTest);

std::int64_t organisations_in(Community& community) {
    auto all = community.read([](sql::Connection& c) { return organisations::all(c); });
    EXPECT_TRUE(all);
    return all ? static_cast<std::int64_t>(all->size()) : -1;
}

TEST_P(CommunityTest, OpensADatabaseThatIsThereAndKeepsWhatIsInIt) {
    auto again = open();
    EXPECT_EQ(organisations_in(*again), 1);
}

TEST_P(CommunityTest, AFailedWriteLeavesNothing) {
    auto failed = community->write([&](sql::Connection& c) -> Result<void> {
        BAILEY_CHECK(organisations::insert(c, {.name = "Half"}, 7));
        return Errc::denied;
    });
    EXPECT_EQ(failed.error(), Errc::denied);
    EXPECT_EQ(organisations_in(*community), 1);
    auto clash = community->write([&](sql::Connection& c) { return organisations::insert(c, {.name = "Firm"}, 8); });
    EXPECT_EQ(clash.error(), Errc::exists);
    EXPECT_EQ(organisations_in(*open()), 1);
}

TEST_P(CommunityTest, ManyThreadsReadAndWriteThroughAFewConnections) {
    std::atomic<int> failures{0};
    {
        std::vector<std::jthread> threads;
        for (int t = 0; t < 12; ++t)
            threads.emplace_back([&, t] {
                auto made = community->write([&](sql::Connection& c) {
                    return organisations::insert(c, {.name = "Org " + std::to_string(t)}, 1);
                });
                failures += !made;
                for (int n = 0; n < 20; ++n)
                    failures += !community->read([](sql::Connection& c) { return organisations::all(c); });
            });
    }
    EXPECT_EQ(failures, 0);
    EXPECT_EQ(organisations_in(*community), 13);
}

TEST_P(CommunityTest, WatchersAreToldOfCommitsAlone) {
    int told = 0;
    community->watch(&told, [&] { ++told; });
    ASSERT_TRUE(community->write([](sql::Connection& c) { return placement::ensure_cells(c, 1); }));
    EXPECT_FALSE(community->write([](sql::Connection&) -> Result<void> { return Errc::conflict; }));
    EXPECT_EQ(told, 1);
    community->unwatch(&told);
    ASSERT_TRUE(community->write([](sql::Connection& c) { return placement::ensure_cells(c, 1); }));
    EXPECT_EQ(told, 1);
}

TEST_P(CommunityTest, TwoProcessesWriteWithoutLosingANumber) {
    auto other = open();
    std::atomic<int> failures{0};
    auto work = [&](Community& in) {
        for (int n = 0; n < 25; ++n) failures += !in.write([](sql::Connection& c) { return counters::next_change(c); });
    };
    {
        std::jthread a([&] { work(*community); }), b([&] { work(*other); });
    }
    EXPECT_EQ(failures, 0);
    // One was taken by the set-up.
    EXPECT_EQ(community->write([](sql::Connection& c) { return counters::next_change(c); }).value(), 52);
}

}  // namespace
}  // namespace bailey::store
