#include "services/sharing/object_sharing.hpp"

#include "services/audit/audit.hpp"
#include "services/sharing/shared_objects.hpp"
#include "services/sharing/sharing.hpp"
#include "store/community/community_fixture.hpp"
#include "store/community/directory.hpp"

namespace bailey::sharing {
namespace {

namespace may_in = folder_right;

class ObjectSharingTest : public store::CommunityTest {
protected:
    void SetUp() override {
        CommunityTest::SetUp();
        if (HasFatalFailure() || IsSkipped()) return;
        directory = std::make_unique<store::Directory>(*community, clock);
        objects = std::make_unique<SharedObjects>(*community, *directory);
        sharing = std::make_unique<ObjectSharing>(*community, clock);
        told = std::make_unique<Sharing>(*community, clock);
        ann = add(*community, "ann@firm.com");
        ben = add(*community, "ben@firm.com");
        cy = add(*community, "cy@firm.com");
    }
    Result<std::vector<AccountId>> share(std::int64_t folder, const std::vector<ObjectSharing::Share>& with,
                                         ObjectKind kind = ObjectKind::folder) {
        return sharing->share(Acting(Actor{ann, {}}), {ann, kind, folder, "Trial"}, with);
    }
    // "17:3 18:1", of the folders of Ann.
    std::string opened(AccountId person) {
        std::string all;
        const auto found = objects->of(person).value();
        for (const auto& parts : found) {
            EXPECT_EQ(parts.owner, ann);
            EXPECT_EQ(parts.address, "ann@firm.com");
            for (const auto& g : parts.grants)
                all += (all.empty() ? "" : " ") + std::to_string(g.object) + ':' + std::to_string(g.rights);
        }
        return all;
    }

    std::unique_ptr<store::Directory> directory;
    std::unique_ptr<SharedObjects> objects;
    std::unique_ptr<ObjectSharing> sharing;
    std::unique_ptr<Sharing> told;
    AccountId ann{}, ben{}, cy{};
};
BAILEY_ON_BOTH_ENGINES(ObjectSharingTest);

TEST_P(ObjectSharingTest, AFolderIsOpenedByThoseItIsSharedWithAlone) {
    EXPECT_EQ(opened(ben), "");
    EXPECT_EQ(share(17, {{ben, may_in::read}, {cy, may_in::all}}).value(), (std::vector{ben, cy}));
    EXPECT_EQ(opened(ben), "17:1");
    EXPECT_EQ(opened(cy), "17:31");
    EXPECT_EQ(opened(ann), "");
    EXPECT_EQ(objects->given(ann).value().size(), 2u);
    EXPECT_EQ(share(17, {{cy, may_in::all}}).value(), (std::vector{ben})) << "whose rights changed";
    EXPECT_EQ(opened(ben), "");
    EXPECT_EQ(opened(cy), "17:31");
    EXPECT_TRUE(share(17, {{cy, may_in::all}}).value().empty());
    EXPECT_EQ(share(18, {{cy, may_in::read}}).value(), (std::vector{cy}));
    EXPECT_EQ(opened(cy), "17:31 18:1");
    EXPECT_TRUE(share(17, {}));
    EXPECT_EQ(opened(cy), "18:1");
}

TEST_P(ObjectSharingTest, FoldersAndAddressBooksAreNotMistakenForEachOther) {
    ASSERT_TRUE(share(5, {{ben, may_in::read}}));
    ASSERT_TRUE(share(5, {{ben, book_right::all}}, ObjectKind::address_book));
    EXPECT_EQ(opened(ben), "5:1 5:3");
    ASSERT_TRUE(share(5, {}));
    const auto all = objects->of(ben).value();
    ASSERT_EQ(all.size(), 1u);
    EXPECT_EQ(all[0].grants.at(0).kind, ObjectKind::address_book);
}

TEST_P(ObjectSharingTest, OnlyPeopleOfTheCommunityCanBeNamed) {
    EXPECT_EQ(share(17, {{ann, may_in::read}}).error(), Errc::outside) << "its owner";
    EXPECT_EQ(share(17, {{AccountId{999}, may_in::read}}).error(), Errc::outside);
    const auto gone = add(*community, "gone@firm.com", AccountState::deleted);
    EXPECT_EQ(share(17, {{gone, may_in::read}}).error(), Errc::outside);
    EXPECT_EQ(share(17, {{ben, may_in::read}, {AccountId{999}, may_in::read}}).error(), Errc::outside);
    EXPECT_EQ(opened(ben), "") << "all or nothing";
}

TEST_P(ObjectSharingTest, RightsAreThoseOfTheKindAndNeedTheOneToRead) {
    EXPECT_EQ(share(17, {{ben, 0}}).error(), Errc::bad_syntax);
    EXPECT_EQ(share(17, {{ben, may_in::add}}).error(), Errc::bad_syntax);
    EXPECT_EQ(share(17, {{ben, 64 | may_in::read}}).error(), Errc::bad_syntax);
    EXPECT_EQ(share(17, {{ben, may_in::all}}, ObjectKind::address_book).error(), Errc::bad_syntax);
    EXPECT_EQ(share(17, {{ben, may_in::read}, {ben, may_in::all}}).error(), Errc::bad_syntax) << "twice";
}

TEST_P(ObjectSharingTest, ThereIsAnEndToHowMany) {
    std::vector<ObjectSharing::Share> many;
    for (std::int64_t n = 0; n <= static_cast<std::int64_t>(ObjectSharing::most_people); ++n)
        many.push_back({AccountId{1000 + n}, may_in::read});
    EXPECT_EQ(share(17, many).error(), Errc::too_many);
}

// RFC 9670 section 3.
TEST_P(ObjectSharingTest, EachIsToldOfWhatChangedForThem) {
    ASSERT_TRUE(share(17, {{ben, may_in::read}}));
    ASSERT_TRUE(share(17, {{ben, may_in::all}}));
    ASSERT_TRUE(share(17, {}));
    const auto list = told->notifications(ben).value().list;
    ASSERT_EQ(list.size(), 3u);
    for (const auto& n : list) {
        EXPECT_EQ(n.changed_by, ann);
        EXPECT_EQ(n.mailbox, ann);
        EXPECT_EQ(n.kind, static_cast<int>(ObjectKind::folder));
        EXPECT_EQ(n.object, 17);
        EXPECT_EQ(n.name, "Trial");
    }
    EXPECT_EQ(list[0].old_rights, 0u);
    EXPECT_EQ(list[0].new_rights, may_in::read);
    EXPECT_EQ(list[1].old_rights, may_in::read);
    EXPECT_EQ(list[1].new_rights, may_in::all);
    EXPECT_EQ(list[2].new_rights, 0u);
    EXPECT_TRUE(told->notifications(cy).value().list.empty());
    EXPECT_TRUE(told->notifications(ann).value().list.empty());
}

TEST_P(ObjectSharingTest, TheAuditHasIt) {
    ASSERT_TRUE(share(17, {{ben, may_in::read}}));
    const auto records = audit::list(*community, system_actor(), {}).value();
    ASSERT_FALSE(records.empty());
    EXPECT_EQ(records.front().entry.act, "folder_shared");
    EXPECT_EQ(records.front().entry.account, ann);
    EXPECT_EQ(records.front().entry.actor, ann);
    EXPECT_EQ(audit::verify(*community, system_actor()).value().fault, std::nullopt);
}

TEST_P(ObjectSharingTest, AnAccountThatIsSuspendedOrDeletedShowsNothing) {
    ASSERT_TRUE(share(17, {{ben, may_in::read}}));
    ASSERT_EQ(opened(ben), "17:1");
    ASSERT_TRUE(community->write([&](sql::Connection& c) -> Result<void> {
        BAILEY_TRY(auto change, store::counters::next_change(c));
        return store::accounts::set_state(c, ann, AccountState::suspended, clock.now(), change);
    }));
    EXPECT_EQ(opened(ben), "");
}

TEST_P(ObjectSharingTest, AnotherProcessIsHeardOf) {
    EXPECT_EQ(opened(ben), "");
    auto other = open();
    ObjectSharing there(*other, clock);
    ASSERT_TRUE(there.share(Acting(Actor{ann, {}}), {ann, ObjectKind::folder, 17, "Trial"}, {{ben, may_in::read}}));
    clock.advance(std::chrono::seconds(1));
    EXPECT_EQ(opened(ben), "17:1");
}

}  // namespace
}  // namespace bailey::sharing
