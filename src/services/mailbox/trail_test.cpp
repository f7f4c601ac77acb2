#include "services/mailbox/trail.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>

namespace bailey::mailbox {
namespace {

using Things = std::vector<Trail::Thing>;

std::vector<std::int64_t> sorted(std::vector<std::int64_t> ids) {
    std::ranges::sort(ids);
    return ids;
}
constexpr std::size_t all = 1000;

TEST(TrailTest, TellsWhatCameChangedAndWent) {
    Trail trail;
    const auto first = trail.follow({{1, 10, 0}, {2, 20, 0}, {3, 30, 0}});
    const auto second = trail.follow({{1, 10, 0}, {3, 31, 0}, {4, 40, 0}});
    const auto changes = trail.between(first, second, all).value();
    EXPECT_EQ(changes.created, (std::vector<std::int64_t>{4}));
    EXPECT_EQ(changes.updated, (std::vector<std::int64_t>{3}));
    EXPECT_EQ(changes.destroyed, (std::vector<std::int64_t>{2}));
    EXPECT_EQ(changes.state, second);
    EXPECT_FALSE(changes.more);
}

TEST(TrailTest, TheSameHasTheSameStateInEveryProcess) {
    Trail one, other;
    one.follow({{7, 1, 0}});
    const Things things{{1, 10, 0}, {2, 20, 0}};
    EXPECT_EQ(one.follow(things), other.follow(things));
    EXPECT_NE(one.follow({{1, 10, 0}}), one.follow({{2, 10, 0}}));
}

TEST(TrailTest, AStateThatWasNeverSeenCannotBeCalculatedFrom) {
    Trail trail;
    EXPECT_EQ(trail.between({1}, {2}, all).error(), Errc::conflict);
    const auto now = trail.follow({{1, 10, 0}});
    EXPECT_EQ(trail.between({now.change + 1}, now, all).error(), Errc::conflict);
    EXPECT_EQ(trail.between({now.change, 1}, now, all).error(), Errc::conflict);
    EXPECT_TRUE(trail.between(now, now, all));
}

// RFC 8620 section 5.2: created and then destroyed is in neither list; destroyed and back again is changed.
TEST(TrailTest, WhatHappenedTwiceIsToldOnce) {
    Trail trail;
    const auto first = trail.follow({{1, 10, 0}});
    trail.follow({{2, 20, 0}});
    const auto last = trail.follow({{1, 11, 0}});
    const auto changes = trail.between(first, last, all).value();
    EXPECT_TRUE(changes.created.empty());
    EXPECT_EQ(changes.updated, (std::vector<std::int64_t>{1}));
    EXPECT_TRUE(changes.destroyed.empty());
}

TEST(TrailTest, OldStepsAreForgotten) {
    Trail trail;
    const auto first = trail.follow({});
    State before, now;
    for (std::int64_t n = 1; n <= 25'000; ++n) {
        before = now;
        now = trail.follow({{n, 1, 0}});
    }
    EXPECT_EQ(trail.between(first, now, all).error(), Errc::conflict);
    EXPECT_TRUE(trail.between(before, now, all));
}

// A client that asks in parts, while things go on, has what there is in the end.
TEST(TrailTest, PartsLeadWhereTheWholeLeads) {
    std::mt19937 random(17);
    const auto pick = [&](unsigned n) { return random() % n; };
    for (int round = 0; round < 50; ++round) {
        Trail trail;
        std::map<std::int64_t, std::uint64_t> now;
        std::map<std::int64_t, bool> client;
        auto end = trail.follow({});
        auto state = end;
        for (int step = 0; step < 60; ++step) {
            for (auto n = pick(6); n > 0; --n) {
                const auto id = static_cast<std::int64_t>(pick(12)) + 1;
                if (pick(3) == 0)
                    now.erase(id);
                else
                    now[id] = pick(4);
            }
            Things things;
            for (auto& [id, look] : now) things.push_back({id, look, 0});
            end = trail.follow(std::move(things));
            if (pick(2) == 0) continue;
            const auto changes = trail.between(state, end, 1 + pick(3)).value();
            EXPECT_EQ(changes.more, changes.state != end);
            for (auto id : changes.created) EXPECT_TRUE(client.emplace(id, true).second);
            for (auto id : changes.updated) EXPECT_TRUE(client.contains(id));
            for (auto id : changes.destroyed) EXPECT_EQ(client.erase(id), 1u);
            state = changes.state;
        }
        for (bool more = true; more;) {
            const auto changes = trail.between(state, end, 2).value();
            for (auto id : changes.created) client.emplace(id, true);
            for (auto id : changes.destroyed) client.erase(id);
            state = changes.state;
            more = changes.more;
        }
        std::vector<std::int64_t> has, should;
        for (auto& [id, is] : client) has.push_back(id);
        for (auto& [id, look] : now) should.push_back(id);
        EXPECT_EQ(has, should);
    }
}

TEST(TrailTest, ThreadsAreThoseOfWhatIsTold) {
    Trail trail;
    const auto first = trail.follow({{1, 10, 100}, {2, 20, 200}});
    const auto second = trail.follow({{2, 21, 200}, {3, 30, 300}});
    EXPECT_EQ(sorted(trail.threads_between(first, second).value()), (std::vector<std::int64_t>{100, 200, 300}));
}

}  // namespace
}  // namespace bailey::mailbox
