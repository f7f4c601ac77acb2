#include "services/mailbox/index.hpp"

#include <thread>

#include "services/mailbox/index_cache.hpp"
#include "services/mailbox/index_testing.hpp"

namespace bailey::mailbox {
namespace {

using Ids = std::vector<std::int64_t>;
using Words = std::vector<std::string>;

class MailIndexTest : public IndexTest {
protected:
    static Ids ids(const Index& index) {
        Ids all;
        for (auto& e : index.emails()) all.push_back(e.id);
        return all;
    }
    MailboxCounts counts(std::int64_t box) { return look(ann)->mailbox(box)->counts; }
};
BAILEY_ON_BOTH_ENGINES(MailIndexTest);

TEST_P(MailIndexTest, AnEmptyAccountHasItsMailboxesAndNoEmail) {
    auto now = look(ann);
    EXPECT_TRUE(now->emails().empty());
    ASSERT_EQ(now->mailboxes().size(), 6u);
    EXPECT_EQ(now->mailbox(inbox)->name, "Inbox");
    EXPECT_EQ(now->mailbox(trash)->role, "trash");
    EXPECT_EQ(now->mailbox(99), nullptr);
    EXPECT_EQ(now->find(1), nullptr);
    EXPECT_TRUE(now->thread(1).empty());
    EXPECT_EQ(now->overview().email, overview(open(ann))->email);
}

TEST_P(MailIndexTest, WhatComesIsThereAtOnceAndInTheOrderOfTime) {
    auto first = deliver(ann, {.subject = "b"});
    auto empty = look(ann);
    clock.advance(std::chrono::seconds(5));
    auto second = deliver(ann, {.subject = "a", .attachment = true});
    auto early = deliver(ann, {.subject = "c"}, {.received = clock.now() - std::chrono::hours(1)});
    auto now = look(ann);
    EXPECT_EQ(ids(*now), (Ids{early, first, second}));
    EXPECT_EQ(ids(*empty), (Ids{first})) << "what was given before does not change";
    auto* e = now->find(second);
    ASSERT_TRUE(e);
    EXPECT_EQ(e->received, to_millis(clock.now()));
    EXPECT_EQ(e->flags, flag::attachment);
    EXPECT_TRUE(e->unread());
    EXPECT_EQ(Ids(now->mailboxes_of(*e).begin(), now->mailboxes_of(*e).end()), (Ids{inbox}));
    EXPECT_TRUE(now->keywords_of(*e).empty());
    EXPECT_GT(now->octets(), 0u);
}

TEST_P(MailIndexTest, KeywordsAndMailboxesOfAnEmailAreWhatTheyAreNow) {
    auto id = deliver(ann, {}, {.mailboxes = {archive, junk}, .keywords = {flag::seen, {"bail", "trial"}}});
    auto before = look(ann);
    auto* e = before->find(id);
    EXPECT_EQ(before->keywords_of(*e), (Words{"$seen", "bail", "trial"}));
    EXPECT_EQ(Ids(before->mailboxes_of(*e).begin(), before->mailboxes_of(*e).end()), (Ids{archive, junk}));
    set(ann, id, {flag::draft | flag::flagged, {"bail"}}, {sent});
    auto now = look(ann);
    EXPECT_EQ(now->keywords_of(*now->find(id)), (Words{"$draft", "$flagged", "bail"}));
    EXPECT_EQ(now->mailboxes_of(*now->find(id)).front(), sent);
    EXPECT_EQ(before->keywords_of(*e), (Words{"$seen", "bail", "trial"}));
    destroy(ann, id);
    EXPECT_EQ(look(ann)->find(id), nullptr);
}

TEST_P(MailIndexTest, AMessageInAMailboxThatHasGoneIsInTheInbox) {
    auto box = make_mailbox(ann, "Short");
    destroy_mailbox(ann, box);
    auto id = deliver(ann, {}, {.mailboxes = {box}});
    EXPECT_EQ(look(ann)->mailboxes_of(*look(ann)->find(id)).front(), inbox);
    EXPECT_EQ(look(ann)->mailbox(box), nullptr);
}

// RFC 8621 section 3: a shared message id and the same subject.
TEST_P(MailIndexTest, AnswersAreInTheThreadOfWhatTheyAnswer) {
    auto first = deliver(ann, {.subject = "Bail", .message_id = "1@x"});
    auto other = deliver(ann, {.subject = "Trial", .message_id = "2@x", .in_reply_to = "1@x"});
    auto answer = deliver(ann, {.subject = "Re: bail", .message_id = "3@x", .in_reply_to = "1@x"});
    auto late = deliver(ann, {.subject = "Bail", .message_id = "4@x", .in_reply_to = "3@x"},
                        {.received = clock.now() - std::chrono::hours(1)});
    auto now = look(ann);
    auto thread = now->find(first)->thread;
    EXPECT_EQ(now->thread(thread), (Ids{late, first, answer})) << "oldest first";
    EXPECT_EQ(now->thread(now->find(other)->thread), (Ids{other})) << "another subject";
}

// RFC 8621 section 2, unreadThreads.
TEST_P(MailIndexTest, CountsAreOfEmailsAndThreads) {
    auto a = deliver(ann, {.subject = "Bail", .message_id = "1@x"});
    deliver(ann, {.subject = "Bail", .message_id = "2@x", .in_reply_to = "1@x"}, {.mailboxes = {archive}});
    EXPECT_EQ(counts(inbox), (MailboxCounts{1, 1, 1, 1}));
    set(ann, a, {flag::seen, {}}, {inbox});
    EXPECT_EQ(counts(inbox), (MailboxCounts{1, 0, 1, 1})) << "the unread email of the thread is elsewhere";
    EXPECT_EQ(counts(archive), (MailboxCounts{1, 1, 1, 1}));
    set(ann, a, {flag::draft, {}}, {inbox, sent});
    EXPECT_EQ(counts(inbox), (MailboxCounts{1, 0, 1, 1}));
    EXPECT_EQ(counts(sent), (MailboxCounts{1, 0, 1, 1}));
    EXPECT_EQ(counts(drafts), MailboxCounts{});
}

// The example of RFC 8621 section 2.
TEST_P(MailIndexTest, TheTrashIsAThreadOfItsOwn) {
    auto unread = deliver(ann, {.subject = "Bail", .message_id = "1@x"}, {.mailboxes = {trash}});
    auto read =
        deliver(ann, {.subject = "Bail", .message_id = "2@x", .in_reply_to = "1@x"}, {.keywords = {flag::seen, {}}});
    EXPECT_EQ(counts(trash).unread_threads, 1u);
    EXPECT_EQ(counts(inbox).unread_threads, 0u);
    set(ann, unread, {}, {trash, archive});
    EXPECT_EQ(counts(inbox).unread_threads, 1u) << "no longer only in the trash";
    set(ann, unread, {flag::seen, {}}, {trash});
    set(ann, read, {}, {inbox});
    EXPECT_EQ(counts(trash).unread_threads, 0u);
    EXPECT_EQ(counts(inbox).unread_threads, 1u);
    change_mailbox(ann, trash, [](auto& row) { row.role = ""; });
    EXPECT_EQ(counts(trash).unread_threads, 1u) << "a mailbox like any other";
    change_mailbox(ann, archive, [](auto& row) { row.role = "trash"; });
    EXPECT_EQ(counts(trash).unread_threads, 1u);
}

TEST_P(MailIndexTest, MailOfAnOlderVersionIsDescribed) {
    auto first = deliver(ann, {.subject = "Bail", .message_id = "1@x", .attachment = true}, {.described = false});
    auto second = deliver(ann, {.subject = "Bail", .message_id = "2@x", .in_reply_to = "1@x"}, {.described = false});
    auto now = look(ann);
    EXPECT_EQ(now->thread(now->find(first)->thread), (Ids{first, second}));
    EXPECT_EQ(now->find(first)->flags, flag::attachment);
    auto third = deliver(ann, {.subject = "Bail", .message_id = "3@x", .in_reply_to = "2@x"}, {.described = false});
    EXPECT_EQ(look(ann)->find(third)->thread, now->find(first)->thread);
    auto account = open(ann);
    auto c = account.cell->readers().borrow();
    EXPECT_TRUE(store::messages::summary(**c, ann, third).value().has_value());
}

TEST_P(MailIndexTest, ADamagedMessageDoesNotShutItsAccount) {
    auto whole = deliver(ann, {}, {.described = false});
    auto id = deliver(ann, {.subject = "Bail"}, {.described = false});
    auto c = sql::open(cell_url);
    auto where = " where blob_id = " + std::to_string(id);
    ASSERT_TRUE((*c)->script(postgres() ? "update blob set first_chunk = set_byte(first_chunk, 2, 255 - "
                                          "get_byte(first_chunk, 2))" +
                                              where
                                        : "update blob set first_chunk = x'00' || substr(first_chunk, 2)" + where));
    auto now = look(ann);
    EXPECT_TRUE(now->find(whole));
    ASSERT_TRUE(now->find(id));
    EXPECT_EQ(now->find(id)->thread, id);
}

TEST_P(MailIndexTest, AnAccountThatHasGoneHasNone) {
    auto account = open(ann);
    deliver(ann);
    ASSERT_TRUE(index(account));
    auto c = sql::open(cell_url);
    ASSERT_TRUE((*c)->script("delete from account"));
    EXPECT_EQ(index(account).error(), Errc::not_found);
}

TEST_P(MailIndexTest, WhatABackupBroughtBackIsSeen) {
    auto id = deliver(ann);
    deliver(ann);
    ASSERT_EQ(look(ann)->emails().size(), 2u);
    // As a backup from between the two would have it.
    auto c = sql::open(cell_url);
    const auto later = std::to_string(id);
    ASSERT_TRUE((*c)->script("delete from message where message_id > " + later +
                             "; delete from mailbox_message where message_id > " + later +
                             "; update account set change = change - 1, email_change = email_change - 1"));
    EXPECT_EQ(ids(*look(ann)), (Ids{id}));
}

TEST_P(MailIndexTest, IndexesThatWereNotUsedForLongestGo) {
    limits.index_octets = 1;
    start();
    deliver(ann);
    deliver(ben);
    auto kept = look(ann);
    EXPECT_EQ(accounts->indexes().accounts(), 1u);
    look(ben);
    EXPECT_EQ(accounts->indexes().accounts(), 1u);
    EXPECT_EQ(kept->emails().size(), 1u) << "whoever uses one keeps it";
    EXPECT_EQ(look(ann)->emails().size(), 1u);
    limits.index_octets = 1 << 20;
    start();
    look(ann);
    look(ben);
    EXPECT_EQ(accounts->indexes().accounts(), 2u);
    EXPECT_GT(accounts->indexes().octets(), 0u);
    EXPECT_EQ(look(ann), look(ann)) << "nothing is read anew where nothing happened";
}

TEST_P(MailIndexTest, ThreadsReadWhileMailComes) {
    constexpr std::size_t mails = 60;
    auto account = open(ann);
    std::atomic<bool> done{false};
    std::vector<std::thread> readers;
    for (int n = 0; n < 4; ++n)
        readers.emplace_back([&] {
            std::size_t last = 0;
            while (!done) {
                auto now = index(account);
                ASSERT_TRUE(now);
                auto emails = (*now)->emails();
                EXPECT_GE(emails.size(), last);
                last = emails.size();
                EXPECT_EQ((*now)->mailbox(inbox)->counts.emails, emails.size());
                for (auto& e : emails) {
                    EXPECT_EQ((*now)->find(e.id), &e);
                    EXPECT_FALSE((*now)->thread(e.thread).empty());
                }
            }
        });
    for (std::size_t n = 0; n < mails; ++n)
        deliver(ann, {.subject = "s" + std::to_string(n % 7), .message_id = std::to_string(n) + "@x"},
                {.described = n % 3 != 0});
    done = true;
    for (auto& t : readers) t.join();
    EXPECT_EQ(look(ann)->emails().size(), mails);
}

}  // namespace
}  // namespace bailey::mailbox
