#include "domain/people/people.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>

namespace bailey {
namespace {

// community (1) -+- police (10) -+- north (11) --- custody (12)
//                |               +- south (13)
//                +- solicitors (20)
constexpr OrganisationId root{1}, police{10}, north{11}, custody{12}, south{13}, solicitors{20}, unknown{99};

OrganisationTree tree() {
    OrganisationTree t;
    EXPECT_TRUE(t.add(root, {}));
    EXPECT_TRUE(t.add(police, root));
    EXPECT_TRUE(t.add(north, police));
    EXPECT_TRUE(t.add(custody, north));
    EXPECT_TRUE(t.add(south, police));
    EXPECT_TRUE(t.add(solicitors, root));
    return t;
}

constexpr AccountId ann{100}, bob{200};

constexpr std::array every_role{Role::community_administrator,
                                Role::organisation_administrator,
                                Role::helpdesk,
                                Role::engineer,
                                Role::mailbox_user,
                                Role::auditor};
constexpr auto every_action = [] {
    std::array<Action, static_cast<std::size_t>(Action::see_statistics) + 1> all{};
    for (std::size_t i = 0; i < all.size(); ++i) all[i] = static_cast<Action>(i);
    return all;
}();

bool ann_may(Role role, OrganisationId at, Action action, OrganisationId where, AccountId whose = bob) {
    return may({ann, {{role, at}}}, action, {where, whose}, tree());
}

// The table of service.md section 5, read from the roles' side: what a grant gives over other people's things.
const std::set<Action> organisation_administrator{
    Action::see_account,         Action::create_account,          Action::change_account,
    Action::unlock_account,      Action::reset_password,          Action::suspend_account,
    Action::delete_account,      Action::restore_account,         Action::manage_lists,
    Action::emergency_access,    Action::manage_shared_mailboxes, Action::edit_organisation,
    Action::create_organisation, Action::suspend_organisation,    Action::appoint_administrator};

const std::map<Role, std::set<Action>> policy{
    {Role::community_administrator,
     [] {
         auto all = organisation_administrator;
         all.insert({Action::set_up_connection, Action::decide_application, Action::write_notice});
         return all;
     }()},
    {Role::organisation_administrator, organisation_administrator},
    {Role::helpdesk,
     {Action::see_account, Action::unlock_account, Action::reset_password, Action::edit_organisation,
      Action::track_message}},
    {Role::engineer, {Action::set_up_connection}},
    {Role::mailbox_user, {}},
    {Role::auditor, {Action::see_audit, Action::track_message, Action::see_statistics}}};

TEST(May, FollowsTheTableOfRoles) {
    for (auto role : every_role)
        for (auto action : every_action)
            EXPECT_EQ(ann_may(role, police, action, police), policy.at(role).contains(action))
                << to_string(role) << ", action " << static_cast<int>(action);
}

TEST(May, HoldsBelowNeverAboveOrBeside) {
    for (auto role : every_role)
        for (auto action : every_action) {
            bool granted = policy.at(role).contains(action);
            auto where = [&](OrganisationId at) { return ann_may(role, north, action, at); };
            EXPECT_EQ(where(north), granted) << to_string(role) << static_cast<int>(action);
            EXPECT_EQ(where(custody), granted) << to_string(role) << static_cast<int>(action);
            for (auto elsewhere : {root, police, south, solicitors, unknown})
                EXPECT_FALSE(where(elsewhere)) << to_string(role) << static_cast<int>(action);
        }
}

TEST(May, ReachesEverywhereFromTheRoot) {
    for (auto where : {root, police, north, custody, south, solicitors})
        EXPECT_TRUE(ann_may(Role::community_administrator, root, Action::suspend_organisation, where));
    EXPECT_FALSE(ann_may(Role::community_administrator, root, Action::suspend_organisation, unknown));
}

TEST(May, GivesNobodyMuchWithoutAGrant) {
    for (auto action : every_action) {
        EXPECT_FALSE(may({ann, {}}, action, {police, bob}, tree()));
        EXPECT_FALSE(may({ann, {}}, action, {police}, tree()));
        bool own = action == Action::read_mail || action == Action::write_mail || action == Action::send_mail;
        EXPECT_EQ(may({ann, {}}, action, {police, ann}, tree()), own) << static_cast<int>(action);
    }
}

TEST(May, LetsNobodyReadOrSendAsSomebodyElse) {
    std::vector<Grant> everything;
    for (auto role : every_role) everything.push_back({role, root});
    for (auto action : {Action::read_mail, Action::write_mail, Action::send_mail}) {
        EXPECT_FALSE(may({ann, everything}, action, {police, bob}, tree()));
        EXPECT_FALSE(may({ann, everything}, action, {police}, tree())) << "no account is not one's own account";
        EXPECT_TRUE(may({ann, everything}, action, {police, ann}, tree()));
    }
}

TEST(May, AddsUpSeveralGrants) {
    Actor both{ann, {{Role::helpdesk, north}, {Role::auditor, solicitors}}};
    EXPECT_TRUE(may(both, Action::unlock_account, {custody, bob}, tree()));
    EXPECT_TRUE(may(both, Action::see_audit, {solicitors}, tree()));
    EXPECT_FALSE(may(both, Action::see_audit, {custody}, tree())) << "each grant has its own place";
    EXPECT_FALSE(may(both, Action::unlock_account, {solicitors, bob}, tree()));
}

// service.md section 9: Read, Write, Mail; and the delegated manager of section 5.
TEST(May, OpensASharedMailboxByItsRights) {
    constexpr std::array rights{std::pair{Action::read_mail, mailbox_right::read},
                                std::pair{Action::write_mail, mailbox_right::write},
                                std::pair{Action::send_mail, mailbox_right::mail},
                                std::pair{Action::manage_shared_mailboxes, mailbox_right::manage}};
    for (auto [action, right] : rights) {
        for (auto [other, other_right] : rights) {
            EXPECT_EQ(may({ann, {}, {{bob, other_right}}}, action, {police, bob}, tree()), right == other_right)
                << static_cast<int>(action) << static_cast<int>(other);
        }
        EXPECT_FALSE(may({ann, {}, {{bob, right}}}, action, {police, AccountId{300}}, tree())) << "another mailbox";
        EXPECT_FALSE(may({ann, {}, {{bob, right}}}, action, {police}, tree())) << "no mailbox at all";
    }
    Actor with_all{ann, {}, {{bob, mailbox_right::all}}};
    for (auto action : {Action::see_account, Action::change_account, Action::reset_password, Action::delete_account})
        EXPECT_FALSE(may(with_all, action, {police, bob}, tree()));
}

TEST(OrganisationTree, RefusesWhatIsNoTree) {
    auto t = tree();
    EXPECT_EQ(t.add(police, root).error(), Errc::exists);
    EXPECT_EQ(t.add(OrganisationId{30}, unknown).error(), Errc::not_found);
    EXPECT_EQ(t.add(OrganisationId{30}, OrganisationId{30}).error(), Errc::conflict);
    EXPECT_FALSE(t.contains(OrganisationId{30}));
}

TEST(OrganisationTree, KnowsWhoIsBelowWhom) {
    auto t = tree();
    EXPECT_TRUE(t.within(custody, custody));
    EXPECT_TRUE(t.within(custody, root));
    EXPECT_FALSE(t.within(police, custody));
    EXPECT_FALSE(t.within(north, south));
    EXPECT_FALSE(t.within(unknown, root));
    EXPECT_FALSE(t.within(unknown, unknown));
}

TEST(Names, ReadBackAsTheyAreWritten) {
    for (auto role : every_role) EXPECT_EQ(role_from(to_string(role)).value(), role);
    for (auto s : {AccountState::new_user_locked, AccountState::active, AccountState::locked, AccountState::suspended,
                   AccountState::deleted})
        EXPECT_EQ(account_state_from(to_string(s)).value(), s);
    for (auto k : {AccountKind::user, AccountKind::shared}) EXPECT_EQ(account_kind_from(to_string(k)).value(), k);
    for (auto c : {Connection::hosted, Connection::server, Connection::cloud, Connection::trusted})
        EXPECT_EQ(connection_from(to_string(c)).value(), c);
}

TEST(Names, OfMailboxRightsAreAList) {
    for (unsigned rights = 1; rights <= mailbox_right::all; ++rights)
        EXPECT_EQ(mailbox_rights_from(mailbox_rights_text(rights)).value(), rights);
    EXPECT_EQ(mailbox_rights_text(mailbox_right::read | mailbox_right::mail), "read,mail");
    for (auto* bad : {"", "read,", ",read", "read, write", "Read", "all"})
        EXPECT_EQ(mailbox_rights_from(bad).error(), Errc::bad_syntax) << bad;
}

TEST(Names, AreRefusedWhereUnknown) {
    for (auto* bad : {"", "Helpdesk", "root", "helpdesk "}) EXPECT_EQ(role_from(bad).error(), Errc::bad_syntax);
    EXPECT_EQ(account_state_from("gone").error(), Errc::bad_syntax);
    EXPECT_EQ(account_kind_from("group").error(), Errc::bad_syntax);
    EXPECT_EQ(connection_from("pigeon").error(), Errc::bad_syntax);
}

}  // namespace
}  // namespace bailey
