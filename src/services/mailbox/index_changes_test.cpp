#include "services/mailbox/emails.hpp"
#include "services/mailbox/index_testing.hpp"

namespace bailey::mailbox {
namespace {

using Ids = std::vector<std::int64_t>;
constexpr std::size_t all = 1000;

class MailChangesTest : public RandomAccountTest {
protected:
    Result<Changes> emails(State since, std::size_t most = all) {
        return email_changes(open(ann), *look(ann), since, most);
    }
    Result<Changes> threads(State since, std::size_t most = all) {
        return thread_changes(open(ann), *look(ann), since, most);
    }
    Result<MailboxChanges> mailboxes(State since, std::size_t most = all) {
        return mailbox_changes(open(ann), *look(ann), since, most);
    }
    Overview now() { return look(ann)->overview(); }
};
BAILEY_ON_BOTH_ENGINES(MailChangesTest);

TEST_P(MailChangesTest, EmailsAreCreatedUpdatedAndDestroyed) {
    auto kept = deliver(ann), gone = deliver(ann);
    auto then = now().email;
    EXPECT_TRUE(emails(then)->created.empty());
    EXPECT_EQ(emails(then)->state, then);
    auto fresh = deliver(ann), passing = deliver(ann);
    set(ann, kept, {flag::seen, {}}, {inbox});
    set(ann, fresh, {flag::seen, {}}, {inbox});
    destroy(ann, gone);
    destroy(ann, passing);
    auto changes = emails(then).value();
    EXPECT_EQ(changes.created, (Ids{fresh})) << "created and updated: created";
    EXPECT_EQ(changes.updated, (Ids{kept}));
    EXPECT_EQ(changes.destroyed, (Ids{gone})) << "created and destroyed: not at all";
    EXPECT_FALSE(changes.more);
    EXPECT_EQ(changes.state, now().email);
    EXPECT_EQ(emails(State{0})->created, (Ids{kept, fresh}));
}

// RFC 8620 section 5.2, cannotCalculateChanges.
TEST_P(MailChangesTest, AStateThatNeverWasIsRefused) {
    deliver(ann);
    EXPECT_EQ(emails({now().email.change + 1}).error(), Errc::conflict);
    EXPECT_EQ(threads({now().thread.change + 1}).error(), Errc::conflict);
    EXPECT_EQ(mailboxes({now().mailbox.change + 1}).error(), Errc::conflict);
    EXPECT_EQ(emails({-1}).error(), Errc::conflict);
}

TEST_P(MailChangesTest, ManyOfOneTransactionComeInParts) {
    auto then = now().email;
    Ids came;
    for (int n = 0; n < 5; ++n) came.push_back(deliver(ann));
    auto middle = now().email;
    ASSERT_TRUE(open(ann).cell->remove(ann, {came[0], came[1], came[2]}));  // all under one number
    auto first = emails(middle, 2).value();
    EXPECT_EQ(first.destroyed, (Ids{came[0], came[1]}));
    EXPECT_TRUE(first.more);
    EXPECT_NE(first.state.within, State::whole);
    auto second = emails(state_from(text(first.state)).value(), 2).value();
    EXPECT_EQ(second.destroyed, (Ids{came[2]}));
    EXPECT_FALSE(second.more);
    EXPECT_EQ(second.state, now().email);
    EXPECT_EQ(emails(then, 1)->created, (Ids{came[3]}));
}

// RFC 8621 section 3.2: threads change when emails come and go, and not with their keywords.
TEST_P(MailChangesTest, ThreadsChangeWithTheirEmails) {
    auto a = deliver(ann, {.subject = "Bail", .message_id = "1@x"});
    auto b = deliver(ann, {.subject = "Trial", .message_id = "2@x"});
    auto then = now().thread;
    set(ann, a, {flag::seen, {}}, {inbox});
    EXPECT_TRUE(threads(then)->updated.empty());
    deliver(ann, {.subject = "Re: Bail", .message_id = "3@x", .in_reply_to = "1@x"});
    auto c = deliver(ann, {.subject = "Order", .message_id = "4@x"});
    destroy(ann, b);
    auto changes = threads(then).value();
    EXPECT_EQ(changes.updated, (Ids{a}));
    EXPECT_EQ(changes.created, (Ids{c}));
    EXPECT_EQ(changes.destroyed, (Ids{b}));
}

// RFC 8621 section 2.2, updatedProperties.
TEST_P(MailChangesTest, MailboxesSayWhereOnlyCountsChanged) {
    auto then = now().mailbox;
    auto id = deliver(ann);
    auto changes = mailboxes(then).value();
    EXPECT_EQ(changes.updated, (Ids{inbox}));
    EXPECT_TRUE(changes.only_counts);
    then = now().mailbox;
    change_mailbox(ann, archive, [](auto& row) { row.name = "Old"; });
    set(ann, id, {flag::seen, {}}, {inbox});
    changes = mailboxes(then).value();
    EXPECT_FALSE(changes.only_counts);
    auto made = make_mailbox(ann, "New");
    EXPECT_EQ(mailboxes(then)->created, (Ids{made}));
    then = now().mailbox;
    destroy_mailbox(ann, made);
    EXPECT_EQ(mailboxes(then)->destroyed, (Ids{made}));
    EXPECT_FALSE(mailboxes(then)->only_counts);
}

// unreadThreads of a mailbox changes by an email that is in another.
TEST_P(MailChangesTest, AMailboxIsTouchedByTheThreadsInIt) {
    deliver(ann, {.subject = "Bail", .message_id = "1@x"}, {.keywords = {flag::seen, {}}});
    auto other = deliver(ann, {.subject = "Bail", .message_id = "2@x", .in_reply_to = "1@x"}, {.mailboxes = {archive}});
    auto then = now().mailbox;
    ASSERT_EQ(look(ann)->mailbox(inbox)->counts.unread_threads, 1u);
    set(ann, other, {flag::seen, {}}, {archive});
    start();  // nothing of it is only in memory
    EXPECT_EQ(look(ann)->mailbox(inbox)->counts.unread_threads, 0u);
    EXPECT_EQ(mailboxes(then)->updated, (Ids{inbox, archive}));
    then = now().mailbox;
    destroy(ann, other);
    EXPECT_EQ(mailboxes(then)->updated, (Ids{inbox, archive}));
}

TEST_P(MailChangesTest, UnreadThreadsMoveTheStateWhereAsManyEmailsAreUnreadAsBefore) {
    auto a = deliver(ann, {.subject = "Bail"});
    auto b = deliver(ann, {.subject = "Trial", .message_id = "1@x"}, {.keywords = {flag::seen, {}}});
    deliver(ann, {.subject = "Trial", .message_id = "2@x", .in_reply_to = "1@x"});
    ASSERT_EQ(look(ann)->mailbox(inbox)->counts, (MailboxCounts{3, 2, 2, 2}));
    auto then = now().mailbox;
    EmailSet swap;
    swap.update.resize(2);
    swap.update[0].id = a;
    swap.update[0].add_keywords.flags = flag::seen;
    swap.update[1].id = b;
    swap.update[1].remove_keywords.flags = flag::seen;
    ASSERT_TRUE(set_emails(open(ann), swap));
    EXPECT_EQ(look(ann)->mailbox(inbox)->counts, (MailboxCounts{3, 2, 2, 1}));
    EXPECT_EQ(mailboxes(then)->updated, (Ids{inbox}));
}

// Which mailbox is the trash decides over the counts of all: none is lost between two parts.
TEST_P(MailChangesTest, WhatTouchesAllMailboxesIsToldOfAllInParts) {
    auto then = now().mailbox;
    change_mailbox(ann, trash, [](auto& row) { row.role = ""; });
    std::set<std::int64_t> told;
    for (bool more = true; more;) {
        auto part = mailboxes(then, 1).value();
        told.insert(part.updated.begin(), part.updated.end());
        then = part.state;
        more = part.more;
    }
    EXPECT_EQ(told.size(), look(ann)->mailboxes().size());
}

// A client that keeps copies by what it is told, in parts of every size, while things go on.
class Client {
public:
    using Copy = std::vector<std::int64_t>;  // whatever tells two versions of an object apart
    using Fetch = std::function<std::optional<Copy>(std::int64_t)>;

    void hear(const Changes& changes, const Fetch& fetch) {
        for (auto id : changes.created) take(id, fetch);
        for (auto id : changes.updated) {
            EXPECT_TRUE(copies.contains(id) || !fetch(id)) << "updated before it was created: " << id;
            take(id, fetch);
        }
        for (auto id : changes.destroyed) copies.erase(id);
        state = changes.state;
    }
    std::map<std::int64_t, Copy> copies;
    State state{};

private:
    void take(std::int64_t id, const Fetch& fetch) {
        if (auto copy = fetch(id))
            copies[id] = *copy;
        else
            copies.erase(id);  // gone since; it will be told
    }
};

TEST_P(MailChangesTest, AClientThatHearsOfAllChangesHasAll) {
    Client email, thread, mailbox;
    for (int n = 0; n < 250 && !HasFailure(); ++n) {
        play(ann);
        if (number(4) != 0) continue;
        if (number(10) == 0) start();
        auto account = open(ann);
        auto of_email = [](const Index& now) {
            return [&now](std::int64_t id) -> std::optional<Client::Copy> {
                auto* e = now.find(id);
                if (!e) return std::nullopt;
                Client::Copy copy{e->flags, e->thread};
                auto boxes = now.mailboxes_of(*e);
                copy.insert(copy.end(), boxes.begin(), boxes.end());
                for (auto& word : now.keywords_of(*e)) copy.push_back(-static_cast<std::int64_t>(word.size()));
                return copy;
            };
        };
        auto of_thread = [](const Index& now) {
            return [&now](std::int64_t id) -> std::optional<Client::Copy> {
                auto emails = now.thread(id);
                return emails.empty() ? std::nullopt : std::optional(emails);
            };
        };
        auto of_mailbox = [](const Index& now) {
            return [&now](std::int64_t id) -> std::optional<Client::Copy> {
                auto* m = now.mailbox(id);
                if (!m) return std::nullopt;
                auto& c = m->counts;
                auto number = [](std::uint64_t v) { return static_cast<std::int64_t>(v); };
                return Client::Copy{number(c.emails), number(c.unread_emails), number(c.threads),
                                    number(c.unread_threads), static_cast<std::int64_t>(m->name.size())};
            };
        };
        auto catch_up = [&](Client& client, auto changes, auto fetch_from, auto state_of) {
            for (bool more = true; more && !HasFailure();) {
                auto now = look(ann);
                auto part = changes(account, *now, state_from(text(client.state)).value(), 1 + number(6));
                ASSERT_TRUE(part);
                EXPECT_LE(part->created.size() + part->updated.size() + part->destroyed.size(), 6u);
                client.hear(*part, fetch_from(*now));
                more = part->more;
                if (!more) {
                    EXPECT_EQ(client.state, state_of(now->overview()));
                }
                if (more && number(5) == 0) play(ann);  // in the middle of it
            }
        };
        catch_up(email, email_changes, of_email, [](auto& o) { return o.email; });
        catch_up(thread, thread_changes, of_thread, [](auto& o) { return o.thread; });
        catch_up(mailbox, mailbox_changes, of_mailbox, [](auto& o) { return o.mailbox; });
        // What happened while the others caught up.
        catch_up(email, email_changes, of_email, [](auto& o) { return o.email; });
        catch_up(thread, thread_changes, of_thread, [](auto& o) { return o.thread; });
        auto now = look(ann);
        if (email.state != now->overview().email || mailbox.state != now->overview().mailbox ||
            thread.state != now->overview().thread)
            continue;
        auto expect_all = [&](const Client& client, const Ids& wanted, auto fetch) {
            EXPECT_EQ(client.copies.size(), wanted.size());
            for (auto id : wanted) EXPECT_EQ(client.copies.at(id), *fetch(id)) << id;
        };
        Ids email_ids, mailbox_ids;
        std::set<std::int64_t> thread_ids;
        for (auto& e : now->emails()) {
            email_ids.push_back(e.id);
            thread_ids.insert(e.thread);
        }
        for (auto& m : now->mailboxes()) mailbox_ids.push_back(m.id);
        expect_all(email, email_ids, of_email(*now));
        expect_all(thread, {thread_ids.begin(), thread_ids.end()}, of_thread(*now));
        expect_all(mailbox, mailbox_ids, of_mailbox(*now));
    }
}

}  // namespace
}  // namespace bailey::mailbox
