#include "services/signin/recovery.hpp"

#include <gmock/gmock.h>

#include "services/signin/signin_fixture.hpp"

namespace bailey::signin {
namespace {

using namespace std::chrono_literals;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class RecoveryTest : public SignedInTest {
protected:
    // The notice that asking brings.
    outbox::Letter ask(std::string_view name = "ann@firm.com") {
        recovery->ask(name, peer);
        auto all = outbox();
        return all.empty() ? outbox::Letter{} : all.back();
    }
    static Recovery::Proof link(const outbox::Letter& letter) { return {.token = token_in(letter, "reset")}; }
    Result<Recovery::Set> set(const Recovery::Proof& proof, const Secret& password,
                              std::optional<Recovery::Answer> answer = {}) {
        return recovery->set_password(proof, password, answer, peer);
    }
    std::optional<std::string> address() {
        auto a = community->read([&](sql::Connection& c) { return store::account_access::find(c, ann); });
        return a->recovery_verified_at ? a->recovery_address : std::nullopt;
    }
};
BAILEY_ON_BOTH_ENGINES(RecoveryTest);

TEST_P(RecoveryTest, AnAddressCountsOnceItsCodeCameBack) {
    auto given = recovery->set_address(ann, " Ann@Example.ORG ", peer);
    ASSERT_TRUE(given);
    EXPECT_EQ(*given, "Ann@example.org");
    EXPECT_EQ(recovery->pending(ann)->value_or(""), "Ann@example.org");
    EXPECT_FALSE(address());
    auto code = code_in(outbox().back());
    EXPECT_EQ(recovery->verify_code(ann, Secret(code.equals("123456") ? "654321" : "123456"), peer).error(),
              Errc::denied);
    ASSERT_TRUE(recovery->verify_code(ann, code, peer));
    EXPECT_EQ(address(), "Ann@example.org");
    EXPECT_FALSE(*recovery->pending(ann));
    EXPECT_EQ(recovery->verify_code(ann, code, peer).error(), Errc::not_found) << "good once";
    EXPECT_THAT(acts(), Contains("recovery_address_verified"));
}

TEST_P(RecoveryTest, OrItsLinkWasOpened) {
    ASSERT_TRUE(recovery->set_address(ann, "ann@example.org", peer));
    auto token = token_in(outbox().back(), "verify");
    EXPECT_EQ(token.reveal().size(), 43u);
    EXPECT_EQ(recovery->verify_link(Secret("nonsense"), peer).error(), Errc::not_found);
    ASSERT_TRUE(recovery->verify_link(token, peer));
    EXPECT_EQ(address(), "ann@example.org");
    EXPECT_EQ(recovery->verify_link(token, peer).error(), Errc::not_found) << "good once";
}

TEST_P(RecoveryTest, AnAddressMustBeOneAndOutside) {
    for (auto* text : {"", "nobody", "a b@example.org", "ann@"})
        EXPECT_EQ(recovery->set_address(ann, text, peer).error(), Errc::bad_syntax) << text;
    for (auto* text : {"ann@firm.com.bailey.test", "x@bailey.test", "ann@firm.com"})
        EXPECT_EQ(recovery->set_address(ann, text, peer).error(), Errc::outside) << text;
    EXPECT_THAT(outbox(), IsEmpty());
}

TEST_P(RecoveryTest, ACodeIsTooOldAfterAnHourAndNotSentMoreThanFiveTimes) {
    for (int n = 0; n < 5; ++n) ASSERT_TRUE(recovery->set_address(ann, "ann@example.org", peer));
    EXPECT_EQ(recovery->set_address(ann, "ann@example.org", peer).error(), Errc::too_many);
    auto code = code_in(outbox().back());
    clock.advance(60min);
    EXPECT_EQ(recovery->verify_code(ann, code, peer).error(), Errc::not_found);
}

TEST_P(RecoveryTest, ANewAddressReplacesTheOldOneWhichIsTold) {
    verify_address(ann);
    ASSERT_TRUE(recovery->set_address(ann, "ann@example.net", peer));
    EXPECT_EQ(address(), "ann@example.org") << "until the other is verified";
    ASSERT_TRUE(recovery->verify_code(ann, code_in(outbox().back()), peer));
    EXPECT_EQ(address(), "ann@example.net");
    EXPECT_EQ(outbox().back().to, "ann@example.org");
    ASSERT_TRUE(recovery->remove(ann, peer));
    EXPECT_FALSE(address());
    EXPECT_EQ(outbox().back().to, "ann@example.net");
    EXPECT_EQ(recovery->remove(ann, peer).error(), Errc::not_found);
}

TEST_P(RecoveryTest, TheOneThatIsTheRequiredSecondFactorStays) {
    verify_address(ann);
    require_second_factor(true);
    EXPECT_EQ(recovery->remove(ann, peer).error(), Errc::conflict);
    with_totp(ann);
    EXPECT_TRUE(recovery->remove(ann, peer));
}

TEST_P(RecoveryTest, AForgottenPasswordIsSetByTheLinkOnce) {
    verify_address(ann);
    auto session = sessions->begin(signed_in(), SessionKind::page, "Firefox", peer);
    auto proof = link(ask("Ann@FIRM.com"));
    auto asked = recovery->check(proof);
    ASSERT_TRUE(asked);
    EXPECT_EQ(asked->who.account, ann);
    EXPECT_THAT(asked->ways, IsEmpty());
    EXPECT_EQ(set(proof, Secret("short"))->weakness, users::Weakness::too_short);
    EXPECT_EQ(set(proof, right).error(), Errc::exists);
    auto done = set(proof, other);
    ASSERT_TRUE(done);
    EXPECT_EQ(done->weakness, users::Weakness::none);
    EXPECT_TRUE(sign_in->with_password("ann@firm.com", other, peer));
    EXPECT_FALSE(sessions->find(session->token, SessionKind::page, peer)) << "every session ends";
    EXPECT_EQ(set(proof, Secret("yet another phrase")).error(), Errc::not_found);
    EXPECT_THAT(acts(), Contains("password_recovered"));
    EXPECT_THAT(outbox().back().message, ::testing::HasSubstr("was changed")) << "the owner is told";
}

TEST_P(RecoveryTest, OrByTheCodeWhichTakesFiveTries) {
    verify_address(ann);
    auto code = code_in(ask());
    EXPECT_EQ(code.reveal().size(), 8u);
    Recovery::Proof proof{.name = "ann@firm.com", .code = code};
    ASSERT_TRUE(recovery->check(proof));
    ASSERT_TRUE(set(proof, other));
    EXPECT_EQ(recovery->check(proof).error(), Errc::not_found);
    clock.advance(1h);
    proof.code = code_in(ask());
    for (int n = 0; n < 5; ++n)
        EXPECT_EQ(recovery->check({.name = "ann@firm.com", .code = Secret("wrong")}).error(), Errc::not_found);
    EXPECT_EQ(recovery->check(proof).error(), Errc::not_found);
}

TEST_P(RecoveryTest, ALinkIsGoodForHalfAnHourAndTheNewestAlone) {
    verify_address(ann);
    auto first = link(ask()), second = link(ask());
    EXPECT_EQ(recovery->check(first).error(), Errc::not_found);
    EXPECT_TRUE(recovery->check(second));
    clock.advance(30min);
    EXPECT_EQ(set(second, other).error(), Errc::not_found);
    EXPECT_EQ(recovery->check({.token = Secret("nonsense")}).error(), Errc::not_found);
}

TEST_P(RecoveryTest, NobodyElseHearsAnything) {
    auto nothing_for = [&](std::string_view name) {
        auto before = outbox().size();
        recovery->ask(name, peer);
        return outbox().size() == before;
    };
    EXPECT_TRUE(nothing_for("ann@firm.com")) << "no recovery address";
    EXPECT_TRUE(nothing_for("nobody@firm.com"));
    EXPECT_TRUE(nothing_for("not an address"));
    ASSERT_TRUE(recovery->set_address(ann, "ann@example.org", peer));
    EXPECT_TRUE(nothing_for("ann@firm.com")) << "not verified";
    verify_address(ann);
    ASSERT_TRUE(users->suspend(system_actor(), ann));
    EXPECT_TRUE(nothing_for("ann@firm.com")) << "suspended";
}

TEST_P(RecoveryTest, AskingIsRationed) {
    verify_address(ann);
    auto before = outbox().size();
    for (int n = 0; n < 6; ++n) recovery->ask("ann@firm.com", peer);
    EXPECT_EQ(outbox().size(), before + 3) << "three in a quarter of an hour";
    int allowed = 0;
    for (int n = 0; n < 50; ++n) allowed += recovery->may_ask("2001:db8::1");
    EXPECT_EQ(allowed, 30);
    EXPECT_FALSE(recovery->may_ask("2001:db8::2")) << "the same network";
    EXPECT_TRUE(recovery->may_ask("192.0.2.99"));
}

// service.md section 12: locks at night that only an office could undo.
TEST_P(RecoveryTest, ALockedAccountIsUnlockedByIt) {
    verify_address(ann);
    for (int n = 0; n < 10; ++n) {
        EXPECT_FALSE(sign_in->with_password("ann@firm.com", wrong, peer));
        clock.advance(61s);
    }
    EXPECT_EQ(sign_in->with_password("ann@firm.com", right, peer).error(), Errc::locked);
    ASSERT_TRUE(set(link(ask()), other));
    EXPECT_TRUE(sign_in->with_password("ann@firm.com", other, "192.0.2.8")) << "and the slow-down is over";
}

TEST_P(RecoveryTest, ASecondFactorIsAskedForAsWell) {
    verify_address(ann);
    auto secret = with_totp(ann);
    auto browser = second_factor->remember_browser(ann, "Firefox");
    auto proof = link(ask());
    EXPECT_THAT(recovery->check(proof)->ways, ElementsAre(Way::totp, Way::recovery_code));
    EXPECT_EQ(set(proof, other).error(), Errc::denied);
    EXPECT_EQ(set(proof, other, Recovery::Answer{Way::totp, Secret("000000")}).error(), Errc::denied);
    EXPECT_EQ(set(proof, other, Recovery::Answer{Way::email, Secret("000000")}).error(), Errc::denied);
    EXPECT_EQ(set(proof, Secret("short"), Recovery::Answer{Way::totp, code_now(secret)})->weakness,
              users::Weakness::too_short);
    ASSERT_TRUE(set(proof, other, Recovery::Answer{Way::totp, code_now(secret)})) << "a weak one has not used it up";
    EXPECT_FALSE(*second_factor->is_remembered(ann, *browser));
}

TEST_P(RecoveryTest, WrongAnswersUseTheLinkUp) {
    verify_address(ann);
    auto secret = with_totp(ann);
    auto proof = link(ask());
    for (int n = 0; n < 5; ++n) {
        EXPECT_EQ(set(proof, other, Recovery::Answer{Way::recovery_code, Secret("wrong")}).error(), Errc::denied);
        clock.advance(61s);
    }
    EXPECT_EQ(set(proof, other, Recovery::Answer{Way::totp, code_now(secret)}).error(), Errc::not_found);
}

TEST_P(RecoveryTest, ALinkThatWentToTheOldAddressIsGoodNoMore) {
    verify_address(ann);
    auto proof = link(ask());
    verify_address(ann, "ann@example.net");
    EXPECT_EQ(recovery->check(proof).error(), Errc::not_found);
}

}  // namespace
}  // namespace bailey::signin
