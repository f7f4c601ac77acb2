// What is written through emails.hpp and mailboxes.hpp is what a client sees that follows by states.
#include <random>
#include <set>

#include "services/mailbox/emails_fixture.hpp"

namespace bailey::mailbox {
namespace {

using Ids = std::vector<std::int64_t>;

class FollowingTest : public EmailsTest {
protected:
    std::shared_ptr<const Index> look() { return index(ann).value(); }
    Changes emails(State since) { return email_changes(ann, *look(), since, 1000).value(); }
    Changes threads(State since) { return thread_changes(ann, *look(), since, 1000).value(); }
    MailboxChanges mailboxes(State since) { return mailbox_changes(ann, *look(), since, 1000).value(); }
    void set(const EmailSet& wanted) { ASSERT_TRUE(set_emails(ann, wanted)); }
};
BAILEY_ON_BOTH_ENGINES(FollowingTest);

TEST_P(FollowingTest, EmailsThatComeChangeAndGo) {
    auto changes = add(ann, letter("a")), goes = add(ann, letter("b"));
    auto before = now(ann);
    auto fresh = add(ann, letter("c")), passing = add(ann, letter("d"));
    set({{{.id = changes, .keywords = seen}, {.id = fresh, .mailboxes = Ids{archive}}}, {goes, passing}, {}});
    auto told = emails(before.email);
    EXPECT_EQ(told.created, Ids{fresh});
    EXPECT_EQ(told.updated, Ids{changes});
    EXPECT_EQ(told.destroyed, Ids{goes});
    EXPECT_EQ(told.state, now(ann).email);
    auto by_thread = threads(before.thread);
    EXPECT_EQ(by_thread.created, Ids{fresh});
    EXPECT_TRUE(by_thread.updated.empty()) << "reading an email is no change of its thread";
    EXPECT_EQ(by_thread.destroyed, Ids{goes});
    auto by_mailbox = mailboxes(before.mailbox);
    EXPECT_EQ(by_mailbox.updated, (Ids{inbox, archive}));
    EXPECT_TRUE(by_mailbox.only_counts);
}

TEST_P(FollowingTest, ImportsAndCopiesAreNews) {
    auto source = add(ben, letter("a"));
    auto before = now(ann);
    std::int64_t existing = 0;
    auto blob = upload(ann, letter("b"), "").value();
    EXPECT_EQ(now(ann).email, before.email) << "an upload is none";
    auto imported = import_email(ann, blob, {{inbox}, {}, {}}, existing).value().id;
    auto copied = copy_email(ben, source, ann, {{drafts}, {}, {}}).value().id;
    EXPECT_EQ(emails(before.email).created, (Ids{imported, copied}));
    EXPECT_EQ(mailboxes(before.mailbox).updated, (Ids{inbox, drafts}));
}

TEST_P(FollowingTest, MailboxesThatComeChangeAndGo) {
    auto gone = set_mailboxes(ann, {.create = {{.name = "gone"}, {.name = "moved"}}}).value().created;
    add(ann, letter("a"), {{gone[0].id}, {}, {}});
    auto stays = add(ann, letter("b"), {{gone[0].id, inbox}, {}, {}});
    auto before = now(ann);
    auto made = set_mailboxes(ann, {.create = {{.name = "new"}},
                                    .update = {{.id = gone[1].id, .parent = archive}},
                                    .destroy = {gone[0].id},
                                    .remove_emails = true});
    ASSERT_TRUE(made);
    auto told = mailboxes(before.mailbox);
    EXPECT_EQ(told.created, Ids{made->created[0].id});
    EXPECT_NE(std::ranges::find(told.updated, gone[1].id), told.updated.end());
    EXPECT_EQ(told.destroyed, Ids{gone[0].id});
    EXPECT_FALSE(told.only_counts);
    auto by_email = emails(before.email);
    EXPECT_EQ(by_email.updated, Ids{stays});
    EXPECT_EQ(by_email.destroyed.size(), 1u);
}

// A client that follows a random sequence has what is there; so has the index, which follows it too.
TEST_P(FollowingTest, AfterARandomSequence) {
    std::mt19937 random(8'621);
    auto any = [&](std::size_t n) { return std::uniform_int_distribution<std::size_t>(0, n - 1)(random); };
    Ids boxes{inbox, drafts, archive, trash};
    std::set<std::int64_t> there, client;
    State at = now(ann).email;
    for (int step = 0; step < 80; ++step) {
        auto some = [&] { return *std::next(there.begin(), static_cast<std::ptrdiff_t>(any(there.size()))); };
        EmailSet wanted;
        if (there.size() < 3 || any(3) == 0) {
            auto own =
                "Message-ID: <" + std::to_string(step) + "@x>\r\nIn-Reply-To: <" + std::to_string(any(80)) + "@x>\r\n";
            there.insert(add(ann, letter(any(2) ? "Re: Plan" : "Fee", "x", own),
                             {{boxes[any(4)]}, any(2) ? seen : Keywords{}, {}}));
        } else if (any(3) == 0) {
            wanted.destroy = {some()};
            there.erase(wanted.destroy[0]);
        } else {
            wanted.update.push_back(
                {.id = some(), .keywords = any(2) ? seen : word("x"), .mailboxes = Ids{boxes[any(4)]}});
        }
        set(wanted);
        if (any(4)) continue;
        auto told = emails(at);
        for (auto id : told.created) EXPECT_TRUE(client.insert(id).second);
        for (auto id : told.updated) EXPECT_TRUE(client.contains(id));
        for (auto id : told.destroyed) EXPECT_EQ(client.erase(id), 1u);
        at = told.state;
        EXPECT_EQ(client, there);
        auto found = look();
        ASSERT_EQ(found->emails().size(), there.size());
        for (auto& email : found->emails()) {
            auto k = kept(ann, email.id);
            ASSERT_TRUE(k);
            EXPECT_EQ(email.thread, k->thread);
            EXPECT_EQ(found->keywords_of(email), k->keywords);
            auto in = found->mailboxes_of(email);
            EXPECT_EQ(Ids(in.begin(), in.end()), k->mailboxes);
        }
        for (auto& m : found->mailboxes())
            EXPECT_EQ(std::pair(m.counts.emails, m.counts.unread_emails), counts(ann, m.id)) << m.name;
    }
    expect_consistent();
}

}  // namespace
}  // namespace bailey::mailbox
