// An account as those see it with whom some of its folders are shared: everything behind an Account that has a view.
#include "services/mailbox/view.hpp"

#include <map>
#include <random>

#include "services/mailbox/emails_fixture.hpp"
#include "services/mailbox/items.hpp"
#include "services/mailbox/query.hpp"
#include "services/mailbox/search.hpp"

namespace bailey::mailbox {
namespace {

namespace may = folder_right;
using Ids = std::vector<std::int64_t>;

class ViewTest : public EmailsTest {
protected:
    void SetUp() override {
        EmailsTest::SetUp();
        if (HasFatalFailure() || IsSkipped()) return;
        trial = folder("Trial");
        notes = folder("Notes");
        bens = seen_by_ben({{trial, may::all}});
    }
    std::int64_t folder(const std::string& name, std::int64_t parent = 0) {
        MailboxSet set;
        set.create.push_back({name, parent, {}, 0, true});
        return set_mailboxes(ann, set).value().created.at(0).id;
    }
    Account seen_by_ben(std::map<std::int64_t, unsigned> folders) {
        auto view = std::make_shared<View>();
        view->viewer = ben.id;
        view->folders = std::move(folders);
        return accounts->open(ann.id, std::move(view)).value();
    }
    std::int64_t in(const Ids& mailboxes, const std::string& subject = "Hearing", Keywords words = {}) {
        return add(ann, letter(subject), {mailboxes, std::move(words), {}});
    }
    static Ids all_of(const Account& account) {
        Ids ids;
        const auto all = index(account).value();
        for (const auto& e : all->emails()) ids.push_back(e.id);
        std::ranges::sort(ids);
        return ids;
    }
    static Ids folders_of(const Account& account) {
        Ids ids;
        const auto all = index(account).value();
        for (const auto& m : all->mailboxes()) ids.push_back(m.id);
        return ids;
    }
    static Ids mailboxes_of(const Account& account, std::int64_t email) {
        const auto all = index(account).value();
        const auto* found = all->find(email);
        if (!found) return {};
        const auto list = all->mailboxes_of(*found);
        return {list.begin(), list.end()};
    }
    static Result<void> change(const Account& account, EmailChange change) {
        auto done = set_emails(account, {{std::move(change)}, {}, {}});
        return done ? done->updated.at(0) : Result<void>(done.error());
    }
    static Result<void> destroy(const Account& account, std::int64_t id) {
        auto done = set_emails(account, {{}, {id}, {}});
        return done ? done->destroyed.at(0) : Result<void>(done.error());
    }
    static EmailChange marked(std::int64_t id, const Keywords& words) {
        EmailChange c{.id = id};
        c.add_keywords = words;
        return c;
    }
    static EmailChange moved(std::int64_t id, const Ids& mailboxes) {
        EmailChange c{.id = id};
        c.mailboxes = mailboxes;
        return c;
    }

    std::int64_t trial = 0, notes = 0;
    Account bens;
};
BAILEY_ON_BOTH_ENGINES(ViewTest);

TEST_P(ViewTest, OnlySharedFoldersAndWhatIsInThemAreThere) {
    const auto shown = in({trial}), both = in({trial, inbox}), hidden = in({inbox});
    EXPECT_EQ(folders_of(bens), (Ids{trial}));
    EXPECT_EQ(all_of(bens), (Ids{shown, both}));
    EXPECT_EQ(mailboxes_of(bens, both), (Ids{trial}));
    const auto index = mailbox::index(bens).value();
    EXPECT_EQ(index->find(hidden), nullptr);
    EXPECT_EQ(index->mailbox(inbox), nullptr);
    EXPECT_EQ(index->mailbox(trial)->counts, (MailboxCounts{2, 2, 2, 2}));
    EXPECT_EQ(overview(bens).value().used_octets, 0u) << "how much there is besides";
}

TEST_P(ViewTest, ThreadsHaveWhatIsSeenOfThem) {
    const auto shown = add(ann, letter("Trial", "x", "Message-ID: <a@firm.com>\r\n"), {{trial}, {}, {}});
    const auto hidden = add(ann, letter("Re: Trial", "x", "In-Reply-To: <a@firm.com>\r\n"), {{inbox}, {}, {}});
    const auto whole = index(ann).value();
    const auto thread = whole->find(shown)->thread;
    ASSERT_EQ(whole->thread(thread).size(), 2u);
    EXPECT_EQ(index(bens).value()->thread(thread), (Ids{shown}));
    // The one that they do not see is unread, which does not count for them.
    ASSERT_TRUE(change(ann, marked(shown, seen)));
    EXPECT_EQ(index(ann).value()->mailbox(trial)->counts.unread_threads, 1u);
    EXPECT_EQ(index(bens).value()->mailbox(trial)->counts.unread_threads, 0u);
    EXPECT_NE(hidden, shown);
}

TEST_P(ViewTest, WhatIsNotSeenCannotBeRead) {
    const auto shown = in({trial}), hidden = in({inbox});
    EXPECT_TRUE(read_blob(bens, {BlobRef::Kind::email, shown}));
    EXPECT_EQ(read_blob(bens, {BlobRef::Kind::email, hidden}).error(), Errc::not_found);
    const auto both = summaries(bens, std::vector{shown, hidden}).value();
    EXPECT_TRUE(both[0]);
    EXPECT_FALSE(both[1]);
    EXPECT_EQ(items(bens, ItemType::identity).error(), Errc::denied);
    EXPECT_EQ(items(bens, ItemType::sieve_script).error(), Errc::denied);
    EXPECT_EQ(item_changes(bens, ItemType::contact, {}, 10).error(), Errc::denied);
    EXPECT_EQ(mailbox_with_role(bens, "sent").error(), Errc::not_found);
}

TEST_P(ViewTest, SomebodyWhoMayReadChangesNothing) {
    const auto id = in({trial}), hidden = in({inbox});
    const auto reader = seen_by_ben({{trial, may::read}, {notes, may::read}});
    EXPECT_EQ(change(reader, marked(id, seen)).error(), Errc::denied);
    EXPECT_EQ(change(reader, marked(id, word("$flagged"))).error(), Errc::denied);
    EXPECT_EQ(change(reader, moved(id, {notes})).error(), Errc::denied);
    EXPECT_EQ(change(reader, moved(id, {trial, notes})).error(), Errc::denied);
    EXPECT_EQ(destroy(reader, id).error(), Errc::denied);
    EXPECT_EQ(add_email(reader, letter("x"), {{trial}, {}, {}}).error(), Errc::denied);
    EXPECT_EQ(copy_email(ben, add(ben, letter("x")), reader, {{trial}, {}, {}}).error(), Errc::denied);
    std::int64_t existing = 0;
    const auto blob = upload(reader, letter("y"), "message/rfc822").value();
    EXPECT_EQ(import_email(reader, blob, {{trial}, {}, {}}, existing).error(), Errc::denied);
    MailboxSet set;
    set.create.push_back({"Mine", 0, {}, 0, true});
    EXPECT_EQ(set_mailboxes(reader, set).error(), Errc::denied);
    // What is hidden is not refused: it is not there.
    EXPECT_EQ(change(reader, marked(hidden, seen)).error(), Errc::not_found);
    EXPECT_EQ(destroy(reader, hidden).error(), Errc::not_found);
    EXPECT_EQ(add_email(reader, letter("x"), {{inbox}, {}, {}}).error(), Errc::not_found);
    EXPECT_EQ(add_email(reader, letter("x"), {{nowhere}, {}, {}}).error(), Errc::not_found);
    EXPECT_EQ(change(reader, moved(id, {inbox})).error(), Errc::outside);
    EXPECT_EQ(change(reader, moved(id, {nowhere})).error(), Errc::outside);
    EXPECT_EQ(kept(ann, id)->mailboxes, (Ids{trial}));
    EXPECT_TRUE(kept(ann, id)->keywords.empty());
    expect_consistent();
}

// RFC 8621 section 2: each right by itself.
TEST_P(ViewTest, EachRightAllowsWhatItSays) {
    const auto id = in({trial});
    EXPECT_TRUE(change(seen_by_ben({{trial, may::read | may::seen}}), marked(id, seen)));
    EXPECT_EQ(change(seen_by_ben({{trial, may::read | may::seen}}), marked(id, word("a"))).error(), Errc::denied);
    EXPECT_TRUE(change(seen_by_ben({{trial, may::read | may::keywords}}), marked(id, word("a"))));
    EXPECT_TRUE(add_email(seen_by_ben({{trial, may::read | may::add}}), letter("x"), {{trial}, {}, {}}));
    EXPECT_EQ(destroy(seen_by_ben({{trial, may::read | may::add}}), id).error(), Errc::denied);
    const auto mover = seen_by_ben({{trial, may::read | may::remove}, {notes, may::read | may::add}});
    EXPECT_TRUE(change(mover, moved(id, {notes})));
    EXPECT_EQ(change(mover, moved(id, {trial})).error(), Errc::denied) << "back: no right to remove and to add";
    EXPECT_TRUE(destroy(seen_by_ben({{notes, may::read | may::remove}}), id));
    EXPECT_FALSE(kept(ann, id));
    expect_consistent();
}

TEST_P(ViewTest, WhatTheyDoNotSeeOfAnEmailStays) {
    const auto id = in({trial, inbox});
    const auto writer = seen_by_ben({{trial, may::all}, {notes, may::all}});
    ASSERT_TRUE(change(writer, moved(id, {notes})));
    EXPECT_EQ(kept(ann, id)->mailboxes, (Ids{inbox, notes}));
    // RFC 8621 section 4.1.1, as they see it.
    EXPECT_EQ(change(writer, moved(id, {})).error(), Errc::bad_syntax);
    EmailChange out{.id = id};
    out.remove_mailboxes = {inbox};
    EXPECT_TRUE(change(writer, out)) << "it is in no such mailbox";
    EXPECT_EQ(kept(ann, id)->mailboxes, (Ids{inbox, notes}));
    ASSERT_TRUE(destroy(writer, id));
    EXPECT_EQ(kept(ann, id)->mailboxes, (Ids{inbox}));
    EXPECT_EQ(destroy(writer, id).error(), Errc::not_found);
    expect_consistent();
}

TEST_P(ViewTest, AnEmailGoesFromOneAccountToAnotherOnlyWhereItIsSeen) {
    const auto shown = in({trial}), hidden = in({inbox});
    EXPECT_TRUE(copy_email(bens, shown, ben, {{inbox}, {}, {}}));
    EXPECT_EQ(copy_email(bens, hidden, ben, {{inbox}, {}, {}}).error(), Errc::outside);
    EXPECT_EQ(copy_email(bens, hidden, far, {{inbox}, {}, {}}).error(), Errc::outside);
    std::int64_t existing = 0;
    const BlobRef blob{BlobRef::Kind::email, hidden};
    EXPECT_EQ(import_email(bens, blob, {{trial}, {}, {}}, existing).error(), Errc::outside);
    EXPECT_EQ(existing, 0);
    EXPECT_EQ(import_email(bens, {BlobRef::Kind::email, shown}, {{trial}, {}, {}}, existing).error(), Errc::exists);
    EXPECT_EQ(existing, shown);
}

TEST_P(ViewTest, AnImportThatTheOwnerPutAwayIsNotThere) {
    const auto blob = upload(bens, letter("y"), "message/rfc822").value();
    std::int64_t existing = 0;
    const auto first = import_email(bens, blob, {{trial}, {}, {}}, existing).value();
    ASSERT_TRUE(change(ann, moved(first.id, {inbox})));
    const auto second = import_email(bens, blob, {{trial}, {}, {}}, existing);
    ASSERT_TRUE(second);
    EXPECT_NE(second->id, first.id);
    EXPECT_EQ(existing, 0);
}

TEST_P(ViewTest, StatesMoveWithWhatIsSeenAlone) {
    in({trial});
    const auto before = now(bens);
    const auto hidden = in({inbox});
    ASSERT_TRUE(change(ann, marked(hidden, seen)));
    ASSERT_TRUE(destroy(ann, hidden));
    folder("Private");
    const auto after = now(bens);
    EXPECT_EQ(after.email, before.email);
    EXPECT_EQ(after.mailbox, before.mailbox);
    EXPECT_EQ(after.thread, before.thread);
    EXPECT_EQ(after.delivery, before.delivery);
    in({trial});
    EXPECT_NE(now(bens).email, before.email);
    EXPECT_NE(now(bens).mailbox, before.mailbox);
    EXPECT_NE(now(bens).delivery, before.delivery);
}

TEST_P(ViewTest, ChangesTellOfComingAndGoingAsItIsSeen) {
    const auto stays = in({trial}), leaves = in({trial}), comes = in({inbox}), never = in({inbox});
    const auto before = now(bens);
    ASSERT_TRUE(change(ann, moved(leaves, {inbox})));
    ASSERT_TRUE(change(ann, moved(comes, {trial, inbox})));
    ASSERT_TRUE(change(ann, marked(stays, seen)));
    ASSERT_TRUE(destroy(ann, never));
    const auto index = mailbox::index(bens).value();
    const auto changes = email_changes(bens, *index, before.email, 100).value();
    EXPECT_EQ(changes.created, (Ids{comes}));
    EXPECT_EQ(changes.updated, (Ids{stays}));
    EXPECT_EQ(changes.destroyed, (Ids{leaves}));
    EXPECT_EQ(changes.state, index->overview().email);
    EXPECT_EQ(mailbox_changes(bens, *index, before.mailbox, 100).value().updated, (Ids{trial}));
    const auto threads = thread_changes(bens, *index, before.thread, 100).value();
    EXPECT_EQ(threads.created.size(), 1u);
    EXPECT_EQ(threads.destroyed.size(), 1u);
    // A state of the whole account, and one that another viewer knows, say nothing here.
    EXPECT_EQ(email_changes(bens, *index, now(ann).email, 100).error(), Errc::conflict);
    EXPECT_EQ(email_changes(bens, *index, {0}, 100).error(), Errc::conflict);
}

TEST_P(ViewTest, AFolderThatIsWithdrawnGoesWithAllThatIsInIt) {
    const auto kept_seen = in({trial}), gone = in({notes});
    const auto two = seen_by_ben({{trial, may::read}, {notes, may::read}});
    const auto before = now(two);
    const auto one = seen_by_ben({{trial, may::read}});
    const auto index = mailbox::index(one).value();
    EXPECT_EQ(all_of(one), (Ids{kept_seen}));
    const auto emails = email_changes(one, *index, before.email, 100).value();
    EXPECT_EQ(emails.destroyed, (Ids{gone}));
    EXPECT_TRUE(emails.created.empty() && emails.updated.empty());
    EXPECT_EQ(mailbox_changes(one, *index, before.mailbox, 100).value().destroyed, (Ids{notes}));
    // And comes back.
    const auto again = mailbox::index(two).value();
    EXPECT_EQ(email_changes(two, *again, index->overview().email, 100).value().created, (Ids{gone}));
    EXPECT_EQ(again->overview().email, before.email);
}

TEST_P(ViewTest, AChangeOfRightsIsOneOfTheMailbox) {
    const auto before = now(seen_by_ben({{trial, may::read}}));
    const auto more = seen_by_ben({{trial, may::all}});
    const auto index = mailbox::index(more).value();
    EXPECT_EQ(mailbox_changes(more, *index, before.mailbox, 100).value().updated, (Ids{trial}));
    EXPECT_EQ(index->overview().email, before.email);
}

TEST_P(ViewTest, AnotherProcessKnowsTheStateButNotWhatLiesBetween) {
    in({trial});
    const auto before = now(bens);
    accounts = std::make_unique<Accounts>(Accounts::Rooms{*cells, *directory, ids, clock}, limits());
    ann = accounts->open(ann.id).value();
    bens = seen_by_ben({{trial, may::all}});
    EXPECT_EQ(now(bens).email, before.email);
    auto index = mailbox::index(bens).value();
    EXPECT_TRUE(email_changes(bens, *index, before.email, 100).value().updated.empty());
    in({trial});
    index = mailbox::index(bens).value();
    EXPECT_EQ(email_changes(bens, *index, before.email, 100).value().created.size(), 1u);
}

TEST_P(ViewTest, QueriesFindWhatIsSeen) {
    const auto first = in({trial}, "Alpha"), second = in({trial, inbox}, "Beta"), hidden = in({inbox}, "Gamma");
    const auto index = mailbox::index(bens).value();
    const auto find = [&](const Query& query) { return mailbox::query(bens, *index, query, {.total = true}).value(); };
    EXPECT_EQ(find({}).ids, (Ids{second, first}));
    EXPECT_EQ(find({}).total, 2u);
    EXPECT_EQ(find({.filter = {.condition = {.in_mailbox = inbox}}}).total, 0u);
    // They do not see that it is in another mailbox, too.
    Condition other;
    other.has_other_than = true;
    other.in_mailbox_other_than = {trial};
    EXPECT_TRUE(find({.filter = {.condition = other}}).ids.empty());
    for (auto by : {SortBy::subject, SortBy::from, SortBy::sent, SortBy::size})
        EXPECT_EQ(find({.sort = {{by, true, {}}}}).ids.size(), 2u);
    EXPECT_EQ(find({.sort = {{SortBy::subject, true, {}}}}).ids, (Ids{first, second}));
    EXPECT_EQ(mailbox::query(bens, *index, {}, {.anchor = hidden}).error(), Errc::not_found);
}

TEST_P(ViewTest, QueryChangesTellOfWhatIsSeen) {
    const auto stays = in({trial}), leaves = in({trial}), never = in({inbox});
    const auto before = now(bens).email;
    ASSERT_TRUE(change(ann, moved(leaves, {inbox})));
    ASSERT_TRUE(destroy(ann, never));
    const auto comes = in({trial});
    for (const bool collapse : {false, true}) {
        const auto index = mailbox::index(bens).value();
        const auto changes =
            query_changes(bens, *index, {.collapse_threads = collapse}, before, 100, std::nullopt).value();
        EXPECT_EQ(changes.removed, (Ids{leaves}));
        ASSERT_EQ(changes.added.size(), 1u);
        EXPECT_EQ(changes.added[0].id, comes);
        EXPECT_EQ(changes.added[0].at, 0u);
        EXPECT_EQ(changes.total, 2u);
        EXPECT_EQ(query_changes(bens, *index, {}, now(ann).email, 100).error(), Errc::conflict);
    }
    EXPECT_NE(stays, comes);
}

TEST_P(ViewTest, FoldersWhoseParentIsNotSeenAreAtTheTop) {
    const auto below = folder("Exhibits", trial), other = folder("Trial", notes), deep = folder("Photos", other);
    const auto account = seen_by_ben({{below, may::read}, {other, may::read}, {deep, may::read}, {trial, may::read}});
    const auto index = mailbox::index(account).value();
    EXPECT_EQ(index->mailbox(below)->parent, trial);
    EXPECT_EQ(index->mailbox(other)->parent, 0);
    EXPECT_EQ(index->mailbox(deep)->parent, other);
    // RFC 8621 section 2: no two siblings have one name.
    EXPECT_EQ(index->mailbox(trial)->name, "Trial");
    EXPECT_EQ(index->mailbox(other)->name, "Trial (2)");
    EXPECT_EQ(mailbox::index(seen_by_ben({{below, may::read}})).value()->mailbox(below)->parent, 0);
}

TEST_P(ViewTest, WritesAreToldInStatesOfWhatIsSeen) {
    const auto id = in({trial});
    const auto before = now(bens).email;
    const auto done = set_emails(bens, {{marked(id, seen)}, {}, before}).value();
    EXPECT_EQ(done.old_state, before);
    EXPECT_EQ(done.new_state, now(bens).email);
    EXPECT_NE(done.new_state, before);
    EXPECT_EQ(set_emails(bens, {{marked(id, word("a"))}, {}, before}).error(), Errc::conflict);
    // What they do not see is no reason to refuse.
    const auto later = now(bens).email;
    in({inbox});
    EXPECT_TRUE(set_emails(bens, {{marked(id, word("a"))}, {}, later}));
    const auto added = add_email(bens, letter("x"), {{trial}, {}, {}}, now(bens).email).value();
    EXPECT_EQ(added.new_state, now(bens).email);
    EXPECT_EQ(add_email(bens, letter("x"), {{trial}, {}, {}}, before).error(), Errc::conflict);
}

// Somebody who follows the changes has, at every state, what is seen then; whatever the owner does.
TEST_P(ViewTest, FollowingTheChangesEndsWhereTheIndexIs) {
    std::mt19937 random(23);
    const auto pick = [&](std::size_t n) { return random() % n; };
    const std::vector<std::int64_t> boxes{trial, notes, inbox, archive};
    const std::vector<Account> eyes{seen_by_ben({{trial, may::all}}),
                                    seen_by_ben({{trial, may::read}, {notes, may::read}}),
                                    seen_by_ben({{notes, may::all}}), seen_by_ben({})};
    auto eye = eyes[0];
    auto state = now(eye).email;
    std::map<std::int64_t, Ids> client;
    for (int step = 0; step < 120; ++step) {
        const auto everything = all_of(ann);
        Ids into{boxes[pick(4)]};
        if (pick(2) == 0) into.push_back(boxes[pick(4)]);
        const auto what = pick(6);
        if (everything.empty() || what == 0)
            in(into);
        else if (what == 1)
            ASSERT_TRUE(destroy(ann, everything[pick(everything.size())]));
        else if (what == 2)
            (void)change(eye, marked(everything[pick(everything.size())], word("k" + std::to_string(step))));
        else if (what == 3)
            eye = eyes[pick(eyes.size())];
        else
            ASSERT_TRUE(change(ann, moved(everything[pick(everything.size())], into)));
        if (pick(3) == 0) continue;
        for (bool more = true; more;) {
            const auto index = mailbox::index(eye).value();
            const auto changes = email_changes(eye, *index, state, 2).value();
            for (auto id : changes.created) EXPECT_FALSE(client.contains(id));
            for (const auto* list : {&changes.created, &changes.updated})
                for (auto id : *list) client[id] = mailboxes_of(eye, id);
            for (auto id : changes.destroyed) EXPECT_EQ(client.erase(id), 1u);
            state = changes.state;
            more = changes.more;
        }
        Ids has;
        for (const auto& [id, list] : client) {
            has.push_back(id);
            EXPECT_EQ(list, mailboxes_of(eye, id));
        }
        EXPECT_EQ(has, all_of(eye));
        for (auto id : has)
            for (auto box : mailboxes_of(eye, id)) EXPECT_NE(eye.view->folder(box), 0u);
    }
    expect_consistent();
}

}  // namespace
}  // namespace bailey::mailbox
