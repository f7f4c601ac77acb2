#include "services/signin/entrance.hpp"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

#include "services/signin/signin_fixture.hpp"
#include "store/tables/conditions.hpp"

namespace bailey::signin {
namespace {

using namespace std::chrono_literals;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class EntranceTest : public SignedInTest {
protected:
    const Client browser{"Firefox on Linux", peer};

    Result<Standing> enter(const Secret& password, const Secret& remembered = {}) {
        return entrance->with_password("ann@firm.com", password, remembered, browser);
    }
    // How far somebody is who begins with that password.
    std::optional<Step> next(const Secret& password) {
        auto in = enter(password);
        EXPECT_TRUE(in);
        return in ? in->next : std::nullopt;
    }
    bool is_session(const Standing& s) { return sessions->find(*s.cookie, SessionKind::page, peer).has_value(); }
    void write_conditions(const std::string& version, const std::string& text, const std::string& more = "") {
        std::ofstream(folder / ("conditions" + more + ".txt")) << version << "\n\n" << text;
        conditions = Conditions::load((folder / "conditions.txt").string()).value();
    }
    void SetUp() override {
        SignedInTest::SetUp();
        folder = std::filesystem::temp_directory_path() /
                 ("bailey-conditions-" + std::to_string(reinterpret_cast<std::uintptr_t>(this)));
        std::filesystem::create_directories(folder);
    }
    void TearDown() override {
        SignedInTest::TearDown();
        std::filesystem::remove_all(folder);
    }
    std::filesystem::path folder;
};
BAILEY_ON_BOTH_ENGINES(EntranceTest);

TEST_P(EntranceTest, WhereNothingIsMissingThePasswordIsEnough) {
    auto in = enter(right);
    ASSERT_TRUE(in);
    EXPECT_FALSE(in->next);
    EXPECT_EQ(in->name, "");
    EXPECT_TRUE(is_session(*in));
    EXPECT_EQ(enter(wrong).error(), Errc::denied);
}

// service.md section 6: "First login: one-time password must be changed, conditions accepted, second factor or recovery
// details set."
TEST_P(EntranceTest, TheFirstSignInStepByStep) {
    write_conditions("2026-11", "Be kind.\n");
    require_second_factor(true);
    auto once = users->set_password(system_actor(), ann, std::nullopt);
    auto in = enter(**once);
    ASSERT_TRUE(in);
    EXPECT_EQ(in->next, Step::password);
    auto cookie = *in->cookie;
    EXPECT_FALSE(is_session(*in)) << "half signed in opens nothing";
    EXPECT_EQ(entrance->accept(cookie, "2026-11", browser).error(), Errc::conflict) << "not the next step";
    EXPECT_EQ(entrance->set_password(cookie, Secret("short"), browser)->weakness, users::Weakness::too_short);
    EXPECT_EQ(entrance->set_password(cookie, **once, browser).error(), Errc::exists);
    auto set = entrance->set_password(cookie, other, browser);
    ASSERT_TRUE(set);
    EXPECT_EQ(set->standing.next, Step::conditions);
    EXPECT_EQ(entrance->accept(cookie, "2025", browser).error(), Errc::unsupported);
    auto accepted = entrance->accept(cookie, "2026-11", browser);
    ASSERT_TRUE(accepted);
    EXPECT_EQ(accepted->next, Step::set_up);
    EXPECT_FALSE(accepted->may_be_skipped);
    EXPECT_EQ(entrance->skip_set_up(cookie, browser).error(), Errc::unsupported);
    with_totp(ann);
    auto done = entrance->go_on(cookie, browser);
    ASSERT_TRUE(done);
    EXPECT_FALSE(done->next);
    EXPECT_TRUE(is_session(*done));
    EXPECT_FALSE(done->cookie->equals(cookie.reveal())) << "a new one";
    EXPECT_EQ(entrance->standing(cookie).error(), Errc::denied) << "the old one is good for nothing";
    sign_in.reset();
    EXPECT_THAT(acts(), Contains("signed_in"));
}

TEST_P(EntranceTest, SettingUpIsAskedOnceAndMayBeSkippedWhereTheRuleIsOff) {
    auto made = users->create(system_actor(), {.organisation = firm, .address = "eve@firm.com"});
    auto in = entrance->with_password("eve@firm.com", *made->one_time_password, {}, browser);
    ASSERT_TRUE(in);
    auto cookie = *in->cookie;
    auto set = entrance->set_password(cookie, other, browser);
    ASSERT_TRUE(set);
    EXPECT_EQ(set->standing.next, Step::set_up);
    EXPECT_TRUE(set->standing.may_be_skipped);
    auto skipped = entrance->skip_set_up(cookie, browser);
    ASSERT_TRUE(skipped);
    EXPECT_FALSE(skipped->next);
    EXPECT_FALSE(entrance->with_password("eve@firm.com", other, {}, browser)->next) << "not asked again";
}

TEST_P(EntranceTest, ARecoveryAddressSetsUpAsWell) {
    require_second_factor(true);
    auto in = enter(right);
    EXPECT_EQ(in->next, Step::set_up);
    verify_address(ann);
    auto done = entrance->go_on(*in->cookie, browser);
    ASSERT_TRUE(done);
    EXPECT_FALSE(done->next);
    auto again = enter(right);
    EXPECT_EQ(again->next, Step::second_factor);
    EXPECT_THAT(again->ways, ElementsAre(Way::email));
    EXPECT_EQ(again->mail_hint, "a…@e…");
    ASSERT_TRUE(entrance->send_code(*again->cookie));
    auto shown = entrance->show(*again->cookie, Way::email, code_in(outbox().back()), false, browser);
    ASSERT_TRUE(shown);
    EXPECT_FALSE(shown->standing.next);
}

TEST_P(EntranceTest, ASecondFactorIsAskedForUnlessTheBrowserIsRemembered) {
    auto secret = with_totp(ann);
    auto in = enter(right);
    ASSERT_TRUE(in);
    EXPECT_EQ(in->next, Step::second_factor);
    EXPECT_FALSE(is_session(*in));
    EXPECT_THAT(in->ways, ElementsAre(Way::totp, Way::recovery_code));
    EXPECT_EQ(entrance->send_code(*in->cookie).error(), Errc::not_found);
    EXPECT_EQ(entrance->show(*in->cookie, Way::totp, Secret("000000"), true, browser).error(), Errc::exists);
    auto code = code_now(secret);
    auto shown = entrance->show(*in->cookie, Way::totp, code, true, browser);
    ASSERT_TRUE(shown);
    EXPECT_TRUE(is_session(shown->standing));
    EXPECT_EQ(entrance->show(*in->cookie, Way::totp, code, true, browser).error(), Errc::denied) << "replayed";
    EXPECT_FALSE(enter(right, *shown->browser)->next) << "remembered";
    EXPECT_EQ(enter(right)->next, Step::second_factor) << "elsewhere";
    auto elsewhere = enter(right);
    EXPECT_EQ(entrance->show(*elsewhere->cookie, Way::totp, code, false, browser).error(), Errc::exists)
        << "a code is good once";
}

TEST_P(EntranceTest, GuessesAtTheSecondFactorLockHoweverOftenThePasswordWasRight) {
    with_totp(ann);
    for (int n = 0; n < 10; ++n) {
        auto in = enter(right);
        ASSERT_TRUE(in) << n;
        EXPECT_EQ(entrance->show(*in->cookie, Way::totp, Secret("000000"), false, browser).error(), Errc::exists);
        clock.advance(61s);
    }
    EXPECT_EQ(enter(right).error(), Errc::locked);
    EXPECT_THAT(acts(), Contains("user_locked"));
}

TEST_P(EntranceTest, GuessesAreSlowedDown) {
    with_totp(ann);
    auto cookie = *enter(right)->cookie;
    for (int n = 0; n < 3; ++n)
        EXPECT_EQ(entrance->show(cookie, Way::totp, Secret("000000"), false, browser).error(), Errc::exists);
    EXPECT_EQ(entrance->show(cookie, Way::totp, Secret("000000"), false, browser).error(), Errc::too_many);
}

TEST_P(EntranceTest, TheWayInIsOpenForHalfAnHourAndForThatPassword) {
    auto secret = with_totp(ann);
    auto cookie = *enter(right)->cookie;
    clock.advance(30min);
    EXPECT_EQ(entrance->standing(cookie).error(), Errc::denied);
    EXPECT_EQ(entrance->show(cookie, Way::totp, code_now(secret), false, browser).error(), Errc::denied);
    cookie = *enter(right)->cookie;
    ASSERT_TRUE(entrance->standing(cookie));
    ASSERT_TRUE(users->set_password(system_actor(), ann, other));
    EXPECT_EQ(entrance->standing(cookie).error(), Errc::denied);
    cookie = *enter(other)->cookie;
    ASSERT_TRUE(users->suspend(system_actor(), ann));
    EXPECT_EQ(entrance->standing(cookie).error(), Errc::suspended);
}

TEST_P(EntranceTest, NewConditionsAreAskedForAgainAndWhatWasAcceptedIsKept) {
    write_conditions("1", "Be kind.\n");
    write_conditions("1", "Byddwch yn garedig.\n", ".cy");
    ASSERT_TRUE(
        community->write([&](sql::Connection& c) { return store::account_access::set_language(c, ann, "cy"); }));
    auto in = enter(right);
    EXPECT_EQ(in->next, Step::conditions);
    ASSERT_TRUE(entrance->accept(*in->cookie, "1", browser));
    EXPECT_FALSE(next(right));
    auto kept = community->read([&](sql::Connection& c) { return store::conditions::newest(c, ann); });
    ASSERT_TRUE(kept && *kept);
    EXPECT_EQ((*kept)->version, "1");
    EXPECT_EQ((*kept)->at, clock.now());
    auto text = community->read([&](sql::Connection& c) { return store::conditions::text(c, (*kept)->digest); });
    EXPECT_EQ(*text, "Byddwch yn garedig.\n") << "as it was shown";
    EXPECT_THAT(acts(), Contains("conditions_accepted"));
    std::filesystem::remove(folder / "conditions.cy.txt");
    write_conditions("2", "Be very kind.\n");
    EXPECT_EQ(next(right), Step::conditions);
}

TEST_P(EntranceTest, ConditionsThatCannotBeReadAreAMistake) {
    EXPECT_FALSE(Conditions::load("")->any());
    EXPECT_EQ(Conditions::load((folder / "none.txt").string()).error(), Errc::bad_config);
    std::ofstream(folder / "empty.txt") << "2026\n";
    EXPECT_EQ(Conditions::load((folder / "empty.txt").string()).error(), Errc::bad_config);
    std::ofstream(folder / "a.txt") << "1\n\nText\n";
    std::ofstream(folder / "a.cy.txt") << "2\n\nTestun\n";
    EXPECT_EQ(Conditions::load((folder / "a.txt").string()).error(), Errc::bad_config);
}

}  // namespace
}  // namespace bailey::signin
