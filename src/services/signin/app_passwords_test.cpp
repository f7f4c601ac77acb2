#include "services/signin/app_passwords.hpp"

#include "base/text.hpp"
#include "services/audit/audit.hpp"
#include "services/signin/signin_fixture.hpp"

namespace bailey::signin {
namespace {

using namespace std::chrono_literals;

class AppPasswordsTest : public SignedInTest {
protected:
    Acting own() const { return Acting(Actor{.account = ann, .grants = {}}); }
    AppPasswords::Made make(std::string_view name = "phone") {
        auto made = app_passwords->create(own(), ann, name);
        EXPECT_TRUE(made);
        return made.value();
    }
    Errc tried(const Secret& password, std::string_view name = "ann@firm.com") {
        auto in = sign_in->with_password(name, password, peer);
        return in ? Errc{} : errc_of(in.error());
    }
};
BAILEY_ON_BOTH_ENGINES(AppPasswordsTest);

TEST_P(AppPasswordsTest, OpensMailBesideTheAccountsOwnPassword) {
    auto phone = make("phone"), laptop = make("laptop");
    EXPECT_EQ(phone.password.reveal().size(), 31u) << phone.password.reveal();
    EXPECT_FALSE(phone.password.equals(laptop.password.reveal()));
    for (int n = 0; n < 2; ++n) {
        EXPECT_EQ(tried(phone.password), Errc{});
        EXPECT_EQ(tried(laptop.password), Errc{});
        EXPECT_EQ(tried(right), Errc{});
    }
    std::string typed;
    for (char c : phone.password.reveal())
        if (c != '-') typed += c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
    EXPECT_EQ(tried(Secret(typed)), Errc{}) << "without dashes, in capitals";
}

TEST_P(AppPasswordsTest, OpensNothingElse) {
    auto phone = make();
    create("bob@firm.com");
    EXPECT_EQ(tried(phone.password, "bob@firm.com"), Errc::denied);
    EXPECT_EQ(sign_in->to_pages("ann@firm.com", phone.password, peer).error(), Errc::denied) << "not the pages";
    EXPECT_TRUE(AppPasswords::looks_like_one(phone.password));
    EXPECT_FALSE(AppPasswords::looks_like_one(right));
    EXPECT_EQ(tried(Secret("aaaa-bbbb-cccc-dddd-eeee-ffff-gg")), Errc::denied);
}

TEST_P(AppPasswordsTest, ARevokedOneIsShutOutAtOnce) {
    auto phone = make(), laptop = make();
    ASSERT_EQ(tried(phone.password), Errc{});
    ASSERT_TRUE(app_passwords->revoke(own(), ann, phone.about.id));
    EXPECT_EQ(tried(phone.password), Errc::denied) << "although it was remembered";
    EXPECT_EQ(tried(laptop.password), Errc{});
    EXPECT_EQ(app_passwords->revoke(own(), ann, phone.about.id).error(), Errc::not_found);
    ASSERT_TRUE(users->set_password(system_actor(), ann, {}));
    EXPECT_EQ(tried(laptop.password), Errc::denied) << "an administrator's new password revokes all";
    EXPECT_TRUE(app_passwords->list(system_actor(), ann)->empty());
}

TEST_P(AppPasswordsTest, ListsWhatThereIsAndWhenItWasUsed) {
    auto phone = make("phone"), laptop = make("laptop\n");
    ASSERT_EQ(tried(phone.password), Errc{});
    auto used_at = clock.now();
    clock.advance(30min);
    ASSERT_EQ(tried(phone.password), Errc{});
    auto all = app_passwords->list(own(), ann);
    ASSERT_EQ(all->size(), 2u);
    EXPECT_EQ((*all)[0].name, "phone");
    EXPECT_EQ((*all)[0].last_used_at, used_at) << "to the hour";
    EXPECT_EQ((*all)[1].name, "laptop");
    EXPECT_FALSE((*all)[1].last_used_at);
    clock.advance(31min);
    ASSERT_EQ(tried(phone.password), Errc{});
    EXPECT_EQ(app_passwords->list(own(), ann)->front().last_used_at, clock.now());
}

TEST_P(AppPasswordsTest, AreOnesOwnOrTheHelpdesks) {
    auto bob = create("bob@firm.com");
    Acting somebody(Actor{.account = bob, .grants = {}});
    Acting helpdesk(Actor{.account = bob, .grants = {{Role::helpdesk, firm}}});
    auto phone = make();
    EXPECT_EQ(app_passwords->create(somebody, ann, "x").error(), Errc::denied);
    EXPECT_EQ(app_passwords->list(somebody, ann).error(), Errc::denied);
    EXPECT_EQ(app_passwords->revoke(somebody, ann, phone.about.id).error(), Errc::denied);
    EXPECT_TRUE(app_passwords->revoke(helpdesk, ann, phone.about.id));
    EXPECT_EQ(app_passwords->create(own(), AccountId{99}, "x").error(), Errc::not_found);
    auto records = audit::list(*community, system_actor(), {});
    ASSERT_TRUE(records);
    EXPECT_EQ((*records)[0].entry.act, "app_password_revoked");
    EXPECT_EQ((*records)[1].entry.act, "app_password_made");
    EXPECT_EQ((*records)[0].entry.detail, phone.about.name);
    EXPECT_EQ((*records)[0].entry.actor, bob);
    EXPECT_EQ((*records)[0].entry.account, ann);
}

TEST_P(AppPasswordsTest, AreBounded) {
    for (std::size_t n = 0; n < AppPasswords::most; ++n) make();
    EXPECT_EQ(app_passwords->create(own(), ann, "one more").error(), Errc::too_many);
}

TEST_P(AppPasswordsTest, ASlowedDownNameStillOpensWithOneAndALockedOneDoesNot) {
    auto phone = make();
    for (int n = 0; n < 3; ++n) EXPECT_EQ(tried(wrong), Errc::denied);
    ASSERT_EQ(tried(wrong), Errc::too_many);
    EXPECT_EQ(tried(phone.password), Errc{});
    for (int n = 0; n < 7; ++n) {
        clock.advance(61s);
        ASSERT_EQ(tried(wrong), Errc::denied);
    }
    EXPECT_EQ(tried(phone.password), Errc::locked);
}

class FirstSignInTest : public SignedInTest {};
BAILEY_ON_BOTH_ENGINES(FirstSignInTest);

TEST_P(FirstSignInTest, AOneTimePasswordOpensOnlyTheWayToAnother) {
    auto made =
        users->create(system_actor(), {.organisation = firm, .address = "eve@firm.com", .first_name = "Evangeline"});
    ASSERT_TRUE(made);
    auto& once = *made->one_time_password;
    auto name = "eve@firm.com";
    EXPECT_EQ(sign_in->with_password(name, once, peer).error(), Errc::locked);
    auto entry = sign_in->to_pages(name, once, peer);
    ASSERT_TRUE(entry);
    EXPECT_TRUE(entry->must_change);
    auto change = [&](const Secret& from, std::string_view to) {
        return sign_in->change_password(name, from, Secret(to), peer);
    };
    EXPECT_EQ(change(wrong, "a fine new phrase").error(), Errc::denied);
    EXPECT_EQ(change(once, "short").value(), users::Weakness::too_short);
    EXPECT_EQ(change(once, "password1234").value(), users::Weakness::common);
    EXPECT_EQ(change(once, "evangeline12").value(), users::Weakness::own_name);
    EXPECT_EQ(change(once, once.reveal()).error(), Errc::exists);
    EXPECT_EQ(change(once, "a fine new phrase").value(), users::Weakness::none);
    EXPECT_EQ(users->describe(system_actor(), made->account)->state, AccountState::active);
    EXPECT_FALSE(sign_in->to_pages(name, once, peer));
    entry = sign_in->to_pages(name, Secret("a fine new phrase"), peer);
    ASSERT_TRUE(entry);
    EXPECT_FALSE(entry->must_change);
    EXPECT_TRUE(sign_in->with_password(name, Secret("a fine new phrase"), peer));
}

TEST_P(FirstSignInTest, OnesOwnChangeEndsSessionsAndKeepsAppPasswords) {
    auto page = sessions->begin(signed_in(), SessionKind::page, "", peer);
    auto phone = app_passwords->create(Actor{.account = ann, .grants = {}}, ann, "phone");
    ASSERT_EQ(sign_in->change_password("ann@firm.com", right, other, peer).value(), users::Weakness::none);
    EXPECT_EQ(sessions->find(page->token, SessionKind::page, peer).error(), Errc::denied);
    EXPECT_TRUE(sign_in->with_password("ann@firm.com", phone->password, peer));
    EXPECT_TRUE(sign_in->with_password("ann@firm.com", other, peer));
    EXPECT_EQ(sign_in->with_password("ann@firm.com", right, peer).error(), Errc::denied);
}

}  // namespace
}  // namespace bailey::signin
