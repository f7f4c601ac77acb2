#include "services/signin/signin.hpp"

#include <algorithm>
#include <atomic>
#include <thread>

#include "services/audit/audit.hpp"
#include "services/organisations/organisations.hpp"
#include "services/users/users.hpp"
#include "store/community/community_fixture.hpp"
#include "store/community/directory.hpp"

namespace bailey::signin {
namespace {

using namespace std::chrono_literals;
constexpr PasswordCost quick{.passes = 1, .memory_bytes = 8192};
const Secret right{"walrus orbit kettle"}, wrong{"walrus orbit kettlf"}, other{"another fine phrase"};
constexpr auto peer = "192.0.2.7";

class SignInTest : public store::CommunityTest {
protected:
    void SetUp() override {
        CommunityTest::SetUp();
        if (HasFatalFailure() || IsSkipped()) return;
        names = std::make_unique<Canonicaliser>(Canonicaliser::create("bailey.test", {}).value());
        users = std::make_unique<users::Users>(*community, *names, clock, users::Settings{.cost = quick});
        organisations = std::make_unique<organisations::Organisations>(*community, *names, clock);
        ASSERT_TRUE(organisations->add_domain(system_actor(), firm, "firm.com"));
        ann = create("ann@firm.com");
        directory = std::make_unique<store::Directory>(*community, clock);
        restart();
    }
    void TearDown() override {
        sign_in.reset();  // it may still write
        CommunityTest::TearDown();
    }
    void restart(Settings settings = {}) {
        settings.cost = quick;
        sign_in.reset();
        sign_in = std::make_unique<SignIn>(*community, *directory, *names, clock, settings);
    }
    AccountId create(const std::string& address, std::optional<Secret> password = right) {
        auto made = users->create(system_actor(), {.organisation = firm, .address = address, .password = password});
        EXPECT_TRUE(made);
        return made ? made->account : AccountId{};
    }
    Result<SignedIn> with(const Secret& password, std::string_view name = "ann@firm.com",
                          std::string_view from = peer) {
        return sign_in->with_password(name, password, from);
    }
    Errc refused(const Secret& password, std::string_view name = "ann@firm.com", std::string_view from = peer) {
        auto tried = with(password, name, from);
        EXPECT_FALSE(tried);
        return tried ? Errc{} : errc_of(tried.error());
    }
    // Failures as far apart as the slow-down asks.
    void fail(int times, std::string_view name = "ann@firm.com") {
        for (int n = 0; n < times; ++n) {
            ASSERT_EQ(refused(wrong, name), Errc::denied) << n;
            clock.advance(61s);
        }
    }
    std::vector<std::string> acts() {
        auto records = audit::list(*community, system_actor(), {});
        EXPECT_TRUE(records);
        std::vector<std::string> found;
        for (auto& r : *records) found.push_back(r.entry.act);
        return found;
    }

    std::unique_ptr<Canonicaliser> names;
    std::unique_ptr<users::Users> users;
    std::unique_ptr<organisations::Organisations> organisations;
    std::unique_ptr<store::Directory> directory;
    std::unique_ptr<SignIn> sign_in;
    AccountId ann{};
};
BAILEY_ON_BOTH_ENGINES(SignInTest);

TEST_P(SignInTest, TakesEitherFormOfTheAddressInAnyCase) {
    for (auto name : {"ann@firm.com", "ann@firm.com.bailey.test", "Ann@FIRM.com"}) {
        auto in = with(right, name);
        ASSERT_TRUE(in) << name;
        EXPECT_EQ(in->account, ann);
        EXPECT_EQ(in->organisation, firm);
        EXPECT_EQ(in->address, "ann@firm.com.bailey.test");
        EXPECT_EQ(in->cell, 0);
    }
}

TEST_P(SignInTest, RefusesAWrongPasswordAnUnknownNameAndNoNameAlike) {
    EXPECT_EQ(refused(wrong), Errc::denied);
    EXPECT_EQ(refused(Secret{""}), Errc::denied);
    EXPECT_EQ(refused(Secret{std::string(5000, 'x')}), Errc::denied);
    EXPECT_EQ(refused(right, "nobody@firm.com"), Errc::denied);
    EXPECT_EQ(refused(right, "ann@elsewhere.org"), Errc::denied);
    EXPECT_EQ(refused(right, "not an address"), Errc::denied);
    EXPECT_EQ(refused(right, ""), Errc::denied);
    clock.advance(1s);
    ASSERT_TRUE(with(right));
    EXPECT_EQ(refused(wrong), Errc::denied) << "although the right one is remembered";
}

TEST_P(SignInTest, ANewPasswordReplacesTheOldOneAtOnceAlsoWhereItWasRemembered) {
    ASSERT_TRUE(with(right));
    ASSERT_TRUE(with(right));
    ASSERT_TRUE(users->set_password(system_actor(), ann, other));
    EXPECT_EQ(refused(right), Errc::denied);
    EXPECT_TRUE(with(other));
}

TEST_P(SignInTest, AnotherProcessSuspendsAndTheRememberedPasswordIsNoLongerEnough) {
    ASSERT_TRUE(with(right));
    auto elsewhere = open();
    users::Users theirs(*elsewhere, *names, clock);
    ASSERT_TRUE(theirs.suspend(system_actor(), ann));
    clock.advance(1s);
    EXPECT_EQ(refused(right), Errc::suspended);
    EXPECT_EQ(refused(wrong), Errc::denied);
    ASSERT_TRUE(theirs.resume(system_actor(), ann));
    clock.advance(1s);
    EXPECT_TRUE(with(right));
}

TEST_P(SignInTest, AMemberOfASuspendedOrganisationIsSuspended) {
    ASSERT_TRUE(with(right));
    ASSERT_TRUE(organisations->set_suspended(system_actor(), firm, true));
    EXPECT_EQ(refused(right), Errc::suspended);
    ASSERT_TRUE(organisations->set_suspended(system_actor(), firm, false));
    EXPECT_TRUE(with(right));
}

TEST_P(SignInTest, AOneTimePasswordMustBeChangedElsewhereFirst) {
    auto made = users->create(system_actor(), {.organisation = firm, .address = "ben@firm.com"});
    ASSERT_TRUE(made);
    EXPECT_EQ(refused(*made->one_time_password, "ben@firm.com"), Errc::locked);
    EXPECT_EQ(refused(wrong, "ben@firm.com"), Errc::denied);
    auto reset = users->set_password(system_actor(), ann, std::nullopt);
    ASSERT_TRUE(reset);
    EXPECT_EQ(refused(**reset), Errc::locked);
}

TEST_P(SignInTest, ADeletedUserASharedMailboxAndAServerUserAreNobody) {
    ASSERT_TRUE(
        users->create(system_actor(), {.organisation = firm, .address = "team@firm.com", .kind = AccountKind::shared}));
    EXPECT_EQ(refused(right, "team@firm.com"), Errc::denied);
    ASSERT_TRUE(users->remove(system_actor(), ann));
    EXPECT_EQ(refused(right), Errc::denied);
    ASSERT_TRUE(users->restore(system_actor(), ann));
    EXPECT_TRUE(with(right));
    auto police =
        organisations->create(system_actor(), {.name = "Police", .connection = Connection::server}, {"police.example"});
    ASSERT_TRUE(police);
    ASSERT_TRUE(
        users->create(system_actor(), {.organisation = *police, .address = "pc@police.example", .password = right}));
    EXPECT_EQ(refused(right, "pc@police.example"), Errc::denied);
}

TEST_P(SignInTest, TenFailuresInAQuarterOfAnHourLock) {
    fail(9);
    EXPECT_TRUE(with(right));
    fail(10);
    EXPECT_EQ(refused(right), Errc::locked);
    EXPECT_EQ(refused(wrong), Errc::locked) << "nothing is learnt from a locked account";
    EXPECT_EQ(acts()[0], "user_locked");
    restart();
    EXPECT_EQ(refused(right), Errc::locked) << "the lock outlives the process";
    clock.advance(1h);
    EXPECT_EQ(refused(right), Errc::locked);
    ASSERT_TRUE(users->unlock(system_actor(), ann));
    EXPECT_TRUE(with(right));
}

TEST_P(SignInTest, AnUnlockedAccountBeginsAnewWithoutARestart) {
    fail(10);
    ASSERT_TRUE(users->unlock(system_actor(), ann));
    fail(9);
    EXPECT_TRUE(with(right));
}

TEST_P(SignInTest, FailuresFurtherApartDoNotLock) {
    for (int n = 0; n < 30; ++n) {
        ASSERT_EQ(refused(wrong), Errc::denied);
        clock.advance(100s);
    }
    EXPECT_TRUE(with(right));
}

TEST_P(SignInTest, AnUnknownNameIsLockedLikeAKnownOne) {
    fail(10, "nobody@firm.com");
    EXPECT_EQ(refused(wrong, "nobody@firm.com"), Errc::locked);
    clock.advance(15min);
    EXPECT_EQ(refused(wrong, "nobody@firm.com"), Errc::denied);
}

TEST_P(SignInTest, FailuresSlowDownButARememberedPasswordStillOpens) {
    ASSERT_TRUE(with(right));
    for (int n = 0; n < 3; ++n) EXPECT_EQ(refused(wrong), Errc::denied);
    EXPECT_EQ(refused(wrong), Errc::too_many);
    EXPECT_EQ(refused(other), Errc::too_many);
    EXPECT_TRUE(with(right));
    for (int n = 0; n < 3; ++n) EXPECT_EQ(refused(wrong, "nobody@firm.com"), Errc::denied);
    EXPECT_EQ(refused(wrong, "nobody@firm.com"), Errc::too_many);
    clock.advance(1s);
    EXPECT_EQ(refused(wrong, "nobody@firm.com"), Errc::denied);
    clock.advance(1s);
    EXPECT_EQ(refused(wrong, "nobody@firm.com"), Errc::too_many) << "twice as long now";
    clock.advance(1s);
    EXPECT_EQ(refused(wrong, "nobody@firm.com"), Errc::denied);
}

TEST_P(SignInTest, APeerThatFailsWithManyNamesIsSlowedDown) {
    auto try_from = [&](int n, const char* from) {
        return refused(wrong, "u" + std::to_string(n) + "@firm.com", from);
    };
    for (int n = 0; n < 30; ++n) ASSERT_EQ(try_from(n, "2001:db8::1"), Errc::denied);
    EXPECT_EQ(try_from(30, "2001:db8::2"), Errc::too_many) << "the same network";
    EXPECT_EQ(refused(right, "ann@firm.com", "2001:db8::3"), Errc::too_many);
    EXPECT_TRUE(with(right, "ann@firm.com", "2001:db8:0:1::1"));
    EXPECT_TRUE(with(right, "ann@firm.com", "2001:db8::3")) << "remembered now";
    clock.advance(1s);
    EXPECT_EQ(try_from(31, "2001:db8::1"), Errc::denied);
}

TEST_P(SignInTest, ARememberedPasswordIsForgottenInTime) {
    restart({.remember = 60s});
    ASSERT_TRUE(with(right));
    // Behind everybody's back, so that only memory can know the old password.
    auto elsewhere = open();
    ASSERT_TRUE(elsewhere->write([](sql::Connection& c) { return c.script("update account set password_hash = ''"); }));
    clock.advance(59s);
    EXPECT_TRUE(with(right));
    clock.advance(1s);
    EXPECT_EQ(refused(right), Errc::denied);
}

TEST_P(SignInTest, RememberingCanBeSwitchedOff) {
    restart({.remember = 0s});
    ASSERT_TRUE(with(right));
    auto elsewhere = open();
    ASSERT_TRUE(elsewhere->write([](sql::Connection& c) { return c.script("update account set password_hash = ''"); }));
    EXPECT_EQ(refused(right), Errc::denied);
}

TEST_P(SignInTest, SignInsAndFailuresArePutOnRecord) {
    for (int n = 0; n < 5; ++n) ASSERT_TRUE(with(right));
    EXPECT_EQ(refused(wrong), Errc::denied);
    sign_in.reset();
    auto found = acts();
    EXPECT_EQ(std::ranges::count(found, "signed_in"), 1) << "once an hour";
    EXPECT_EQ(std::ranges::count(found, "sign_in_failed"), 1);
    EXPECT_EQ(users->describe(system_actor(), ann)->last_active_at, clock.now());
    EXPECT_FALSE(audit::verify(*community, system_actor())->fault);
}

TEST_P(SignInTest, ManyAtOnceCountEveryFailureOnce) {
    restart({.slow_down = 0ms});
    std::atomic<int> denied{0}, locked{0};
    {
        std::vector<std::jthread> guessers;
        for (int t = 0; t < 8; ++t)
            guessers.emplace_back([&] {
                for (int n = 0; n < 5; ++n) {
                    auto e = errc_of(sign_in->with_password("ann@firm.com", wrong, peer).error());
                    (e == Errc::denied ? denied : locked) += 1;
                }
            });
    }
    EXPECT_EQ(denied, 10);
    EXPECT_EQ(locked, 30);
    EXPECT_EQ(std::ranges::count(acts(), "user_locked"), 1);
}

}  // namespace
}  // namespace bailey::signin
