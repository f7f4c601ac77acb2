#include "store/community/community_fixture.hpp"
#include "store/tables/audit.hpp"
#include "store/tables/grants.hpp"

namespace bailey::store {
namespace {

class TablesTest : public CommunityTest {
protected:
    template <class Work>
    auto write(Work work) {
        return community->write(work);
    }
    template <class Work>
    auto read(Work work) {
        return community->read(work);
    }
    OrganisationId organisation(const std::string& name, OrganisationId parent) {
        auto made =
            write([&](sql::Connection& c) { return organisations::insert(c, {.parent = parent, .name = name}, 1); });
        EXPECT_TRUE(made);
        return made.value();
    }
    Result<audit::Verdict> verify() {
        return read([&](sql::Connection& c) { return audit::verify(c, community->audit_key()); });
    }
    void note(const std::string& act, int times = 1) {
        std::vector<audit::Entry> entries;
        for (int n = 0; n < times; ++n)
            entries.push_back({.at = clock.now(),
                               .actor = AccountId{7},
                               .act = act,
                               .organisation = firm,
                               .account = AccountId{n + 1},
                               .peer = "192.0.2.1",
                               .detail = std::to_string(n)});
        ASSERT_TRUE(write([&](sql::Connection& c) { return audit::append(c, community->audit_key(), entries); }));
    }
    void script(const std::string& text) {
        ASSERT_TRUE(write([&](sql::Connection& c) { return c.script(text); })) << text;
    }
};
BAILEY_ON_BOTH_ENGINES(TablesTest);

TEST_P(TablesTest, AnOrganisationComesBackAsItWasWritten) {
    organisations::Organisation o{.parent = firm,
                                  .name = "Cwmni Siân",
                                  .business_type = "solicitor",
                                  .area = "Gwent",
                                  .connection = bailey::Connection::cloud,
                                  .address1 = "1 Stryd Fawr",
                                  .address2 = "Llawr 2",
                                  .town = "Casnewydd",
                                  .postcode = "NP20 1AA",
                                  .telephone = "01633 000000",
                                  .created_at = clock.now()};
    auto id = write([&](sql::Connection& c) { return organisations::insert(c, o, 5); });
    ASSERT_TRUE(id);
    auto found = read([&](sql::Connection& c) { return organisations::find(c, *id); });
    ASSERT_TRUE(found);
    EXPECT_EQ(found->id, *id);
    EXPECT_EQ(found->parent, firm);
    EXPECT_EQ(found->name, o.name);
    EXPECT_EQ(found->business_type + "/" + found->area, "solicitor/Gwent");
    EXPECT_EQ(found->connection, bailey::Connection::cloud);
    EXPECT_FALSE(found->suspended);
    EXPECT_EQ(found->address1 + found->address2 + found->town, "1 Stryd FawrLlawr 2Casnewydd");
    EXPECT_EQ(found->postcode + found->telephone, "NP20 1AA01633 000000");
    EXPECT_EQ(found->created_at, clock.now());
    EXPECT_EQ(read([&](sql::Connection& c) { return organisations::find(c, OrganisationId{99}); }).error(),
              Errc::not_found);
    EXPECT_EQ(read([&](sql::Connection& c) { return organisations::named(c, "Cwmni Siân"); })->size(), 1u);
}

TEST_P(TablesTest, ThePathOfAnOrganisationHoldsAllAboveItAndNothingBeside) {
    auto child = organisation("Child", firm), grandchild = organisation("Grandchild", child);
    auto beside = organisation("Beside", firm);
    auto path = read([&](sql::Connection& c) { return organisations::path(c, grandchild); });
    ASSERT_TRUE(path);
    for (auto above : {grandchild, child, firm, organisations::community}) EXPECT_TRUE(path->within(grandchild, above));
    EXPECT_FALSE(path->within(grandchild, beside));
    EXPECT_FALSE(path->within(firm, child));
    auto tree = read([&](sql::Connection& c) { return organisations::tree(c); });
    ASSERT_TRUE(tree);
    EXPECT_TRUE(tree->within(beside, firm));
    EXPECT_TRUE(tree->within(grandchild, child));
    EXPECT_EQ(read([&](sql::Connection& c) { return organisations::path(c, OrganisationId{99}); }).error(),
              Errc::not_found);
}

TEST_P(TablesTest, ADomainIsOfOneOrganisation) {
    auto other = organisation("Other", organisations::community);
    ASSERT_TRUE(write([&](sql::Connection& c) { return organisations::add_domain(c, firm, "firm.bailey.test"); }));
    EXPECT_EQ(
        write([&](sql::Connection& c) { return organisations::add_domain(c, other, "firm.bailey.test"); }).error(),
        Errc::exists);
    EXPECT_EQ(read([&](sql::Connection& c) { return organisations::domain_owner(c, "firm.bailey.test"); }).value(),
              firm);
    EXPECT_EQ(read([&](sql::Connection& c) { return organisations::domain_owner(c, "x.bailey.test"); }).error(),
              Errc::not_found);
}

TEST_P(TablesTest, AnAccountRemembersItsStateBeforeDeletion) {
    auto id = add(*community, "ann@firm.bailey.test", AccountState::suspended);
    auto find = [&] { return read([&](sql::Connection& c) { return accounts::find(c, id); }).value(); };
    auto set = [&](AccountState s) {
        ASSERT_TRUE(write([&](sql::Connection& c) { return accounts::set_state(c, id, s, clock.now(), 9); }));
    };
    EXPECT_EQ(find().address, "ann@firm.bailey.test");
    EXPECT_EQ(find().first_name + " " + find().last_name, "Ann Other");
    set(AccountState::deleted);
    EXPECT_EQ(find().deleted_state, AccountState::suspended);
    EXPECT_EQ(find().deleted_at, clock.now());
    set(AccountState::locked);
    EXPECT_EQ(find().locked_at, clock.now());
    EXPECT_FALSE(find().deleted_at);
    set(AccountState::active);
    EXPECT_FALSE(find().locked_at);
    EXPECT_EQ(write([&](sql::Connection& c) { return accounts::set_capacity(c, AccountId{99}, 5, 9); }).error(),
              Errc::not_found);
}

TEST_P(TablesTest, AccountsAreListedPageByPage) {
    for (int n = 0; n < 5; ++n)
        add(*community, "u" + std::to_string(n) + "@firm.bailey.test", n ? AccountState::active : AccountState::locked);
    auto list = [&](accounts::Filter f) {
        return read([&](sql::Connection& c) { return accounts::list(c, f); }).value();
    };
    EXPECT_EQ(list({}).size(), 5u);
    auto first = list({.organisation = firm, .limit = 3});
    ASSERT_EQ(first.size(), 3u);
    EXPECT_EQ(list({.organisation = firm, .after = first.back().id, .limit = 3}).size(), 2u);
    EXPECT_EQ(list({.state = AccountState::locked}).size(), 1u);
    EXPECT_TRUE(list({.organisation = OrganisationId{99}}).empty());
}

TEST_P(TablesTest, AnIdIsNeverGivenTwice) {
    auto id = add(*community, "ann@firm.bailey.test");
    script("delete from address; delete from account");
    EXPECT_GT(add(*community, "ann@firm.bailey.test"), id);
}

TEST_P(TablesTest, GrantsAreKeptByAccountAndOrganisation) {
    auto id = add(*community, "ann@firm.bailey.test");
    Grant administrator{Role::organisation_administrator, firm}, auditor{Role::auditor, organisations::community};
    ASSERT_TRUE(write([&](sql::Connection& c) { return grants::insert(c, id, administrator); }));
    ASSERT_TRUE(write([&](sql::Connection& c) { return grants::insert(c, id, auditor); }));
    EXPECT_EQ(write([&](sql::Connection& c) { return grants::insert(c, id, auditor); }).error(), Errc::exists);
    EXPECT_EQ(read([&](sql::Connection& c) { return grants::of(c, id); })->size(), 2u);
    auto holders = read([&](sql::Connection& c) { return grants::holders(c, firm); });
    ASSERT_EQ(holders->size(), 1u);
    EXPECT_EQ(holders->front().role, Role::organisation_administrator);
    ASSERT_TRUE(write([&](sql::Connection& c) { return grants::remove(c, id, auditor); }));
    EXPECT_EQ(write([&](sql::Connection& c) { return grants::remove(c, id, auditor); }).error(), Errc::not_found);
}

TEST_P(TablesTest, NewAccountsGoWhereTheFewestAre) {
    auto place = [&](std::size_t n) {
        return write([&](sql::Connection& c) { return placement::place(c, n); }).value();
    };
    EXPECT_EQ(place(1), std::vector<int>{0});
    EXPECT_EQ(place(1), std::vector<int>{1});
    EXPECT_EQ(place(4), (std::vector<int>{2, 3, 0, 1}));
    ASSERT_TRUE(write([](sql::Connection& c) { return placement::ensure_cells(c, 5); }));
    EXPECT_EQ(place(1), std::vector<int>{4});
    auto loads = read([](sql::Connection& c) { return placement::loads(c); });
    ASSERT_EQ(loads->size(), 5u);
    EXPECT_EQ((*loads)[0].accounts, 2);
}

TEST_P(TablesTest, TheAuditReadsBackAndVerifies) {
    EXPECT_EQ(verify()->records, 0);
    note("user_created");
    note("signed_in", 3);
    auto verdict = verify();
    ASSERT_TRUE(verdict);
    EXPECT_EQ(verdict->records, 4);
    EXPECT_FALSE(verdict->fault);
    auto newest = read([&](sql::Connection& c) { return audit::list(c, {.limit = 2}); });
    ASSERT_EQ(newest->size(), 2u);
    EXPECT_EQ((*newest)[0].id, 4);
    EXPECT_EQ((*newest)[0].entry.act, "signed_in");
    EXPECT_EQ((*newest)[0].entry.peer, "192.0.2.1");
    EXPECT_EQ((*newest)[0].digest, verdict->head);
    auto older = read([&](sql::Connection& c) { return audit::list(c, {.before = 3, .limit = 10}); });
    EXPECT_EQ(older->size(), 2u);
    auto one = read([&](sql::Connection& c) { return audit::list(c, {.account = AccountId{2}}); });
    EXPECT_EQ(one->size(), 1u);
}

TEST_P(TablesTest, AnyTamperingWithTheAuditShows) {
    struct {
        const char* what;
        const char* change;
        std::int64_t fault;
    } cases[] = {
        {"another actor", "update audit set actor_id = 8 where audit_id = 3", 3},
        {"another time", "update audit set at = at + 1 where audit_id = 2", 2},
        {"another detail", "update audit set detail = detail || '!' where audit_id = 5", 5},
        {"another act", "update audit set act = 'x' where audit_id = 1", 1},
        {"no account", "update audit set account_id = null where audit_id = 4", 4},
        {"a record gone", "delete from audit where audit_id = 3", 3},
        {"the first gone", "delete from audit where audit_id = 1", 1},
        {"the last gone", "delete from audit where audit_id = 6", 6},
        {"text moved between columns", "update audit set peer = peer || 's', act = 'igned_in' where audit_id = 2", 2},
        {"two exchanged",
         "update audit set audit_id = 99 where audit_id = 4; update audit set audit_id = 4 where audit_id = 5; "
         "update audit set audit_id = 5 where audit_id = 99",
         4},
    };
    for (auto& one : cases) {
        SCOPED_TRACE(one.what);
        script("delete from audit; update counter set value = 0 where name = 'audit'");
        note("signed_in", 6);
        ASSERT_FALSE(verify()->fault);
        script(one.change);
        EXPECT_EQ(verify()->fault, one.fault);
        EXPECT_EQ(verify()->records, one.fault - 1);
    }
}

TEST_P(TablesTest, WithoutTheKeyNobodyCanWriteTheAuditAnew) {
    note("signed_in", 2);
    auto verdict = read([&](sql::Connection& c) { return audit::verify(c, Key::random()); });
    EXPECT_EQ(verdict->fault, 1);
}

}  // namespace
}  // namespace bailey::store
