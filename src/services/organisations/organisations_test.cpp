#include "services/organisations/organisations.hpp"

#include "services/audit/audit.hpp"
#include "store/community/community_fixture.hpp"

namespace bailey::organisations {
namespace {

const Acting system = system_actor();

class OrganisationsTest : public store::CommunityTest {
protected:
    void SetUp() override {
        CommunityTest::SetUp();
        if (HasFatalFailure() || IsSkipped()) return;
        names = std::make_unique<Canonicaliser>(Canonicaliser::create("bailey.test", {}).value());
        organisations = std::make_unique<Organisations>(*community, *names, clock);
        ann = add(*community, "ann@firm.bailey.test");
    }
    Acting holder(Role role, OrganisationId at) { return Actor{.account = ann, .grants = {{role, at}}}; }

    std::unique_ptr<Canonicaliser> names;
    std::unique_ptr<Organisations> organisations;
    AccountId ann{};
};
BAILEY_ON_BOTH_ENGINES(OrganisationsTest);

TEST_P(OrganisationsTest, DomainsAreKeptInTheirSecureForm) {
    auto id = organisations->create(system, {.name = " Smith & Co "}, {"Smith.CO.UK", "smith.bailey.test"});
    ASSERT_TRUE(id);
    auto described = organisations->describe(system, *id);
    ASSERT_TRUE(described);
    EXPECT_EQ(described->organisation.name, "Smith & Co");
    EXPECT_EQ(described->domains, (std::vector<std::string>{"smith.bailey.test", "smith.co.uk.bailey.test"}));
    EXPECT_EQ(organisations->named("Smith & Co")->id, *id);
    EXPECT_EQ(organisations->named("Smith").error(), Errc::not_found);
}

TEST_P(OrganisationsTest, RefusesWhatIsTakenOrWrongAndLeavesNothing) {
    EXPECT_EQ(organisations->create(system, {.name = "Firm"}, {}).error(), Errc::exists);
    EXPECT_EQ(organisations->create(system, {.name = "  "}, {}).error(), Errc::bad_syntax);
    EXPECT_EQ(organisations->create(system, {.name = "A"}, {"not a domain"}).error(), Errc::bad_syntax);
    EXPECT_EQ(organisations->create(system, {.name = "A"}, {"bailey.test"}).error(), Errc::exists);
    EXPECT_EQ(organisations->create(system, {.parent = OrganisationId{99}, .name = "A"}, {}).error(), Errc::not_found);
    ASSERT_TRUE(organisations->add_domain(system, firm, "firm.com"));
    EXPECT_EQ(organisations->create(system, {.name = "A"}, {"firm.com.bailey.test"}).error(), Errc::exists);
    EXPECT_EQ(organisations->list(system)->size(), 1u);
    EXPECT_TRUE(organisations->create(system, {.parent = firm, .name = "Firm"}, {})) << "under another parent";
    EXPECT_EQ(organisations->named("Firm").error(), Errc::conflict);
}

TEST_P(OrganisationsTest, RightsReachDownNeverUpOrBeside) {
    auto branch = organisations->create(system, {.parent = firm, .name = "Branch"}, {});
    auto beside = organisations->create(system, {.name = "Beside"}, {});
    ASSERT_TRUE(branch && beside);
    auto administrator = holder(Role::organisation_administrator, firm);
    EXPECT_TRUE(organisations->create(administrator, {.parent = *branch, .name = "Desk"}, {}));
    EXPECT_EQ(organisations->create(administrator, {.name = "Rival"}, {}).error(), Errc::denied);
    EXPECT_EQ(organisations->set_suspended(administrator, *beside, true).error(), Errc::denied);
    EXPECT_TRUE(organisations->set_suspended(administrator, *branch, true));
    EXPECT_EQ(organisations->list(administrator)->size(), 3u);
    EXPECT_EQ(organisations->describe(administrator, *beside).error(), Errc::denied);
    EXPECT_EQ(organisations->add_domain(administrator, firm, "new.com").error(), Errc::denied) << "an engineer's";
    EXPECT_TRUE(organisations->add_domain(holder(Role::engineer, firm), firm, "new.com"));
}

TEST_P(OrganisationsTest, WhetherASecondFactorIsRequiredIsItsAdministratorsToSay) {
    auto beside = organisations->create(system, {.name = "Beside"}, {});
    ASSERT_TRUE(beside);
    EXPECT_TRUE(organisations->describe(system, *beside)->organisation.second_factor) << "unless told otherwise";
    auto administrator = holder(Role::organisation_administrator, firm);
    ASSERT_TRUE(organisations->set_second_factor(administrator, firm, false));
    EXPECT_FALSE(organisations->describe(system, firm)->organisation.second_factor);
    EXPECT_EQ(organisations->set_second_factor(administrator, *beside, false).error(), Errc::denied);
    EXPECT_EQ(organisations->set_second_factor(holder(Role::helpdesk, firm), firm, true).error(), Errc::denied);
    EXPECT_EQ(organisations->set_second_factor(system, OrganisationId{99}, false).error(), Errc::not_found);
    auto records = audit::list(*community, system, {.organisation = firm});
    ASSERT_TRUE(records);
    EXPECT_EQ(records->front().entry.act, "second_factor_rule_changed");
    EXPECT_EQ(records->front().entry.detail, "off");
}

TEST_P(OrganisationsTest, NobodyAppointsThemselvesAboveTheirRight) {
    auto administrator = holder(Role::organisation_administrator, firm);
    auto ben = add(*community, "ben@firm.bailey.test");
    Grant ours{Role::organisation_administrator, firm};
    EXPECT_TRUE(organisations->appoint(administrator, ben, ours));
    EXPECT_EQ(organisations->appoint(administrator, ben, ours).error(), Errc::exists);
    EXPECT_EQ(audit::actor_for(*community, ben)->grants.size(), 1u);
    for (auto role : {Role::community_administrator, Role::helpdesk, Role::engineer, Role::auditor})
        EXPECT_EQ(organisations->appoint(administrator, ann, {role, firm}).error(), Errc::denied);
    Grant everywhere{Role::organisation_administrator, store::organisations::community};
    EXPECT_EQ(organisations->appoint(administrator, ann, everywhere).error(), Errc::denied);
    EXPECT_TRUE(organisations->appoint(system, ann, {Role::community_administrator, everywhere.organisation}));
    EXPECT_TRUE(organisations->dismiss(administrator, ben, ours));
    EXPECT_EQ(organisations->dismiss(administrator, ben, ours).error(), Errc::not_found);
}

TEST_P(OrganisationsTest, TheAuditIsForAuditorsAndShowsTheirPart) {
    auto beside = organisations->create(system, {.name = "Beside"}, {});
    ASSERT_TRUE(organisations->set_suspended(system, firm, true));
    auto all = audit::list(*community, system, {});
    ASSERT_TRUE(all);
    EXPECT_EQ(all->front().entry.act, "organisation_suspended");
    EXPECT_EQ(all->front().entry.actor, AccountId{0});
    auto auditor = holder(Role::auditor, firm);
    EXPECT_EQ(audit::list(*community, auditor, {}).error(), Errc::denied);
    EXPECT_EQ(audit::list(*community, auditor, {.organisation = *beside}).error(), Errc::denied);
    EXPECT_EQ(audit::list(*community, auditor, {.organisation = firm})->size(), 1u);
    EXPECT_EQ(audit::verify(*community, auditor).error(), Errc::denied);
    auto administrator = holder(Role::organisation_administrator, firm);
    EXPECT_EQ(audit::list(*community, administrator, {.organisation = firm}).error(), Errc::denied);
    EXPECT_FALSE(audit::verify(*community, system)->fault);
}

}  // namespace
}  // namespace bailey::organisations
