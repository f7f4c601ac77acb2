#include "services/mailbox/query_testing.hpp"

namespace bailey::mailbox {
namespace {

using Ids = std::vector<std::int64_t>;
constexpr std::size_t plenty = 10'000;

class MailQueryChangesTest : public PlayedQueryTest {
protected:
    Result<QueryChanges> changes(const Query& q, State since, std::size_t most = plenty,
                                 std::optional<std::int64_t> up_to = {}) {
        return query_changes(open(ann), *look(ann), q, since, most, up_to);
    }
    Ids ask(const Query& q) { return query(open(ann), *look(ann), q, {}).value().ids; }
    State now() { return look(ann)->overview().email; }
};
BAILEY_ON_BOTH_ENGINES(MailQueryChangesTest);

// RFC 8620 section 5.6: splice out, then splice in from the lowest index.
Ids spliced(Ids ids, const QueryChanges& changes) {
    for (auto id : changes.removed) std::erase(ids, id);
    for (auto& added : changes.added) {
        EXPECT_LE(added.at, ids.size());
        ids.insert(ids.begin() + static_cast<std::ptrdiff_t>(std::min(added.at, ids.size())), added.id);
    }
    return ids;
}

TEST_P(MailQueryChangesTest, SayWhatCameAndWent) {
    auto a = deliver(ann), b = deliver(ann);
    auto then = now();
    EXPECT_TRUE(changes({}, then)->added.empty());
    EXPECT_EQ(changes({}, then)->total, 2u);
    auto c = deliver(ann);
    destroy(ann, a);
    set(ann, b, {flag::seen, {}}, {inbox});
    auto said = changes({}, then).value();
    EXPECT_EQ(said.removed, (Ids{a})) << "no filter and no sort looks at keywords";
    ASSERT_EQ(said.added.size(), 1u);
    EXPECT_EQ(said.added[0].id, c);
    EXPECT_EQ(said.added[0].at, 0u);
    EXPECT_EQ(said.total, 2u);
}

TEST_P(MailQueryChangesTest, WhatMayHaveMovedIsRemovedAndAdded) {
    auto a = deliver(ann), b = deliver(ann);
    Query unread{.filter = {.condition = {.not_keyword = "$seen"}}};
    auto then = now();
    set(ann, a, {flag::flagged, {}}, {inbox});
    set(ann, b, {flag::seen, {}}, {inbox});
    auto said = changes(unread, then).value();
    EXPECT_EQ(said.removed, (Ids{a, b}));
    ASSERT_EQ(said.added.size(), 1u);
    EXPECT_EQ(said.added[0].id, a);
}

TEST_P(MailQueryChangesTest, TooManyAndStatesThatNeverWereAreRefused) {
    auto then = now();
    deliver(ann);
    deliver(ann);
    EXPECT_EQ(changes({}, then, 1).error(), Errc::too_many);
    EXPECT_TRUE(changes({}, then, 2));
    EXPECT_EQ(changes({}, {now().change + 1}).error(), Errc::conflict);
    EXPECT_EQ(changes({}, {now().change, 5}).error(), Errc::conflict) << "no query has a state in the middle";
}

TEST_P(MailQueryChangesTest, BehindWhatAClientHasNothingIsSaid) {
    auto a = deliver(ann);
    clock.advance(std::chrono::seconds(9));
    auto b = deliver(ann);
    auto then = now();
    auto behind = deliver(ann, {}, {.received = clock.now() - std::chrono::seconds(20)});
    clock.advance(std::chrono::seconds(9));
    auto before = deliver(ann);
    ASSERT_EQ(ask({}), (Ids{before, b, a, behind}));
    auto said = changes({}, then, plenty, b).value();
    ASSERT_EQ(said.added.size(), 1u);
    EXPECT_EQ(said.added[0].id, before);
    EXPECT_EQ(said.total, 4u);
    Query moves{.filter = {.condition = {.in_mailbox = inbox}}};
    EXPECT_EQ(changes(moves, then, plenty, b)->added.size(), 2u) << "it is ignored where emails may move";
    EXPECT_EQ(changes({}, then, plenty, 12345)->added.size(), 2u) << "and where it is not in the result";
}

TEST_P(MailQueryChangesTest, LeadFromTheOldResultToTheNew) {
    struct Cached {
        Query query;
        Ids ids;
        State state;
    };
    std::vector<Cached> cached;
    for (int n = 0; n < 300 && !HasFailure(); ++n) {
        play(ann);
        if (number(3) != 0) continue;
        if (number(10) == 0) start();
        auto index = look(ann);
        auto account = open(ann);
        for (auto& c : cached) {
            if (number(3) == 0) continue;  // some wait longer
            auto said = query_changes(account, *index, c.query, c.state, plenty);
            ASSERT_TRUE(said);
            auto right = query(account, *index, c.query, {}).value().ids;
            auto led = spliced(c.ids, *said);
            EXPECT_EQ(led, right);
            EXPECT_EQ(said->total, right.size());
            c.ids = right;
            c.state = index->overview().email;
        }
        if (cached.empty())
            for (auto& q : queries(*index))
                if (!q.filter.condition.among)
                    cached.push_back({q, query(account, *index, q, {}).value().ids, index->overview().email});
    }
}

// A client that holds the beginning of a result.
TEST_P(MailQueryChangesTest, LeadToTheNewBeginningUpToAnId) {
    Query newest;
    for (int n = 0; n < 40; ++n) play(ann);
    for (int n = 0; n < 60 && !HasFailure(); ++n) {
        auto then = look(ann);
        auto held = query(open(ann), *then, newest, {.limit = 10}).value().ids;
        for (auto more = number(4); more > 0; --more) play(ann);
        auto said = changes(newest, then->overview().email, plenty, held.back()).value();
        auto led = spliced(held, said);
        auto right = ask(newest);
        auto end = std::ranges::find(right, held.back());
        if (end == right.end()) continue;
        EXPECT_TRUE(std::ranges::equal(led, std::span(right.begin(), end + 1)));
    }
}

}  // namespace
}  // namespace bailey::mailbox
