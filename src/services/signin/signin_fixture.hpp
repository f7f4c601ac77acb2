// For tests: a community on both engines with a user in it, and everything that signs her in.
#pragma once
#include "base/keyring.hpp"
#include "services/audit/audit.hpp"
#include "services/organisations/organisations.hpp"
#include "services/signin/app_passwords.hpp"
#include "services/signin/entrance.hpp"
#include "services/signin/sessions.hpp"
#include "services/signin/signin.hpp"
#include "services/signin/totp.hpp"
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
        require_second_factor(false);  // what is not about it is simpler without
        ann = create("ann@firm.com");
        directory = std::make_unique<store::Directory>(*community, clock);
        app_passwords = std::make_unique<AppPasswords>(*community, clock, key);
        sessions = std::make_unique<Sessions>(*community, *directory, clock, key, SessionSettings{.most = 5});
        sign_in = std::make_unique<SignIn>(*community, *directory, names, clock, Settings{.cost = quick},
                                           app_passwords.get());
        second_factor = std::make_unique<SecondFactor>(*community, notices, clock, ring, "Bailey");
        recovery =
            std::make_unique<Recovery>(*community, *directory, *sign_in, *second_factor, notices, names, clock, ring);
        entrance = std::make_unique<Entrance>(*community, *directory, clock, ring.purpose("entering"), *sign_in,
                                              *sessions, *second_factor, conditions);
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

    void require_second_factor(bool required) {
        organisations::Organisations organisations(*community, names, clock);
        ASSERT_TRUE(organisations.set_second_factor(system_actor(), firm, required));
    }
    // The notices that wait to be sent, oldest first.
    std::vector<outbox::Letter> outbox() {
        auto due = community->read([&](sql::Connection& c) {
            return store::outgoing_notices::due(c, clock.now() + std::chrono::hours(1), 100);
        });
        std::vector<outbox::Letter> letters;
        for (auto& waiting : due.value()) letters.push_back(notices.open(waiting).value());
        return letters;
    }
    // What stands indented alone on its line.
    static Secret code_in(const outbox::Letter& letter) {
        for (auto at = letter.message.find("\r\n    "); at != std::string::npos;
             at = letter.message.find("\r\n    ", at + 1)) {
            auto line = letter.message.substr(at + 6, letter.message.find('\r', at + 6) - at - 6);
            if (line.find_first_not_of("0123456789") == std::string::npos) return Secret(line);
        }
        return Secret();
    }
    static Secret token_in(const outbox::Letter& letter, const std::string& page) {
        auto at = letter.message.find("/#/" + page + "/");
        if (at == std::string::npos) return Secret();
        at += page.size() + 4;
        return Secret(letter.message.substr(at, letter.message.find('\r', at) - at));
    }
    std::vector<std::string> acts() {
        auto records = audit::list(*community, system_actor(), {});
        EXPECT_TRUE(records);
        std::vector<std::string> found;
        for (auto& r : *records) found.push_back(r.entry.act);
        return found;
    }
    void verify_address(AccountId account, const std::string& address = "ann@example.org") {
        ASSERT_TRUE(recovery->set_address(account, address, peer));
        ASSERT_TRUE(recovery->verify_code(account, code_in(outbox().back()), peer));
    }
    // The secret of an authenticator that is set up from now on; its next code is of a step later.
    Bytes with_totp(AccountId account) {
        auto begun = second_factor->begin_totp(account, "ann@firm.com.bailey.test");
        EXPECT_TRUE(begun);
        auto secret = from_base32(begun->secret.reveal());
        auto made = second_factor->confirm_totp(account, totp::code_of(secret, totp::step_of(clock.now())), peer);
        EXPECT_TRUE(made);
        if (made) recovery_codes = *made;
        clock.advance(std::chrono::seconds(30));
        return secret;
    }
    static Bytes from_base32(std::string_view text) {
        Bytes octets;
        unsigned bits = 0, value = 0;
        for (char c : text) {
            value = value << 5 | static_cast<unsigned>(c >= 'A' ? c - 'A' : c - '2' + 26);
            bits += 5;
            if (bits < 8) continue;
            bits -= 8;
            octets.push_back(static_cast<std::uint8_t>(value >> bits));
            value &= (1u << bits) - 1;
        }
        return octets;
    }
    Secret code_now(const Bytes& secret) { return totp::code_of(secret, totp::step_of(clock.now())); }

    const KeyRing ring = KeyRing::for_tests();
    const outbox::Notices notices{ring.purpose("notices"), {.from = "notices@bailey.test"}};
    Conditions conditions;
    std::vector<Secret> recovery_codes;
    const Key key = KeyRing::for_tests().purpose("sessions");
    const Canonicaliser names = Canonicaliser::create("bailey.test", {}).value();
    std::unique_ptr<users::Users> users;
    std::unique_ptr<store::Directory> directory;
    std::unique_ptr<AppPasswords> app_passwords;
    std::unique_ptr<Sessions> sessions;
    std::unique_ptr<SignIn> sign_in;
    std::unique_ptr<SecondFactor> second_factor;
    std::unique_ptr<Recovery> recovery;
    std::unique_ptr<Entrance> entrance;
    AccountId ann{};
};

}  // namespace bailey::signin
