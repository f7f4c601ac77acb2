#include "services/users/users.hpp"

#include "services/audit/audit.hpp"
#include "services/organisations/organisations.hpp"
#include "services/users/password_rule.hpp"
#include "store/community/community_fixture.hpp"

namespace bailey::users {
namespace {

using namespace std::chrono_literals;
const Secret good{"walrus orbit kettle"};
const Acting system = system_actor();

class UsersTest : public store::CommunityTest {
protected:
    void SetUp() override {
        CommunityTest::SetUp();
        if (HasFatalFailure() || IsSkipped()) return;
        names = std::make_unique<Canonicaliser>(Canonicaliser::create("bailey.test", {}).value());
        Settings settings{.cost = {.passes = 1, .memory_bytes = 8192}};
        users = std::make_unique<Users>(*community, *names, clock, settings);
        organisations = std::make_unique<organisations::Organisations>(*community, *names, clock);
        ASSERT_TRUE(organisations->add_domain(system, firm, "firm.com"));
    }
    Result<Created> create(const std::string& address, std::optional<Secret> password = good) {
        return users->create(system, {.organisation = firm,
                                      .address = address,
                                      .first_name = "Ann",
                                      .last_name = "Other",
                                      .password = password});
    }
    AccountState state(AccountId id) { return users->describe(system, id).value().state; }
    store::audit::Entry last_act() { return audit::list(*community, system, {}).value().front().entry; }
    Acting administrator_of(OrganisationId id) {
        return Actor{.account = AccountId{77}, .grants = {{Role::organisation_administrator, id}}};
    }

    std::unique_ptr<Canonicaliser> names;
    std::unique_ptr<Users> users;
    std::unique_ptr<organisations::Organisations> organisations;
};
BAILEY_ON_BOTH_ENGINES(UsersTest);

TEST_P(UsersTest, ANewUserHasAnAddressACellAndAnAuditRecord) {
    auto made = create("Ann.Other@Firm.com");
    ASSERT_TRUE(made);
    EXPECT_EQ(made->address, "ann.other@firm.com.bailey.test");
    EXPECT_FALSE(made->one_time_password);
    auto account = users->describe(system, made->account);
    ASSERT_TRUE(account);
    EXPECT_EQ(account->address, made->address);
    EXPECT_EQ(account->state, AccountState::active);
    EXPECT_EQ(account->cell, 0);
    EXPECT_EQ(account->capacity_octets, Settings{}.capacity_octets);
    EXPECT_EQ(users->find("ANN.OTHER@firm.com").value(), made->account);
    EXPECT_EQ(users->find("nobody@firm.com").error(), Errc::not_found);
    EXPECT_EQ(last_act().act, "user_created");
    EXPECT_EQ(last_act().detail, made->address);
    EXPECT_EQ(create("ben@firm.com")->address, "ben@firm.com.bailey.test");
    EXPECT_EQ(users->describe(system, users->find("ben@firm.com").value())->cell, 1);
}

TEST_P(UsersTest, WithoutAPasswordAOneTimePasswordIsMade) {
    auto made = create("ann@firm.com", std::nullopt);
    ASSERT_TRUE(made);
    ASSERT_TRUE(made->one_time_password);
    EXPECT_EQ(made->one_time_password->reveal().size(), 19u);
    auto account = users->describe(system, made->account);
    EXPECT_EQ(account->state, AccountState::new_user_locked);
    EXPECT_TRUE(account->must_change_password);
    ASSERT_TRUE(users->set_password(system, made->account, good));
    EXPECT_EQ(state(made->account), AccountState::active);
    EXPECT_FALSE(users->describe(system, made->account)->must_change_password);
}

TEST_P(UsersTest, RefusesWhatIsWrongAndLeavesNothing) {
    ASSERT_TRUE(create("ann@firm.com"));
    EXPECT_EQ(create("ann@firm.com").error(), Errc::exists);
    EXPECT_EQ(create("ann@firm.com.bailey.test").error(), Errc::exists);
    EXPECT_EQ(create("ann@other.com").error(), Errc::outside);
    EXPECT_EQ(create("ann").error(), Errc::bad_syntax);
    EXPECT_EQ(create("ben@firm.com", Secret{"short"}).error(), Errc::bad_syntax);
    EXPECT_EQ(create("benjamin@firm.com", Secret{"benjamin12345"}).error(), Errc::bad_syntax);
    EXPECT_EQ(users->create(system, {.organisation = OrganisationId{99}, .address = "x@firm.com"}).error(),
              Errc::not_found);
    EXPECT_EQ(users->list(system, {})->size(), 1u);
}

TEST_P(UsersTest, AnAdministratorManagesTheOwnSubtreeAlone) {
    auto child = organisations->create(system, {.parent = firm, .name = "Branch"}, {"branch.com"});
    auto beside = organisations->create(system, {.name = "Beside"}, {"beside.com"});
    ASSERT_TRUE(child && beside);
    auto ours = administrator_of(firm), theirs = administrator_of(*beside), below = administrator_of(*child);
    NewUser user{.organisation = *child, .address = "ann@branch.com", .password = good};
    EXPECT_EQ(users->create(theirs, user).error(), Errc::denied);
    auto made = users->create(ours, user);
    ASSERT_TRUE(made);
    EXPECT_EQ(last_act().actor, AccountId{77});
    EXPECT_EQ(users->suspend(theirs, made->account).error(), Errc::denied);
    EXPECT_EQ(users->describe(theirs, made->account).error(), Errc::denied);
    EXPECT_EQ(users->set_password(theirs, made->account, std::nullopt).error(), Errc::denied);
    EXPECT_EQ(users->list(theirs, {.organisation = *child}).error(), Errc::denied);
    EXPECT_EQ(users->list(ours, {}).error(), Errc::denied) << "the whole community is not theirs";
    EXPECT_EQ(users->list(ours, {.organisation = *child})->size(), 1u);
    EXPECT_TRUE(users->suspend(below, made->account));
    EXPECT_EQ(state(made->account), AccountState::suspended);
    Acting nobody = Actor{.account = made->account, .grants = {}};
    EXPECT_EQ(users->resume(nobody, made->account).error(), Errc::denied);
}

TEST_P(UsersTest, StatesFollowTheirRules) {
    auto id = create("ann@firm.com")->account;
    EXPECT_EQ(users->unlock(system, id).error(), Errc::conflict);
    EXPECT_EQ(users->resume(system, id).error(), Errc::conflict);
    EXPECT_EQ(users->restore(system, id).error(), Errc::conflict);
    ASSERT_TRUE(users->suspend(system, id));
    EXPECT_EQ(users->suspend(system, id).error(), Errc::conflict);
    ASSERT_TRUE(users->remove(system, id));
    EXPECT_EQ(users->remove(system, id).error(), Errc::conflict);
    EXPECT_EQ(users->set_password(system, id, good).error(), Errc::conflict);
    EXPECT_EQ(create("ann@firm.com").error(), Errc::exists) << "it could be restored";
    clock.advance(24h * 30);
    ASSERT_TRUE(users->restore(system, id));
    EXPECT_EQ(state(id), AccountState::suspended) << "as it was";
    ASSERT_TRUE(users->resume(system, id));
    EXPECT_EQ(state(id), AccountState::active);
    ASSERT_TRUE(users->remove(system, id));
    clock.advance(24h * 30 + 1ms);
    EXPECT_EQ(users->restore(system, id).error(), Errc::timed_out);
    EXPECT_EQ(users->unlock(system, AccountId{99}).error(), Errc::not_found);
}

TEST_P(UsersTest, CapacityIsSet) {
    auto id = create("ann@firm.com")->account;
    ASSERT_TRUE(users->set_capacity(system, id, 5'000'000));
    EXPECT_EQ(users->describe(system, id)->capacity_octets, 5'000'000);
    EXPECT_EQ(users->set_capacity(system, id, 0).error(), Errc::bad_syntax);
    EXPECT_EQ(last_act().act, "capacity_changed");
}

TEST_P(UsersTest, ManyAreCreatedTogetherOrNotAtAll) {
    std::vector<BulkUser> many;
    for (int n = 0; n < 1000; ++n) many.push_back({firm, "u" + std::to_string(n) + "@firm.com", "User", "Number"});
    auto first = users->create_many(system, many, "$argon2id$x");
    ASSERT_TRUE(first);
    EXPECT_EQ(users->find("u999@firm.com").value(), AccountId{static_cast<std::int64_t>(*first) + 999});
    EXPECT_EQ(last_act().act, "users_created");
    auto loads = community->read([](sql::Connection& c) { return store::placement::loads(c); });
    for (auto& load : *loads) EXPECT_EQ(load.accounts, 250);

    std::vector<BulkUser> clash{
        {firm, "v1@firm.com"}, {firm, "v2@firm.com"}, {firm, "u5@firm.com"}, {firm, "v3@firm.com"}};
    std::size_t failed = 99;
    EXPECT_EQ(users->create_many(system, clash, "x", &failed).error(), Errc::exists);
    EXPECT_EQ(failed, 2u);
    EXPECT_EQ(users->find("v1@firm.com").error(), Errc::not_found);
    clash[2].address = "u5@elsewhere.com";
    EXPECT_EQ(users->create_many(system, clash, "x", &failed).error(), Errc::outside);
    EXPECT_EQ(failed, 2u);
    EXPECT_EQ(users->create_many(administrator_of(OrganisationId{99}), clash, "x", &failed).error(), Errc::denied);
    EXPECT_EQ(failed, 0u);
}

TEST(PasswordRule, AsksForLengthAndRefusesWhatIsGuessedFirst) {
    std::array<std::string_view, 3> names{"Siobhan", "O'Neill", "siobhan.oneill"};
    auto of = [&](std::string_view text) { return weakness(Secret(text), names); };
    EXPECT_EQ(of("elevenchars"), Weakness::too_short);
    EXPECT_EQ(of("éééééééééééé"), Weakness::common);
    EXPECT_EQ(of("ŵyau a chig moch"), Weakness::none);
    EXPECT_EQ(of(std::string(1025, 'x')), Weakness::too_long);
    EXPECT_EQ(of("tab\tin the middle"), Weakness::not_text);
    EXPECT_EQ(of("caf\xe9 au lait sil vous"), Weakness::not_text);
    for (auto common :
         {"password1234", "Password2024!", "P@ssw0rd1234", "qwertyuiop123", "aaaaaaaaaaaa", "123456789012",
          "abcdefghijklm", "Welcome12345!", "letmeinletmein", "121212121212", "football1966"})
        EXPECT_EQ(of(common), Weakness::common) << common;
    for (auto own : {"siobhan12345", "Siobhan.ONeill1", "1970siobhan1970"})
        EXPECT_EQ(of(own), Weakness::own_name) << own;
    for (auto fine :
         {"correct horse battery staple", "walrus orbit kettle", "x9$Lq2mVz!7p", "my password is a long sentence"})
        EXPECT_EQ(of(fine), Weakness::none) << fine;
}

TEST(PasswordRule, OneTimePasswordsAreStrongAndDiffer) {
    auto a = one_time_password(), b = one_time_password();
    EXPECT_FALSE(a.equals(b.reveal()));
    EXPECT_EQ(weakness(a, {}), Weakness::none);
    EXPECT_EQ(a.reveal().find_first_of("01lo"), std::string_view::npos);
}

TEST_P(UsersTest, AFurtherAddressReachesTheAccountUntilItIsRemoved) {
    const auto ann = create("ann.other@firm.com")->account;
    ASSERT_TRUE(users->add_address(system, ann, "Ann.Married@firm.com"));
    EXPECT_EQ(last_act().detail, "ann.married@firm.com.bailey.test");
    EXPECT_EQ(users->find("ann.married@firm.com").value(), ann);
    EXPECT_EQ(users->addresses(system, ann).value(),
              (std::vector<std::string>{"ann.other@firm.com.bailey.test", "ann.married@firm.com.bailey.test"}));
    ASSERT_TRUE(users->remove_address(system, ann, "ann.married@firm.com"));
    EXPECT_EQ(users->find("ann.married@firm.com").error(), Errc::not_found);
    EXPECT_EQ(users->remove_address(system, ann, "ann.married@firm.com").error(), Errc::not_found);
    EXPECT_EQ(users->remove_address(system, ann, "ann.other@firm.com").error(), Errc::conflict);
}

TEST_P(UsersTest, FurtherAddressesStayWithinTheOrganisationAndAreBounded) {
    const auto ann = create("ann@firm.com")->account;
    ASSERT_TRUE(create("ben@firm.com"));
    EXPECT_EQ(users->add_address(system, ann, "ben@firm.com").error(), Errc::exists);
    EXPECT_EQ(users->add_address(system, ann, "ann@elsewhere.com").error(), Errc::outside);
    EXPECT_EQ(users->add_address(system, ann, "not an address").error(), Errc::bad_syntax);
    for (std::size_t n = 1; n < Users::most_addresses; ++n)
        ASSERT_TRUE(users->add_address(system, ann, "ann" + std::to_string(n) + "@firm.com"));
    EXPECT_EQ(users->add_address(system, ann, "one.more@firm.com").error(), Errc::too_many);
}

TEST_P(UsersTest, TheServicesOwnDomainIsOpenToThoseWhoMayChangeEveryAccount) {
    const auto ann = create("ann@firm.com")->account;
    EXPECT_EQ(users->add_address(administrator_of(firm), ann, "postmaster@bailey.test").error(), Errc::outside);
    ASSERT_TRUE(users->add_address(system, ann, "postmaster@bailey.test"));
    EXPECT_EQ(users->find("postmaster@bailey.test").value(), ann);
}

}  // namespace
}  // namespace bailey::users
