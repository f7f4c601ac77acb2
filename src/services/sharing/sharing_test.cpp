#include "services/sharing/sharing.hpp"

#include "services/audit/audit.hpp"
#include "services/organisations/organisations.hpp"
#include "services/sharing/shared_mailboxes.hpp"
#include "services/users/users.hpp"
#include "store/community/community_fixture.hpp"
#include "store/community/directory.hpp"

namespace bailey::sharing {
namespace {

using namespace std::chrono_literals;
namespace right = mailbox_right;
const Acting system = system_actor();

class SharingTest : public store::CommunityTest {
protected:
    void SetUp() override {
        CommunityTest::SetUp();
        if (HasFatalFailure() || IsSkipped()) return;
        names = std::make_unique<Canonicaliser>(Canonicaliser::create("bailey.test", {}).value());
        users = std::make_unique<users::Users>(*community, *names, clock,
                                               users::Settings{.cost = {.passes = 1, .memory_bytes = 8192}});
        organisations::Organisations organisations(*community, *names, clock);
        ASSERT_TRUE(organisations.add_domain(system, firm, "firm.com"));
        sharing = std::make_unique<Sharing>(*community, clock);
        directory = std::make_unique<store::Directory>(*community, clock);
        opener = std::make_unique<SharedMailboxes>(*community, *directory);
        ann = create("ann@firm.com", AccountKind::user);
        bob = create("bob@firm.com", AccountKind::user);
        desk = create("desk@firm.com", AccountKind::shared);
    }
    AccountId create(const std::string& address, AccountKind kind) {
        users::NewUser user{.organisation = firm, .address = address, .first_name = "", .last_name = "", .kind = kind};
        if (kind == AccountKind::user) user.password = Secret("walrus orbit kettle");
        if (kind == AccountKind::shared) user.last_name = "The Desk";
        auto made = users->create(system, user);
        EXPECT_TRUE(made) << address;
        return made ? made->account : AccountId{};
    }
    Result<void> grant(unsigned rights) { return sharing->grant(system, desk, ann, rights); }
    unsigned opened(AccountId person) {
        auto all = opener->of(person);
        EXPECT_TRUE(all);
        if (!all || all->empty()) return 0;
        EXPECT_EQ(all->size(), 1u);
        EXPECT_EQ(all->front().account, desk);
        EXPECT_EQ(all->front().address, "desk@firm.com.bailey.test");
        return all->front().rights;
    }
    store::audit::Entry last_act() { return audit::list(*community, system, {}).value().front().entry; }

    std::unique_ptr<Canonicaliser> names;
    std::unique_ptr<users::Users> users;
    std::unique_ptr<Sharing> sharing;
    std::unique_ptr<store::Directory> directory;
    std::unique_ptr<SharedMailboxes> opener;
    AccountId ann{}, bob{}, desk{};
};
BAILEY_ON_BOTH_ENGINES(SharingTest);

TEST_P(SharingTest, AGrantOpensTheMailboxAndARevocationClosesIt) {
    EXPECT_EQ(opened(ann), 0u);
    ASSERT_TRUE(grant(right::read | right::mail));
    EXPECT_EQ(opened(ann), right::read | right::mail);
    EXPECT_EQ(opened(bob), 0u);
    auto act = last_act();
    EXPECT_EQ(act.act, "mailbox_granted");
    EXPECT_EQ(act.account, desk);
    EXPECT_EQ(act.detail, "ann@firm.com.bailey.test: read,mail, before: none");
    ASSERT_TRUE(grant(right::read | right::write));
    EXPECT_EQ(opened(ann), right::read | right::write);
    ASSERT_TRUE(sharing->revoke(system, desk, ann));
    EXPECT_EQ(opened(ann), 0u);
    EXPECT_EQ(last_act().act, "mailbox_revoked");
    EXPECT_EQ(sharing->revoke(system, desk, ann).error(), Errc::not_found);
    EXPECT_TRUE(audit::verify(*community, system).value().fault == std::nullopt);
}

TEST_P(SharingTest, AnotherProcessSeesAGrantWithinASecond) {
    EXPECT_EQ(opened(ann), 0u);
    auto other = open();
    ASSERT_TRUE(Sharing(*other, clock).grant(system, desk, ann, right::read));
    clock.advance(1s);
    EXPECT_EQ(opened(ann), right::read);
}

TEST_P(SharingTest, ASuspendedOrDeletedMailboxIsNotOpened) {
    ASSERT_TRUE(grant(right::all));
    ASSERT_TRUE(users->suspend(system, desk));
    EXPECT_EQ(opened(ann), 0u);
    ASSERT_TRUE(users->resume(system, desk));
    EXPECT_EQ(opened(ann), right::all);
    ASSERT_TRUE(users->remove(system, desk));
    EXPECT_EQ(opened(ann), 0u);
    EXPECT_EQ(sharing->grant(system, desk, bob, right::read).error(), Errc::conflict);
}

TEST_P(SharingTest, RightsAreThoseOfSharedMailboxesAndPeople) {
    EXPECT_EQ(grant(0).error(), Errc::bad_syntax);
    EXPECT_EQ(grant(16).error(), Errc::bad_syntax);
    EXPECT_EQ(grant(right::write).error(), Errc::bad_syntax) << "writing without reading";
    EXPECT_EQ(sharing->grant(system, bob, ann, right::read).error(), Errc::conflict) << "a person's mailbox";
    EXPECT_EQ(sharing->grant(system, desk, desk, right::read).error(), Errc::conflict);
    EXPECT_EQ(sharing->grant(system, desk, AccountId{999}, right::read).error(), Errc::not_found);
    EXPECT_EQ(sharing->grant(system, AccountId{999}, ann, right::read).error(), Errc::not_found);
    EXPECT_TRUE(opener->of(AccountId{999}).value().empty());
}

TEST_P(SharingTest, AdministratorsAndDelegatedManagersGrant) {
    Acting stranger(Actor{.account = ann, .grants = {}});
    EXPECT_EQ(sharing->grant(stranger, desk, ann, right::read).error(), Errc::denied);
    EXPECT_EQ(sharing->holders(stranger, desk).error(), Errc::denied);
    Acting administrator(Actor{.account = ann, .grants = {{Role::organisation_administrator, firm}}});
    EXPECT_TRUE(sharing->grant(administrator, desk, bob, right::read | right::manage));
    // Bob is no administrator; the mailbox is delegated to him.
    auto delegate = audit::actor_for(*community, bob);
    ASSERT_TRUE(delegate);
    EXPECT_TRUE(sharing->grant(*delegate, desk, ann, right::read));
    auto holders = sharing->holders(*delegate, desk);
    ASSERT_TRUE(holders);
    ASSERT_EQ(holders->size(), 2u);
    EXPECT_EQ(holders->front().address, "ann@firm.com.bailey.test");
    EXPECT_EQ(holders->back().rights, right::read | right::manage);
}

// RFC 9670 section 3: whenever the user's permissions change.
TEST_P(SharingTest, ANotificationTellsOfEveryChange) {
    auto before = sharing->notification_state(ann).value();
    ASSERT_TRUE(grant(right::read));
    clock.advance(1s);
    Acting administrator(Actor{.account = bob, .grants = {{Role::organisation_administrator, firm}}});
    ASSERT_TRUE(sharing->grant(administrator, desk, ann, right::read | right::write));
    ASSERT_TRUE(grant(right::read | right::write)) << "no change";
    auto all = sharing->notifications(ann);
    ASSERT_TRUE(all);
    ASSERT_EQ(all->list.size(), 2u);
    EXPECT_EQ(all->list[0].old_rights, 0u);
    EXPECT_EQ(all->list[0].new_rights, right::read);
    EXPECT_EQ(all->list[0].changed_by_address, "") << "the operator has none";
    EXPECT_EQ(all->list[1].old_rights, right::read);
    EXPECT_EQ(all->list[1].changed_by_address, "bob@firm.com.bailey.test");
    EXPECT_EQ(all->list[1].at, clock.now());
    EXPECT_EQ(all->list[1].name, "The Desk <desk@firm.com.bailey.test>");
    EXPECT_EQ(all->list[1].mailbox, desk);
    EXPECT_TRUE(sharing->notifications(bob)->list.empty());
    auto changes = sharing->notification_changes(ann, before, 100);
    ASSERT_TRUE(changes);
    EXPECT_EQ(changes->created, (std::vector{all->list[0].id, all->list[1].id}));
    EXPECT_EQ(changes->state, all->state);
}

TEST_P(SharingTest, ADismissedNotificationIsGone) {
    ASSERT_TRUE(grant(right::read));
    ASSERT_TRUE(grant(right::read | right::mail));
    auto all = sharing->notifications(ann).value();
    EXPECT_EQ(sharing->dismiss(bob, all.list[0].id).error(), Errc::not_found) << "somebody else's";
    ASSERT_TRUE(sharing->dismiss(ann, all.list[0].id));
    EXPECT_EQ(sharing->dismiss(ann, all.list[0].id).error(), Errc::not_found);
    auto changes = sharing->notification_changes(ann, all.state, 100);
    ASSERT_TRUE(changes);
    EXPECT_EQ(changes->destroyed, std::vector{all.list[0].id});
    EXPECT_TRUE(changes->created.empty());
    EXPECT_EQ(sharing->notification_changes(ann, changes->state, 100)->state, changes->state);
    EXPECT_TRUE(sharing->notification_changes(ann, State{}, 100)->destroyed.empty()) << "created and destroyed since";
    EXPECT_EQ(sharing->notification_changes(ann, State{changes->state.change + 1}, 100).error(), Errc::conflict);
}

TEST_P(SharingTest, ChangesComeInPartsAndOldNotificationsGo) {
    for (int n = 0; n < Sharing::most_notifications + 5; ++n) {
        ASSERT_TRUE(grant(n % 2 ? right::read : right::read | right::mail));
    }
    auto all = sharing->notifications(ann).value();
    ASSERT_EQ(all.list.size(), static_cast<std::size_t>(Sharing::most_notifications));
    EXPECT_EQ(all.list.front().id, 6) << "the oldest five are gone";
    std::vector<std::int64_t> created;
    State state;
    for (bool more = true; more;) {
        auto part = sharing->notification_changes(ann, state, 7);
        ASSERT_TRUE(part);
        EXPECT_LE(part->created.size(), 7u);
        created.insert(created.end(), part->created.begin(), part->created.end());
        state = part->state;
        more = part->more;
    }
    EXPECT_EQ(created.size(), all.list.size());
    EXPECT_EQ(state, all.state);
}

}  // namespace
}  // namespace bailey::sharing
