#include "store/community/directory.hpp"

#include <thread>

#include "store/community/community_fixture.hpp"

namespace bailey::store {
namespace {

using namespace std::chrono_literals;

Address at(const std::string& text) { return Address::parse(text).value(); }
const Address ann = at("ann@firm.bailey.test"), ben = at("ben@firm.bailey.test");

class DirectoryTest : public CommunityTest {
protected:
    void change(Community& in, AccountId id, AccountState state) {
        ASSERT_TRUE(in.write([&](sql::Connection& c) -> Result<void> {
            BAILEY_TRY(auto number, counters::next_change(c));
            return accounts::set_state(c, id, state, clock.now(), number);
        }));
    }
    void readdress(Community& in, AccountId id, const char* from, const char* to) {
        ASSERT_TRUE(in.write([&](sql::Connection& c) -> Result<void> {
            BAILEY_TRY(auto number, counters::next_change(c));
            if (from) BAILEY_CHECK(addresses::remove(c, id, from));
            if (to) BAILEY_CHECK(addresses::insert(c, id, to, false));
            return addresses::touch(c, id, number);
        }));
    }
};
BAILEY_ON_BOTH_ENGINES(DirectoryTest);

TEST_P(DirectoryTest, KnowsWhoseAnAddressIs) {
    auto id = add(*community, ann.text());
    Directory directory(*community, clock);
    for (int time = 0; time < 2; ++time) {
        auto found = directory.find(ann);
        ASSERT_TRUE(found);
        EXPECT_EQ(found->account, id);
        EXPECT_EQ(found->organisation, firm);
        EXPECT_EQ(found->cell, 2);
        EXPECT_EQ(found->kind, AccountKind::user);
        EXPECT_EQ(found->state, AccountState::active);
        EXPECT_EQ(found->connection, bailey::Connection::hosted);
        EXPECT_FALSE(found->organisation_suspended);
        EXPECT_EQ(directory.find(ben).error(), Errc::not_found);
    }
    EXPECT_TRUE(directory.owns(id, ann).value());
    EXPECT_FALSE(directory.owns(id, ben).value());
    EXPECT_EQ(directory.find(AccountId{999}).error(), Errc::not_found);
}

TEST_P(DirectoryTest, ListsTheAddressesOfAnAccountThePrimaryOneFirst) {
    auto id = add(*community, ann.text());
    readdress(*community, id, nullptr, "a.other@firm.bailey.test");
    Directory directory(*community, clock);
    EXPECT_EQ(directory.addresses(id).value(), (std::vector<std::string>{ann.text(), "a.other@firm.bailey.test"}));
    EXPECT_TRUE(directory.owns(id, at("a.other@firm.bailey.test")).value());
}

TEST_P(DirectoryTest, FollowsAChangeByThisProcessAtOnce) {
    Directory directory(*community, clock);
    EXPECT_EQ(directory.find(ann).error(), Errc::not_found);
    auto id = add(*community, ann.text());
    ASSERT_TRUE(directory.find(ann));
    change(*community, id, AccountState::suspended);
    EXPECT_EQ(directory.find(ann)->state, AccountState::suspended);
    EXPECT_EQ(directory.find(id)->state, AccountState::suspended);
}

TEST_P(DirectoryTest, FollowsAChangeByAnotherProcessWithinASecond) {
    auto id = add(*community, ann.text());
    Directory directory(*community, clock);
    ASSERT_TRUE(directory.find(ann));
    EXPECT_EQ(directory.find(ben).error(), Errc::not_found);
    auto other = open();
    change(*other, id, AccountState::locked);
    add(*other, ben.text());
    clock.advance(1s);
    EXPECT_EQ(directory.find(ann)->state, AccountState::locked);
    EXPECT_TRUE(directory.find(ben));
}

TEST_P(DirectoryTest, AnAddressThatMovedIsItsNewOwners) {
    auto from = add(*community, ann.text());
    auto to = add(*community, ben.text());
    Directory directory(*community, clock);
    EXPECT_EQ(directory.find(ann)->account, from);
    auto other = open();
    readdress(*other, from, "ann@firm.bailey.test", nullptr);
    clock.advance(1s);
    EXPECT_EQ(directory.find(ann).error(), Errc::not_found);
    readdress(*other, to, nullptr, "ann@firm.bailey.test");
    clock.advance(1s);
    EXPECT_EQ(directory.find(ann)->account, to);
    EXPECT_FALSE(directory.owns(from, ann).value());
}

TEST_P(DirectoryTest, ASuspendedOrganisationSuspendsItsMailboxes) {
    add(*community, ann.text());
    Directory directory(*community, clock);
    ASSERT_FALSE(directory.find(ann)->organisation_suspended);
    auto other = open();
    ASSERT_TRUE(other->write([&](sql::Connection& c) -> Result<void> {
        BAILEY_TRY(auto number, counters::next_change(c));
        return organisations::set_suspended(c, firm, true, number);
    }));
    clock.advance(1s);
    EXPECT_TRUE(directory.find(ann)->organisation_suspended);
}

TEST_P(DirectoryTest, ADatabasePutBackFromABackupIsReadAnew) {
    auto id = add(*community, ann.text());
    change(*community, id, AccountState::locked);
    Directory directory(*community, clock);
    ASSERT_EQ(directory.find(ann)->state, AccountState::locked);
    auto other = open();
    ASSERT_TRUE(other->write([&](sql::Connection& c) {
        return c.script("update counter set value = 1 where name = 'change'; update account set change = 1, state = 1");
    }));
    clock.advance(1s);
    EXPECT_EQ(directory.find(ann)->state, AccountState::active);
}

TEST_P(DirectoryTest, AsksTheDatabaseOnlyForWhatItDoesNotKnow) {
    add(*community, ann.text());
    Directory directory(*community, clock);
    ASSERT_TRUE(directory.find(ann));
    EXPECT_EQ(directory.find(ben).error(), Errc::not_found);
    auto other = open();  // behind the directory's back: without a change number nobody can notice
    ASSERT_TRUE(other->write([&](sql::Connection& c) { return c.script("delete from address"); }));
    EXPECT_TRUE(directory.find(ann));
    EXPECT_EQ(directory.find(ben).error(), Errc::not_found);
}

TEST_P(DirectoryTest, ASmallOneForgetsAndIsStillRight) {
    std::vector<AccountId> ids;
    for (int n = 0; n < 200; ++n) ids.push_back(add(*community, "u" + std::to_string(n) + "@firm.bailey.test"));
    Directory directory(*community, clock, 64);
    for (int round = 0; round < 2; ++round)
        for (int n = 0; n < 200; ++n) {
            auto found = directory.find(at("u" + std::to_string(n) + "@firm.bailey.test"));
            ASSERT_TRUE(found);
            EXPECT_EQ(found->account, ids[static_cast<std::size_t>(n)]);
            EXPECT_FALSE(directory.find(at("x" + std::to_string(n) + "@firm.bailey.test")));
        }
}

TEST_P(DirectoryTest, ManyReadersNeverSeeAnOldAnswerAfterAChange) {
    auto id = add(*community, ann.text());
    Directory directory(*community, clock);
    std::atomic<int> committed{0}, wrong{0};
    std::atomic<bool> stop{false};
    auto read = [&] {
        while (!stop) {
            int before = committed;
            auto found = directory.find(ann);
            if (found && static_cast<int>(found->change) < before) ++wrong;
        }
    };
    std::jthread first(read), second(read);
    for (int n = 0; n < 50; ++n) {
        change(*community, id, n % 2 ? AccountState::active : AccountState::locked);
        ASSERT_TRUE(directory.find(ann));
        committed = static_cast<int>(directory.find(ann)->change);
    }
    stop = true;
    first.join();
    second.join();
    EXPECT_EQ(wrong, 0);
}

}  // namespace
}  // namespace bailey::store
