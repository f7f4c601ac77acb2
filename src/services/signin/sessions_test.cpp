#include "services/signin/sessions.hpp"

#include "services/audit/audit.hpp"
#include "services/signin/signin_fixture.hpp"

namespace bailey::signin {
namespace {

using namespace std::chrono_literals;

class SessionsTest : public SignedInTest {
protected:
    Sessions::Begun begin(SessionKind kind = SessionKind::page) {
        auto begun = sessions->begin(signed_in(), kind, "Firefox on Linux", peer);
        EXPECT_TRUE(begun);
        return begun.value();
    }
    Errc refused(const Secret& token, SessionKind kind = SessionKind::page) {
        auto found = sessions->find(token, kind, peer);
        return found ? Errc{} : errc_of(found.error());
    }
    // Another process with a memory of its own.
    struct Elsewhere {
        std::unique_ptr<store::Community> community;
        store::Directory directory;
        Sessions sessions;
        Elsewhere(std::unique_ptr<store::Community> c, const Clock& clock, const Key& key)
            : community(std::move(c)), directory(*community, clock), sessions(*community, directory, clock, key) {}
    };
};
BAILEY_ON_BOTH_ENGINES(SessionsTest);

TEST_P(SessionsTest, ATokenOpensWhatItsOwnerOpens) {
    auto begun = begin();
    EXPECT_EQ(begun.token.reveal().size(), 43u);
    for (int n = 0; n < 3; ++n) {
        auto found = sessions->find(begun.token, SessionKind::page, peer);
        ASSERT_TRUE(found);
        EXPECT_EQ(found->who.account, ann);
        EXPECT_EQ(found->who.organisation, firm);
        EXPECT_EQ(found->who.address, "ann@firm.com.bailey.test");
        EXPECT_EQ(found->id, begun.session.id);
    }
    EXPECT_EQ(refused(Secret("nonsense")), Errc::denied);
    EXPECT_EQ(refused(Secret("")), Errc::denied);
    EXPECT_EQ(refused(begun.token, SessionKind::token), Errc::denied) << "a cookie is no bearer token";
    Elsewhere elsewhere(open(), clock, key);
    EXPECT_TRUE(elsewhere.sessions.find(begun.token, SessionKind::page, peer));
}

TEST_P(SessionsTest, TheDatabaseDoesNotHoldTheToken) {
    auto begun = begin();
    std::string stored;
    constexpr sql::Query all{"all_digests", "select digest from session"};
    ASSERT_TRUE(community->read(
        [&](sql::Connection& c) { return c.run(all, {}, [&](const sql::Row& r) { stored += text_of(r.bytes(0)); }); }));
    EXPECT_EQ(stored.size(), 32u);
    EXPECT_EQ(stored.find(begun.token.reveal().substr(0, 8)), std::string::npos);
}

TEST_P(SessionsTest, APageThatIsNotUsedIsSignedOut) {
    auto page = begin();
    auto token = begin(SessionKind::token);
    for (int n = 0; n < 3; ++n) {
        clock.advance(11h);
        EXPECT_EQ(refused(page.token), Errc{}) << "used within twelve hours";
    }
    clock.advance(12h);
    EXPECT_EQ(refused(page.token), Errc::denied);
    EXPECT_EQ(refused(token.token, SessionKind::token), Errc{});
    clock.advance(24h * 365);
    EXPECT_EQ(refused(token.token, SessionKind::token), Errc::denied);
}

TEST_P(SessionsTest, APageIsSignedOutAfterAWeekHoweverMuchItIsUsed) {
    auto page = begin();
    for (int n = 0; n < 27; ++n) {
        clock.advance(6h);
        ASSERT_EQ(refused(page.token), Errc{});
    }
    clock.advance(6h);
    EXPECT_EQ(refused(page.token), Errc::denied);
}

TEST_P(SessionsTest, AnEndedSessionIsClosedAtOnceAndElsewhereWithinASecond) {
    auto one = begin(), two = begin();
    Elsewhere elsewhere(open(), clock, key);
    ASSERT_TRUE(elsewhere.sessions.find(one.token, SessionKind::page, peer));
    auto bob = create("bob@firm.com");
    EXPECT_EQ(sessions->end(bob, one.session.id).error(), Errc::not_found) << "somebody else's";
    ASSERT_TRUE(sessions->end(ann, one.session.id));
    EXPECT_EQ(refused(one.token), Errc::denied);
    EXPECT_EQ(refused(two.token), Errc{});
    clock.advance(1s);
    EXPECT_EQ(elsewhere.sessions.find(one.token, SessionKind::page, peer).error(), Errc::denied);
    EXPECT_EQ(sessions->end(ann, one.session.id).error(), Errc::not_found);
}

TEST_P(SessionsTest, WhatHappensToTheAccountHappensToItsSessions) {
    auto page = begin();
    ASSERT_EQ(refused(page.token), Errc{});
    ASSERT_TRUE(users->suspend(system_actor(), ann));
    EXPECT_EQ(refused(page.token), Errc::suspended);
    ASSERT_TRUE(users->resume(system_actor(), ann));
    EXPECT_EQ(refused(page.token), Errc{});
    ASSERT_TRUE(users->set_password(system_actor(), ann, other));
    EXPECT_EQ(refused(page.token), Errc::denied) << "whoever knew the old password must not stay";
}

TEST_P(SessionsTest, SessionsAreListedAndBounded) {
    std::vector<Sessions::Begun> all;
    for (int n = 0; n < 7; ++n) {
        all.push_back(begin());
        clock.advance(1s);
    }
    auto list = sessions->list(ann);
    ASSERT_EQ(list->size(), 5u);
    EXPECT_EQ(list->front().id, all.back().session.id) << "latest first";
    EXPECT_EQ(list->front().name, "Firefox on Linux");
    EXPECT_EQ(refused(all[1].token), Errc::denied) << "the oldest made room";
    EXPECT_EQ(refused(all[2].token), Errc{});
    clock.advance(13h);
    EXPECT_TRUE(sessions->list(ann)->empty());
    auto named = sessions->begin(signed_in(), SessionKind::page, "a\r\nb\x1b" + std::string(500, 'c'), peer);
    ASSERT_TRUE(named);
    EXPECT_EQ(named->session.name, "ab" + std::string(198, 'c'));
}

// service.md section 9: who, when, from where and by which name; never what opens it.
TEST_P(SessionsTest, BeginningAndEndingThemIsOnRecord) {
    const auto first = clock.now();
    auto page = begin();
    auto token = begin(SessionKind::token);
    clock.advance(1min);
    ASSERT_TRUE(sessions->end(ann, page.session.id, "192.0.2.9"));
    ASSERT_TRUE(sessions->end(ann, token.session.id, "192.0.2.9"));
    EXPECT_EQ(sessions->end(ann, token.session.id).error(), Errc::not_found);
    auto records = audit::list(*community, system_actor(), {.account = ann}).value();
    std::vector<std::string> acts;
    for (auto& [id, entry, digest] : records) {
        const bool ending = entry.act == "session_ended" || entry.act == "token_revoked";
        acts.insert(acts.begin(), entry.act);
        if (acts.front() == "user_created") continue;
        EXPECT_EQ(entry.actor, ann);
        EXPECT_EQ(entry.organisation, firm);
        EXPECT_EQ(entry.detail, page.session.name);
        EXPECT_EQ(entry.peer, ending ? "192.0.2.9" : peer);
        EXPECT_EQ(entry.at, ending ? first + 1min : first);
        for (auto* begun : {&page, &token})
            EXPECT_EQ(entry.detail.find(begun->token.reveal().substr(0, 8)), std::string::npos);
    }
    std::erase_if(acts, [](auto& act) { return !act.starts_with("session_") && !act.starts_with("token_"); });
    EXPECT_EQ(acts, (std::vector<std::string>{"session_begun", "token_made", "session_ended", "token_revoked"}));
    EXPECT_FALSE(audit::verify(*community, system_actor())->fault);
}

}  // namespace
}  // namespace bailey::signin
