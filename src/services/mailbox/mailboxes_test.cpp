#include "services/mailbox/emails_fixture.hpp"

namespace bailey::mailbox {
namespace {

using Fault = MailboxFault;
using Faults = std::vector<MailboxFault>;

class MailboxesTest : public EmailsTest {
protected:
    MailboxLimits limits() const override { return {.mailboxes = 20, .depth = 3, .name_octets = 10}; }

    MailboxSetDone set(const MailboxSet& wanted) {
        auto done = set_mailboxes(ann, wanted);
        EXPECT_TRUE(done);
        return done ? *done : MailboxSetDone{};
    }
    MailboxSetDone::Made create(const NewMailbox& wanted) { return set({{wanted}, {}, {}, false, {}}).created.at(0); }
    Fault update(const MailboxChange& wanted) { return set({{}, {wanted}, {}, false, {}}).updated.at(0); }
    Fault destroy(std::int64_t id, bool remove_emails = false) {
        return set({{}, {}, {id}, remove_emails, {}}).destroyed.at(0);
    }
    std::int64_t made(const std::string& name, std::int64_t parent = 0) {
        auto m = create({.name = name, .parent = parent});
        EXPECT_EQ(m.fault, Fault::none) << name;
        return m.id;
    }
    MailboxChange rename(std::int64_t id, const std::string& name) {
        MailboxChange change{.id = id};
        change.name = name;
        return change;
    }
    MailboxChange into(std::int64_t id, std::int64_t parent) {
        MailboxChange change{.id = id};
        change.parent = parent;
        return change;
    }
    MailboxChange with_role(std::int64_t id, const std::string& role) {
        MailboxChange change{.id = id};
        change.role = role;
        return change;
    }
};
BAILEY_ON_BOTH_ENGINES(MailboxesTest);

TEST_P(MailboxesTest, AMailboxIsMadeAsAsked) {
    Ear ear(*accounts, ann.id);
    auto before = now(ann);
    auto done = set({{{.name = "Bills", .parent = inbox, .role = "important", .sort_order = 7, .subscribed = false}},
                     {},
                     {},
                     false,
                     before.mailbox});
    ASSERT_EQ(done.created.at(0).fault, Fault::none);
    EXPECT_EQ(done.old_state, before.mailbox);
    EXPECT_EQ(done.new_state, now(ann).mailbox);
    EXPECT_EQ(now(ann).email, before.email);
    EXPECT_FALSE(done.emails_changed);
    EXPECT_EQ(ear.heard(), types::mailbox);
    auto row = mailbox_row(ann, done.created[0].id);
    EXPECT_EQ(row.name, "Bills");
    EXPECT_EQ(row.parent, inbox);
    EXPECT_EQ(row.role, "important");
    EXPECT_EQ(row.sort_order, 7);
    EXPECT_FALSE(row.subscribed);
    EXPECT_EQ(row.created, done.new_state.change);
    add(ann, letter("a"), {{row.id}, {}, {}});
    EXPECT_EQ(counts(ann, row.id), std::pair(1ul, 1ul));
    EXPECT_EQ(number("select count(*) from mailbox where destroyed = 0 and name = 'Bills'"), 0) << "names are sealed";
}

TEST_P(MailboxesTest, IdsAreNeverUsedAgain) {
    auto first = made("A");
    EXPECT_EQ(destroy(first), Fault::none);
    EXPECT_GT(made("A"), first);
}

TEST_P(MailboxesTest, AParentMayBeMadeInTheSameSet) {
    auto done =
        set({{{.name = "leaf", .parent = -2}, {.name = "top"}, {.name = "other", .parent = -2}}, {}, {}, false, {}});
    for (auto& m : done.created) ASSERT_EQ(m.fault, Fault::none);
    EXPECT_EQ(mailbox_row(ann, done.created[0].id).parent, done.created[1].id);
    EXPECT_EQ(mailbox_row(ann, done.created[2].id).parent, done.created[1].id);
    MailboxSet move{{{.name = "new"}}, {into(done.created[0].id, -1)}, {}, false, {}};
    auto moved = set(move);
    ASSERT_EQ(moved.updated[0], Fault::none);
    EXPECT_EQ(mailbox_row(ann, done.created[0].id).parent, moved.created[0].id);
}

TEST_P(MailboxesTest, OneThatFailsTakesItsChildrenWithIt) {
    auto done =
        set({{{.name = "leaf", .parent = -3}, {.name = "good"}, {.name = "", .parent = 0}, {.name = "x", .parent = -9}},
             {},
             {},
             false,
             {}});
    EXPECT_EQ(done.created[0].fault, Fault::bad_parent);
    EXPECT_EQ(done.created[0].id, 0);
    EXPECT_EQ(done.created[1].fault, Fault::none) << "the others are made";
    EXPECT_EQ(done.created[2].fault, Fault::bad_name);
    EXPECT_EQ(done.created[3].fault, Fault::bad_parent);
    EXPECT_EQ(mailbox_row(ann, done.created[1].id).name, "good");
}

TEST_P(MailboxesTest, Rfc8621Section2_Names) {
    EXPECT_EQ(create({.name = " "}).fault, Fault::bad_name);
    EXPECT_EQ(create({.name = "a\nb"}).fault, Fault::bad_name);
    EXPECT_EQ(create({.name = "\xff"}).fault, Fault::bad_name);
    EXPECT_EQ(create({.name = "12345678901"}).fault, Fault::bad_name) << "too long";
    auto cafe = made("Cafe\u0301");
    EXPECT_EQ(mailbox_row(ann, cafe).name, "Caf\u00e9");
    EXPECT_EQ(create({.name = "Caf\u00e9"}).fault, Fault::name_taken);
    EXPECT_EQ(create({.name = "Inbox"}).fault, Fault::name_taken);
    auto child = made("Inbox", cafe);
    EXPECT_EQ(update(into(child, 0)), Fault::name_taken) << "nor by moving";
    EXPECT_EQ(update(rename(cafe, "Archive")), Fault::name_taken);
    EXPECT_EQ(update(rename(cafe, "")), Fault::bad_name);
    EXPECT_EQ(update(rename(cafe, "Shop")), Fault::none);
    EXPECT_EQ(mailbox_row(ann, cafe).name, "Shop");
    EXPECT_EQ(update(rename(cafe, "Shop")), Fault::none) << "its own name is not taken";
}

TEST_P(MailboxesTest, Rfc8621Section2_Roles) {
    EXPECT_EQ(create({.name = "a", .role = "spam"}).fault, Fault::bad_role);
    EXPECT_EQ(create({.name = "a", .role = "junk"}).fault, Fault::role_taken);
    EXPECT_EQ(create({.name = "a", .role = "inbox"}).fault, Fault::role_taken);
    EXPECT_EQ(update(with_role(archive, "Trash")), Fault::bad_role);
    EXPECT_EQ(update(with_role(archive, "trash")), Fault::role_taken);
    EXPECT_EQ(*mailbox_with_role(ann, "archive"), archive);
    EXPECT_EQ(update(with_role(archive, "")), Fault::none);
    EXPECT_EQ(mailbox_with_role(ann, "archive").error(), Errc::not_found);
    auto own = made("mine");
    EXPECT_EQ(update(with_role(own, "archive")), Fault::none);
    EXPECT_EQ(*mailbox_with_role(ann, "archive"), own);
    EXPECT_EQ(*mailbox_with_role(ann, "inbox"), inbox);
    EXPECT_EQ(destroy(own), Fault::none);
    EXPECT_EQ(mailbox_with_role(ann, "archive").error(), Errc::not_found);
}

TEST_P(MailboxesTest, Rfc8621Section2_SortOrder) {
    EXPECT_EQ(create({.name = "a", .sort_order = -1}).fault, Fault::bad_sort_order);
    EXPECT_EQ(create({.name = "a", .sort_order = std::int64_t{1} << 31}).fault, Fault::bad_sort_order);
    EXPECT_EQ(create({.name = "a", .sort_order = (std::int64_t{1} << 31) - 1}).fault, Fault::none);
    MailboxChange change{.id = archive};
    change.sort_order = -5;
    EXPECT_EQ(update(change), Fault::bad_sort_order);
    change.sort_order = 12;
    change.subscribed = false;
    EXPECT_EQ(update(change), Fault::none);
    EXPECT_EQ(mailbox_row(ann, archive).sort_order, 12);
    EXPECT_FALSE(mailbox_row(ann, archive).subscribed);
}

TEST_P(MailboxesTest, ParentsMakeNoLoopAndGoNotTooDeep) {
    EXPECT_EQ(create({.name = "a", .parent = nowhere}).fault, Fault::bad_parent);
    auto a = made("a"), b = made("b", a), c = made("c", b);
    EXPECT_EQ(create({.name = "d", .parent = c}).fault, Fault::too_deep);
    EXPECT_EQ(update(into(a, a)), Fault::bad_parent);
    EXPECT_EQ(update(into(a, c)), Fault::bad_parent);
    EXPECT_EQ(update(into(a, nowhere)), Fault::bad_parent);
    EXPECT_EQ(update(into(a, inbox)), Fault::too_deep) << "what is below it comes along";
    EXPECT_EQ(update(into(c, inbox)), Fault::none);
    EXPECT_EQ(update(into(a, inbox)), Fault::none);
    auto loop = set({{}, {into(archive, trash), into(trash, archive)}, {}, false, {}});
    EXPECT_EQ(loop.updated, (Faults{Fault::none, Fault::bad_parent}));
    EXPECT_EQ(update(into(trash, 0)), Fault::none);
}

TEST_P(MailboxesTest, Rfc8620Section5_3_TheFinalStateCounts) {
    auto a = made("A"), b = made("B");
    EXPECT_EQ(set({{}, {rename(a, "B"), rename(b, "A")}, {}, false, {}}).updated, (Faults{Fault::none, Fault::none}));
    EXPECT_EQ(mailbox_row(ann, a).name, "B");
    EXPECT_EQ(mailbox_row(ann, b).name, "A");
    auto roles = set({{}, {with_role(trash, "archive"), with_role(archive, "trash")}, {}, false, {}});
    EXPECT_EQ(roles.updated, (Faults{Fault::none, Fault::none}));
    EXPECT_EQ(*mailbox_with_role(ann, "trash"), archive);
    auto replaced = set({{{.name = "A"}}, {}, {b}, false, {}});
    EXPECT_EQ(replaced.created[0].fault, Fault::none) << "the other of that name goes in the same set";
    EXPECT_EQ(replaced.destroyed, Faults{Fault::none});
}

TEST_P(MailboxesTest, AnAccountHasSoManyMailboxes) {
    MailboxSet many;
    for (int n = 0; n < 15; ++n) many.create.push_back({.name = std::to_string(n)});
    auto done = set(many);  // beside the usual six
    EXPECT_EQ(std::ranges::count(done.created, Fault::none, &MailboxSetDone::Made::fault), 14);
    EXPECT_EQ(std::ranges::count(done.created, Fault::too_many, &MailboxSetDone::Made::fault), 1);
    EXPECT_EQ(update(rename(archive, "Old")), Fault::none) << "those that are there may change";
}

TEST_P(MailboxesTest, TheInboxStays) {
    EXPECT_EQ(destroy(inbox, true), Fault::protected_);
    EXPECT_EQ(update(with_role(inbox, "")), Fault::protected_);
    EXPECT_EQ(update(with_role(inbox, "archive")), Fault::protected_);
    auto change = with_role(inbox, "inbox");
    change.sort_order = 3;
    EXPECT_EQ(update(change), Fault::none);
}

TEST_P(MailboxesTest, Rfc8621Section2_5_AMailboxWithChildrenStays) {
    auto a = made("a"), b = made("b", a);
    EXPECT_EQ(destroy(a), Fault::has_child);
    EXPECT_EQ(set({{}, {}, {a, b}, false, {}}).destroyed, (Faults{Fault::none, Fault::none})) << "both at once may go";
    EXPECT_EQ(destroy(a), Fault::not_found);
    EXPECT_EQ(update(rename(a, "x")), Fault::not_found);
    auto c = made("c"), d = made("d", c);
    auto partly = set({{}, {}, {nowhere, c, d}, false, {}});
    EXPECT_EQ(partly.destroyed, (Faults{Fault::not_found, Fault::none, Fault::none}));
}

TEST_P(MailboxesTest, Rfc8621Section2_5_AMailboxWithEmailsStaysUnlessToldOtherwise) {
    auto mine = made("mine");
    auto only = add(ann, letter("only"), {{mine}, {}, {}}), both = add(ann, letter("both"), {{mine, inbox}, {}, {}});
    EXPECT_EQ(destroy(mine), Fault::has_email);
    EXPECT_EQ(counts(ann, mine).first, 2u);
    auto before = now(ann);
    Ear ear(*accounts, ann.id);
    auto done = set({{}, {}, {mine}, true, before.mailbox});
    EXPECT_EQ(done.destroyed, Faults{Fault::none});
    EXPECT_TRUE(done.emails_changed);
    EXPECT_EQ(ear.heard(), types::email | types::mailbox | types::thread);
    EXPECT_FALSE(kept(ann, only));
    EXPECT_TRUE(known_gone(ann, only, before.email));
    EXPECT_EQ(kept(ann, both)->mailboxes, std::vector{inbox});
    EXPECT_EQ(kept(ann, both)->change, now(ann).email.change);
    EXPECT_EQ(now(ann).used_octets, letter("both").size());
    EXPECT_EQ(counts(ann, inbox), std::pair(1ul, 1ul));
    {
        auto c = ann.cell->readers().borrow();
        auto gone = store::mailboxes::gone_since(**c, ann.id, before.mailbox.change);
        ASSERT_EQ(gone->size(), 1u) << "Mailbox/changes must see it";
        EXPECT_EQ((*gone)[0].id, mine);
    }
    EXPECT_EQ(add_email(ann, letter("late"), {{mine}, {}, {}}).error(), Errc::not_found);
    expect_consistent();
}

TEST_P(MailboxesTest, EmailsOfSeveralMailboxesThatGoTogether) {
    auto a = made("a"), b = made("b", a);
    add(ann, letter("1"), {{a, b}, {}, {}});
    add(ann, letter("2"), {{b}, seen, {}});
    auto stays = add(ann, letter("3"), {{a, archive}, {}, {}});
    EXPECT_EQ(set({{}, {}, {a, b}, true, {}}).destroyed, (Faults{Fault::none, Fault::none}));
    EXPECT_EQ(now(ann).used_octets, letter("3").size());
    EXPECT_EQ(kept(ann, stays)->mailboxes, std::vector{archive});
    expect_consistent();
}

TEST_P(MailboxesTest, WhatChangesNothingTakesNoState) {
    auto before = now(ann);
    Ear ear(*accounts, ann.id);
    auto done = set({{{.name = ""}}, {rename(archive, "Archive")}, {nowhere}, false, {}});
    EXPECT_EQ(done.updated, Faults{Fault::none});
    EXPECT_EQ(done.old_state, done.new_state);
    EXPECT_EQ(now(ann).mailbox, before.mailbox);
    EXPECT_EQ(ear.heard(), 0u);
}

TEST_P(MailboxesTest, Rfc8620Section5_3_IfInState) {
    auto old = now(ann).mailbox;
    made("a");
    EXPECT_EQ(set_mailboxes(ann, {{{.name = "b"}}, {}, {}, false, old}).error(), Errc::conflict);
    Account nobody = ann;
    nobody.id = AccountId{999'999};
    EXPECT_EQ(set_mailboxes(nobody, {}).error(), Errc::not_found);
}

TEST_P(MailboxesTest, ChangesOfPropertiesAreToldFromChangesOfCounts) {
    auto mine = made("mine");
    auto properties = mailbox_row(ann, mine).properties_change;
    add(ann, letter("a"), {{mine}, {}, {}});
    EXPECT_EQ(mailbox_row(ann, mine).properties_change, properties);
    EXPECT_EQ(update(rename(mine, "other")), Fault::none);
    EXPECT_EQ(mailbox_row(ann, mine).properties_change, now(ann).mailbox.change);
}

}  // namespace
}  // namespace bailey::mailbox
