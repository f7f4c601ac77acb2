#include "services/signin/second_factor.hpp"

#include <gmock/gmock.h>

#include "services/signin/signin_fixture.hpp"

namespace bailey::signin {
namespace {

using namespace std::chrono_literals;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class SecondFactorTest : public SignedInTest {
protected:
    std::vector<Way> ways() { return second_factor->state(ann)->ways; }
    bool shows(Way way, const Secret& code) {
        auto shown = second_factor->verify(ann, way, code);
        return shown && *shown;
    }
};
BAILEY_ON_BOTH_ENGINES(SecondFactorTest);

TEST_P(SecondFactorTest, AnAppCountsOnceItsFirstCodeWasTyped) {
    auto begun = second_factor->begin_totp(ann, "ann@firm.com.bailey.test");
    ASSERT_TRUE(begun);
    EXPECT_FALSE(second_factor->state(ann)->on);
    EXPECT_EQ(second_factor->confirm_totp(ann, Secret("000000"), peer).error(), Errc::denied);
    EXPECT_FALSE(second_factor->state(ann)->on);
    auto secret = from_base32(begun->secret.reveal());
    auto codes = second_factor->confirm_totp(ann, code_now(secret), peer);
    ASSERT_TRUE(codes);
    EXPECT_EQ(codes->size(), 10u);
    EXPECT_THAT(ways(), ElementsAre(Way::totp, Way::recovery_code));
    EXPECT_THAT(acts(), Contains("second_factor_set"));
    EXPECT_EQ(second_factor->confirm_totp(ann, code_now(secret), peer).error(), Errc::not_found) << "nothing is begun";
}

// RFC 6238 section 5.2.
TEST_P(SecondFactorTest, ACodeIsGoodOnce) {
    auto secret = with_totp(ann);
    auto code = code_now(secret);
    EXPECT_TRUE(shows(Way::totp, code));
    EXPECT_FALSE(shows(Way::totp, code));
    clock.advance(30s);
    EXPECT_FALSE(shows(Way::totp, code)) << "within the drift, but used";
    auto newer = totp::code_of(secret, totp::step_of(clock.now()) + 1);
    EXPECT_TRUE(shows(Way::totp, newer));
    EXPECT_FALSE(shows(Way::totp, code_now(secret))) << "older than the newest that was used";
}

TEST_P(SecondFactorTest, TheCodeThatConfirmedIsUsed) {
    auto begun = second_factor->begin_totp(ann, "ann@firm.com.bailey.test");
    auto code = code_now(from_base32(begun->secret.reveal()));
    ASSERT_TRUE(second_factor->confirm_totp(ann, code, peer));
    EXPECT_FALSE(shows(Way::totp, code));
}

TEST_P(SecondFactorTest, RecoveryCodesAreGoodOnceEach) {
    with_totp(ann);
    EXPECT_TRUE(shows(Way::recovery_code, recovery_codes[3]));
    EXPECT_FALSE(shows(Way::recovery_code, recovery_codes[3]));
    EXPECT_EQ(second_factor->state(ann)->recovery_codes_left, 9);
    auto fresh = second_factor->new_recovery_codes(ann, peer);
    ASSERT_TRUE(fresh);
    EXPECT_FALSE(shows(Way::recovery_code, recovery_codes[4])) << "void with the new ones";
    std::string shouted;
    for (char c : (*fresh)[0].reveal()) shouted += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    EXPECT_TRUE(shows(Way::recovery_code, Secret(shouted)));
}

TEST_P(SecondFactorTest, ACodeByMailIsGoodForTenMinutesOnceAndForFiveTries) {
    verify_address(ann);
    EXPECT_EQ(second_factor->send_code(ann).error(), Errc::conflict) << "not asked for yet";
    ASSERT_TRUE(second_factor->use_email(ann, true, peer));
    EXPECT_THAT(ways(), ElementsAre(Way::email));
    auto send = [&] {
        EXPECT_TRUE(second_factor->send_code(ann));
        return code_in(outbox().back());
    };
    auto code = send();
    EXPECT_EQ(code.reveal().size(), 6u);
    EXPECT_EQ(outbox().back().to, "ann@example.org");
    EXPECT_TRUE(shows(Way::email, code));
    EXPECT_EQ(second_factor->verify(ann, Way::email, code).error(), Errc::not_found) << "used";
    code = send();
    clock.advance(10min);
    EXPECT_EQ(second_factor->verify(ann, Way::email, code).error(), Errc::not_found) << "too old";
    code = send();
    auto wrong_code = Secret(code.equals("123456") ? "654321" : "123456");
    for (int n = 0; n < 5; ++n) EXPECT_FALSE(*second_factor->verify(ann, Way::email, wrong_code));
    EXPECT_EQ(second_factor->verify(ann, Way::email, code).error(), Errc::not_found) << "tried too often";
    send();
    send();
    EXPECT_EQ(second_factor->send_code(ann).error(), Errc::too_many) << "five in an hour";
    clock.advance(1h);
    EXPECT_TRUE(second_factor->send_code(ann));
}

TEST_P(SecondFactorTest, WhereTheOrganisationRequiresOneTheAddressIsEnough) {
    verify_address(ann);
    EXPECT_FALSE(second_factor->state(ann)->on);
    require_second_factor(true);
    EXPECT_TRUE(second_factor->state(ann)->on);
    EXPECT_THAT(ways(), ElementsAre(Way::email));
    with_totp(ann);
    EXPECT_THAT(ways(), ElementsAre(Way::totp, Way::recovery_code)) << "the weaker one is no way round the app";
    ASSERT_TRUE(second_factor->remove_totp(ann, peer));
    EXPECT_THAT(ways(), ElementsAre(Way::email));
}

TEST_P(SecondFactorTest, WhatIsRequiredCannotBeRemoved) {
    with_totp(ann);
    require_second_factor(true);
    EXPECT_EQ(second_factor->remove_totp(ann, peer).error(), Errc::conflict);
    require_second_factor(false);
    ASSERT_TRUE(second_factor->remove_totp(ann, peer));
    EXPECT_THAT(ways(), IsEmpty());
    EXPECT_FALSE(shows(Way::recovery_code, recovery_codes[0])) << "they stand in for nothing";
}

TEST_P(SecondFactorTest, ABrowserIsRememberedForThirtyDays) {
    with_totp(ann);
    auto cookie = second_factor->remember_browser(ann, "Firefox");
    ASSERT_TRUE(cookie);
    auto ben = create("ben@firm.com");
    EXPECT_TRUE(*second_factor->is_remembered(ann, *cookie));
    EXPECT_FALSE(*second_factor->is_remembered(ben, *cookie)) << "by somebody else";
    EXPECT_FALSE(*second_factor->is_remembered(ann, Secret("nonsense")));
    EXPECT_FALSE(*second_factor->is_remembered(ann, Secret()));
    clock.advance(24h * 30);
    EXPECT_FALSE(*second_factor->is_remembered(ann, *cookie));
    cookie = second_factor->remember_browser(ann, "Firefox");
    ASSERT_TRUE(second_factor->forget_browsers(ann));
    EXPECT_FALSE(*second_factor->is_remembered(ann, *cookie));
}

TEST_P(SecondFactorTest, AnAdministratorTakesALostOneAway) {
    verify_address(ann);
    with_totp(ann);
    auto ben = create("ben@firm.com");
    Acting nobody(Actor{.account = ben, .grants = {}});
    EXPECT_EQ(second_factor->reset(nobody, ann).error(), Errc::denied);
    ASSERT_TRUE(second_factor->reset(system_actor(), ann));
    auto state = second_factor->state(ann);
    EXPECT_FALSE(state->on);
    EXPECT_EQ(state->recovery_codes_left, 0);
    EXPECT_THAT(acts(), Contains("second_factor_reset"));
    require_second_factor(true);
    EXPECT_FALSE(second_factor->state(ann)->on) << "the recovery address is to be confirmed anew";
}

// service.md section 6: mail programs then use app passwords.
TEST_P(SecondFactorTest, ThePasswordAloneOpensNoMailProgram) {
    ASSERT_TRUE(sign_in->with_password("ann@firm.com", right, peer)) << "remembered from now on";
    with_totp(ann);
    EXPECT_EQ(sign_in->with_password("ann@firm.com", right, peer).error(), Errc::unsupported);
    EXPECT_EQ(sign_in->with_password("ann@firm.com", wrong, peer).error(), Errc::denied);
    clock.advance(1min);
    auto made = app_passwords->create(Acting(Actor{.account = ann, .grants = {}}), ann, "Thunderbird");
    EXPECT_TRUE(sign_in->with_password("ann@firm.com", made->password, peer));
    ASSERT_TRUE(second_factor->remove_totp(ann, peer));
    EXPECT_TRUE(sign_in->with_password("ann@firm.com", right, peer));
}

TEST_P(SecondFactorTest, TheRuleOfTheOrganisationHoldsForRememberedPasswordsAtOnce) {
    verify_address(ann);
    ASSERT_TRUE(sign_in->with_password("ann@firm.com", right, peer));
    require_second_factor(true);
    EXPECT_EQ(sign_in->with_password("ann@firm.com", right, peer).error(), Errc::unsupported);
}

TEST_P(SecondFactorTest, AChangeIsToldToTheRecoveryAddress) {
    verify_address(ann);
    auto before = outbox().size();
    with_totp(ann);
    ASSERT_EQ(outbox().size(), before + 1);
    EXPECT_THAT(outbox().back().message, ::testing::HasSubstr("second step"));
    EXPECT_THAT(outbox().back().message, ::testing::Not(::testing::HasSubstr("firm.com")));
}

}  // namespace
}  // namespace bailey::signin
