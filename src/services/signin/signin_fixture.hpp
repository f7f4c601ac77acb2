// For tests: a community on both engines with a user in it, and everything that signs her in.
#pragma once
#include "services/organisations/organisations.hpp"
#include "services/signin/app_passwords.hpp"
#include "services/signin/sessions.hpp"
#include "services/signin/signin.hpp"
#include "services/users/users.hpp"
#include "store/community/community_fixture.hpp"
#include "store/community/directory.hpp"

namespace bailey::signin {

class SignedInTest : public store::CommunityTest {
protected:
    static constexpr PasswordCost quick{.passes = 1, .memory_bytes = 8192};
    static constexpr auto peer = "192.0.2.7";
    const Secret right{"walrus orbit kettle"}, wrong{"walrus orbit kettlf"}, other{"another fine phrase"};

    void SetUp() override {
        CommunityTest::SetUp();
        if (HasFatalFailure() || IsSkipped()) return;
        users = std::make_unique<users::Users>(*community, names, clock, users::Settings{.cost = quick});
        organisations::Organisations organisations(*community, names, clock);
        ASSERT_TRUE(organisations.add_domain(system_actor(), firm, "firm.com"));
        ann = create("ann@firm.com");
        directory = std::make_unique<store::Directory>(*community, clock);
        app_passwords = std::make_unique<AppPasswords>(*community, clock, key);
        sessions = std::make_unique<Sessions>(*community, *directory, clock, key, SessionSettings{.most = 5});
        sign_in = std::make_unique<SignIn>(*community, *directory, names, clock, Settings{.cost = quick},
                                           app_passwords.get());
    }
    void TearDown() override {
        sign_in.reset();  // it may still write
        CommunityTest::TearDown();
    }
    AccountId create(const std::string& address) {
        auto made = users->create(system_actor(), {.organisation = firm, .address = address, .password = right});
        EXPECT_TRUE(made);
        return made ? made->account : AccountId{};
    }
    SignedIn signed_in() { return sign_in->with_password("ann@firm.com", right, peer).value(); }

    const Key key = KeyRing::for_tests().purpose("sessions");
    const Canonicaliser names = Canonicaliser::create("bailey.test", {}).value();
    std::unique_ptr<users::Users> users;
    std::unique_ptr<store::Directory> directory;
    std::unique_ptr<AppPasswords> app_passwords;
    std::unique_ptr<Sessions> sessions;
    std::unique_ptr<SignIn> sign_in;
    AccountId ann{};
};

}  // namespace bailey::signin
