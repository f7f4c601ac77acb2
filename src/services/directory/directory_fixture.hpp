// For tests: a community of two organisations, with people, a shared mailbox and a directory, on both engines.
#pragma once
#include <memory>
#include <string>

#include "services/directory/directory.hpp"
#include "services/organisations/organisations.hpp"
#include "services/sharing/shared_mailboxes.hpp"
#include "services/sharing/sharing.hpp"
#include "services/users/users.hpp"
#include "store/community/community_fixture.hpp"
#include "store/community/directory.hpp"

namespace bailey::directory {

class DirectoryTest : public store::CommunityTest {
protected:
    void SetUp() override {
        CommunityTest::SetUp();
        if (HasFatalFailure() || IsSkipped()) return;
        names = std::make_unique<Canonicaliser>(Canonicaliser::create("bailey.test", {}).value());
        organisations = std::make_unique<organisations::Organisations>(*community, *names, clock);
        users = std::make_unique<users::Users>(*community, *names, clock,
                                               users::Settings{.cost = {.passes = 1, .memory_bytes = 8192}});
        sharing = std::make_unique<sharing::Sharing>(*community, clock);
        addresses = std::make_unique<store::Directory>(*community, clock);
        opener = std::make_unique<sharing::SharedMailboxes>(*community, *addresses);
        directory = std::make_unique<Directory>(*community);
        auto made = organisations->create(system,
                                          {.name = "Kestrel Chambers",
                                           .business_type = "barrister",
                                           .area = "Gwent",
                                           .address1 = "1 Stryd Fawr",
                                           .town = "Casnewydd",
                                           .postcode = "NP20 1AA",
                                           .telephone = "01633 000000"},
                                          {"kestrel.example"});
        ASSERT_TRUE(made);
        kestrel = *made;
        made = organisations->create(system, {.name = "Northside Police", .business_type = "police", .area = "North"},
                                     {"north.example"});
        ASSERT_TRUE(made);
        police = *made;
        sian = person(kestrel, "sian@kestrel.example", "Siân", "Okafor");
        dele = person(kestrel, "dele@kestrel.example", "Dele", "Okafor");
        jo = person(police, "jo.smith@north.example", "Jo", "Smith");
        hidden = person(police, "hidden@north.example", "Hannah", "Hidden", true);
        clerks = person(kestrel, "clerks@kestrel.example", "", "Clerks' Room", false, AccountKind::shared);
    }

    AccountId person(OrganisationId organisation, const std::string& address, const std::string& first,
                     const std::string& last, bool ex_directory = false, AccountKind kind = AccountKind::user) {
        users::NewUser user{.organisation = organisation,
                            .address = address,
                            .first_name = first,
                            .last_name = last,
                            .kind = kind,
                            .ex_directory = ex_directory};
        if (kind == AccountKind::user) user.password = Secret("walrus orbit kettle");
        auto made = users->create(system, user);
        EXPECT_TRUE(made) << address;
        return made ? made->account : AccountId{};
    }
    std::shared_ptr<const Snapshot> now() { return directory->snapshot().value(); }

    const Acting system = system_actor();
    std::unique_ptr<Canonicaliser> names;
    std::unique_ptr<organisations::Organisations> organisations;
    std::unique_ptr<users::Users> users;
    std::unique_ptr<sharing::Sharing> sharing;
    std::unique_ptr<store::Directory> addresses;
    std::unique_ptr<sharing::SharedMailboxes> opener;
    std::unique_ptr<Directory> directory;
    OrganisationId kestrel{}, police{};  // beside `firm`, which has no address
    AccountId sian{}, dele{}, jo{}, hidden{}, clerks{};
};

}  // namespace bailey::directory
