#include "services/directory/directory_fixture.hpp"
#include "services/directory/search.hpp"

namespace bailey::directory {
namespace {

class SearchTest : public DirectoryTest {
protected:
    std::string found(Condition condition, Viewer viewer = {}) {
        return names_of(search(*now(), viewer, ready({.condition = std::move(condition)}), {}));
    }
    static std::string names_of(const std::vector<const Entry*>& entries) {
        std::string all;
        for (auto* entry : entries) all += (all.empty() ? "" : ", ") + entry->name;
        return all;
    }
};
BAILEY_ON_BOTH_ENGINES(SearchTest);

TEST_P(SearchTest, TheDirectoryListsPeopleMailboxesAndOrganisationsByName) {
    EXPECT_EQ(found({}), "Clerks' Room, Dele Okafor, Firm, Jo Smith, Kestrel Chambers, Northside Police, Siân Okafor");
    auto entry = now()->find({Kind::person, static_cast<std::int64_t>(sian)});
    ASSERT_TRUE(entry);
    EXPECT_EQ(entry->address, "sian@kestrel.example.bailey.test");
    EXPECT_EQ(description(*entry), "Kestrel Chambers");
    auto organisation = now()->find({Kind::organisation, static_cast<std::int64_t>(kestrel)});
    ASSERT_TRUE(organisation);
    EXPECT_EQ(description(*organisation), "barrister, Gwent, Casnewydd");
    EXPECT_EQ(now()->find({Kind::organisation, 999}), nullptr);
}

// service.md section 7: by name, organisation, address, business type, area, kind.
TEST_P(SearchTest, ItIsSearchedByEveryFieldWithoutCaseAndAccents) {
    EXPECT_EQ(found({.name = "OKAF"}), "Dele Okafor, Siân Okafor");
    EXPECT_EQ(found({.name = "sian"}), "Siân Okafor");
    EXPECT_EQ(found({.name = "Siân"}), "Siân Okafor");
    EXPECT_EQ(found({.organisation = "kestrel", .kind = Kind::person}), "Dele Okafor, Siân Okafor");
    EXPECT_EQ(found({.address = "Smith@north"}), "Jo Smith");
    EXPECT_EQ(found({.text = "north.ex"}), "Jo Smith");
    EXPECT_EQ(found({.text = "northside"}), "Jo Smith, Northside Police");
    EXPECT_EQ(found({.text = "gwent"}), "Kestrel Chambers");
    EXPECT_EQ(found({.place = "np20", .kind = Kind::organisation}), "Kestrel Chambers");
    EXPECT_EQ(found({.business_type = "police"}), "Jo Smith, Northside Police");
    EXPECT_EQ(found({.area = "Gwent", .kind = Kind::shared_mailbox}), "Clerks' Room");
    EXPECT_EQ(found({.among = std::vector{jo, hidden}}), "Jo Smith");
    EXPECT_EQ(found({.name = "nobody"}), "");
    EXPECT_EQ(found({.never = true}), "");
}

TEST_P(SearchTest, ExDirectoryEntriesAreSeenByTheirOwnersAlone) {
    EXPECT_EQ(found({.name = "hannah"}), "");
    EXPECT_EQ(found({.name = "hannah"}, {.own = {sian}}), "");
    EXPECT_EQ(found({.name = "hannah"}, {.own = {hidden}}), "Hannah Hidden");
    EXPECT_EQ(found({}, {.own = {hidden}}).substr(0, 39), "Clerks' Room, Dele Okafor, Firm, Hannah") << "in its place";
}

TEST_P(SearchTest, FiltersCombine) {
    Filter okafor{.condition = {.name = "okafor"}}, gwent{.condition = {.area = "Gwent"}};
    Filter people{.condition = {.kind = Kind::person}};
    auto run = [&](Filter filter) { return names_of(search(*now(), {}, ready(std::move(filter)), {})); };
    EXPECT_EQ(run({.kind = Filter::Kind::all, .of = {gwent, {.kind = Filter::Kind::none, .of = {okafor}}}}),
              "Clerks' Room, Kestrel Chambers");
    EXPECT_EQ(run({.kind = Filter::Kind::any, .of = {okafor, {.condition = {.name = "smith"}}}}),
              "Dele Okafor, Jo Smith, Siân Okafor");
    EXPECT_EQ(run({.kind = Filter::Kind::none, .of = {people}}),
              "Clerks' Room, Firm, Kestrel Chambers, Northside Police");
}

TEST_P(SearchTest, ItIsSortedAsAsked) {
    auto sorted = [&](std::vector<Order> order) {
        return names_of(search(*now(), {}, ready({.condition = {.kind = Kind::person}}), order));
    };
    EXPECT_EQ(sorted({{SortBy::name, false}}), "Siân Okafor, Jo Smith, Dele Okafor");
    EXPECT_EQ(sorted({{SortBy::address}}), "Dele Okafor, Jo Smith, Siân Okafor");
    EXPECT_EQ(sorted({{SortBy::organisation, false}, {SortBy::name}}), "Jo Smith, Dele Okafor, Siân Okafor");
}

TEST_P(SearchTest, ChangesAreSeenAtOnceAndTold) {
    auto mark = now()->mark();
    EXPECT_EQ(now()->mark(), mark) << "nothing changed";
    auto ben = person(police, "ben@north.example", "Ben", "New");
    ASSERT_TRUE(users->suspend(system, dele));
    ASSERT_TRUE(users->remove(system, jo));
    auto briefly = person(police, "brief@north.example", "Brief", "Stay");
    ASSERT_TRUE(users->remove(system, briefly));
    EXPECT_EQ(found({.kind = Kind::person}), "Ben New, Siân Okafor");
    auto changed = now()->changed_since(mark);
    ASSERT_TRUE(changed);
    EXPECT_EQ(names_of(changed->created), "Ben New");
    EXPECT_EQ(names_of(changed->updated), "");
    EXPECT_EQ(names_of(changed->gone), "Dele Okafor, Jo Smith") << "not who came and went";
    mark = now()->mark();
    ASSERT_TRUE(users->resume(system, dele));
    ASSERT_TRUE(users->add_address(system, ben, "benjamin@north.example"));
    EXPECT_EQ(names_of(now()->changed_since(mark)->updated), "Dele Okafor, Ben New");
    EXPECT_FALSE(now()->changed_since({.change = now()->mark().change + 1}));
}

TEST_P(SearchTest, AChangedOrganisationChangesItsPeople) {
    auto mark = now()->mark();
    ASSERT_TRUE(organisations->set_suspended(system, kestrel, true));
    EXPECT_EQ(names_of(now()->changed_since(mark)->updated),
              "Siân Okafor, Dele Okafor, Clerks' Room, Kestrel Chambers");
    EXPECT_EQ(found({.organisation = "kestrel"}), "Clerks' Room, Dele Okafor, Kestrel Chambers, Siân Okafor");
}

TEST_P(SearchTest, ADatabasePutBackFromABackupIsReadAnew) {
    ASSERT_TRUE(now());
    ASSERT_TRUE(community->write([](sql::Connection& c) {
        return c.script(
            "delete from account where first_name = 'Jo'; update counter set value = 2 where name = 'change'");
    }));
    EXPECT_EQ(found({.kind = Kind::person}), "Dele Okafor, Siân Okafor");
}

TEST_P(SearchTest, ThousandsAreSearched) {
    std::vector<users::BulkUser> many;
    for (int n = 0; n < 3000; ++n) {
        auto number = std::to_string(n);
        many.push_back({.organisation = police,
                        .address = "officer" + number + "@north.example",
                        .first_name = "Officer",
                        .last_name = number});
    }
    ASSERT_TRUE(users->create_many(system, many, hash_password(Secret("walrus orbit kettle"), {1, 8192})));
    EXPECT_EQ(search(*now(), {}, ready({.condition = {.text = "officer"}}), {}).size(), 3000u);
    EXPECT_EQ(found({.name = "officer 2999"}), "Officer 2999");
}

}  // namespace
}  // namespace bailey::directory
