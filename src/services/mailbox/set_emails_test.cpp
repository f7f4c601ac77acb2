#include <random>
#include <set>
#include <thread>

#include "services/mailbox/emails_fixture.hpp"

namespace bailey::mailbox {
namespace {

class SetEmailsTest : public EmailsTest {
protected:
    Result<void> update(const EmailChange& change) {
        auto done = set_emails(ann, {{change}, {}, {}});
        return done ? done->updated.at(0) : Result<void>(done.error());
    }
    EmailChange of(std::int64_t id) { return {.id = id}; }
    EmailChange keywords(std::int64_t id, Keywords k) {
        auto change = of(id);
        change.keywords = std::move(k);
        return change;
    }
    EmailChange into(std::int64_t id, std::vector<std::int64_t> mailboxes) {
        auto change = of(id);
        change.mailboxes = std::move(mailboxes);
        return change;
    }
};
BAILEY_ON_BOTH_ENGINES(SetEmailsTest);

TEST_P(SetEmailsTest, KeywordsAreSetAddedAndRemoved) {
    auto id = add(ann, letter("a", "x"), {{inbox}, word("one"), {}});
    Keywords two = word("$flagged");
    two.add(word("two"));
    ASSERT_TRUE(update(keywords(id, two)));
    EXPECT_EQ(kept(ann, id)->keywords, (std::vector<std::string>{"$flagged", "two"}));
    auto change = of(id);
    change.add_keywords = word("three");
    change.remove_keywords = word("$flagged");
    ASSERT_TRUE(update(change));
    EXPECT_EQ(kept(ann, id)->keywords, (std::vector<std::string>{"three", "two"}));
    change = of(id);
    change.remove_keywords = word("two");
    change.remove_keywords.add(word("three"));
    change.remove_keywords.add(word("never"));
    ASSERT_TRUE(update(change));
    EXPECT_TRUE(kept(ann, id)->keywords.empty());
    EXPECT_EQ((*summaries(ann, std::vector{id}))[0]->subject, "a");
}

TEST_P(SetEmailsTest, AnAttachmentIsNoKeyword) {
    auto id =
        add(ann,
            letter("a", "--x\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment\r\n\r\nq\r\n--x--\r\n",
                   "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n"));
    ASSERT_TRUE(kept(ann, id)->attachment);
    ASSERT_TRUE(update(keywords(id, seen)));
    ASSERT_TRUE(update(keywords(id, {0xffff'ffff, {}})));
    ASSERT_TRUE(update(keywords(id, {})));
    EXPECT_TRUE(kept(ann, id)->attachment);
    EXPECT_TRUE(kept(ann, id)->keywords.empty());
}

TEST_P(SetEmailsTest, ReadingChangesCountsOfAllItsMailboxes) {
    auto id = add(ann, letter("a"), {{inbox, archive}, {}, {}});
    auto before = now(ann);
    Ear ear(*accounts, ann.id);
    ASSERT_TRUE(update(keywords(id, seen)));
    EXPECT_EQ(counts(ann, inbox), std::pair(1ul, 0ul));
    EXPECT_EQ(counts(ann, archive), std::pair(1ul, 0ul));
    auto after = now(ann);
    EXPECT_GT(after.email, before.email);
    EXPECT_GT(after.mailbox, before.mailbox);
    EXPECT_EQ(after.thread, before.thread);
    EXPECT_EQ(after.delivery, before.delivery) << "RFC 8621 section 1.5";
    EXPECT_EQ(ear.heard(), types::email | types::mailbox);
    EXPECT_EQ(mailbox_row(ann, inbox).change, after.mailbox.change);
    EXPECT_LT(mailbox_row(ann, inbox).properties_change, after.mailbox.change);
    ASSERT_TRUE(update(keywords(id, {flag::draft, {}})));
    EXPECT_EQ(counts(ann, inbox), std::pair(1ul, 0ul)) << "a draft is not unread";
    ASSERT_TRUE(update(keywords(id, {})));
    EXPECT_EQ(counts(ann, inbox), std::pair(1ul, 1ul));
}

TEST_P(SetEmailsTest, AFlagLeavesTheMailboxesAsTheyAre) {
    auto id = add(ann, letter("a"));
    auto before = now(ann);
    Ear ear(*accounts, ann.id);
    ASSERT_TRUE(update(keywords(id, word("$flagged"))));
    EXPECT_EQ(now(ann).mailbox, before.mailbox);
    EXPECT_GT(now(ann).email, before.email);
    EXPECT_EQ(ear.heard(), types::email);
    EXPECT_EQ(kept(ann, id)->change, now(ann).email.change);
    EXPECT_LT(kept(ann, id)->created, now(ann).email.change);
}

TEST_P(SetEmailsTest, EmailsMoveBetweenMailboxes) {
    auto id = add(ann, letter("a")), other = add(ann, letter("b"), {{archive}, seen, {}});
    auto before = now(ann);
    auto uid_next = mailbox_row(ann, archive).uid_next;
    ASSERT_TRUE(update(into(id, {archive, archive})));
    EXPECT_EQ(kept(ann, id)->mailboxes, std::vector{archive});
    EXPECT_EQ(counts(ann, inbox), std::pair(0ul, 0ul));
    EXPECT_EQ(counts(ann, archive), std::pair(2ul, 1ul));
    EXPECT_EQ(mailbox_row(ann, archive).uid_next, uid_next + 1);
    EXPECT_EQ(now(ann).thread, before.thread) << "no thread lost an email";
    auto change = of(id);
    change.add_mailboxes = {inbox, archive};
    change.remove_mailboxes = {trash};
    change.keywords = seen;
    ASSERT_TRUE(update(change));
    EXPECT_EQ(kept(ann, id)->mailboxes, (std::vector{inbox, archive}));
    EXPECT_EQ(counts(ann, inbox), std::pair(1ul, 0ul));
    EXPECT_EQ(counts(ann, archive), std::pair(2ul, 0ul));
    change = of(id);
    change.remove_mailboxes = {archive};
    ASSERT_TRUE(update(change));
    EXPECT_EQ(kept(ann, id)->mailboxes, std::vector{inbox});
    ASSERT_TRUE(update(into(other, {inbox})));
    auto listed = ann.cell->inbox(ann.id);
    ASSERT_EQ(listed->size(), 2u);
    EXPECT_EQ((*listed)[1].id, other) << "a maildrop lists by arrival in the Inbox";
    EXPECT_EQ((*listed)[1].octets, letter("b").size());
    expect_consistent();
}

TEST_P(SetEmailsTest, AnUpdateIsMadeWholeOrNotAtAll) {
    auto id = add(ann, letter("a")), good = add(ann, letter("b"));
    Keywords many;
    for (std::size_t n = 0; n <= Keywords::most_words; ++n) many.add(word("w" + std::to_string(n)));
    auto outside = into(id, {nowhere}), none = into(id, {}), too_many = keywords(id, many);
    outside.keywords = seen;
    auto emptied = of(id);
    emptied.remove_mailboxes = {inbox};
    too_many.mailboxes = {archive};
    auto full = of(id);
    full.add_keywords = many;
    auto done = set_emails(ann, {{outside, none, emptied, too_many, full, of(4711), keywords(good, seen)}, {4711}, {}});
    ASSERT_TRUE(done);
    std::vector<Result<void>> expected{
        Errc::outside, Errc::bad_syntax, Errc::bad_syntax, Errc::too_many, Errc::too_many, Errc::not_found, {}};
    EXPECT_EQ(done->updated, expected);
    EXPECT_EQ(done->destroyed, std::vector<Result<void>>{Errc::not_found});
    EXPECT_EQ(kept(ann, id)->mailboxes, std::vector{inbox});
    EXPECT_TRUE(kept(ann, id)->keywords.empty());
    EXPECT_EQ(kept(ann, good)->keywords, std::vector<std::string>{"$seen"}) << "the others go on";
    expect_consistent();
}

TEST_P(SetEmailsTest, AnotherAccountsEmailsAreNotThere) {
    auto id = add(ann, letter("a"));
    auto done = set_emails(ben, {{keywords(id, seen)}, {id}, {}});
    ASSERT_TRUE(done);
    EXPECT_EQ(done->updated[0].error(), Errc::not_found);
    EXPECT_EQ(done->destroyed[0].error(), Errc::not_found);
    EXPECT_TRUE(kept(ann, id));
}

TEST_P(SetEmailsTest, WhatChangesNothingTakesNoState) {
    auto id = add(ann, letter("a"), {{inbox}, word("one"), {}});
    auto change = keywords(id, word("one"));
    change.add_mailboxes = {inbox};
    change.remove_mailboxes = {archive};
    Ear ear(*accounts, ann.id);
    auto before = now(ann);
    auto done = set_emails(ann, {{change}, {}, before.email});
    ASSERT_TRUE(done);
    EXPECT_TRUE(done->updated[0]);
    EXPECT_EQ(done->old_state, done->new_state);
    EXPECT_EQ(now(ann).email, before.email);
    EXPECT_EQ(ear.heard(), 0u);
    EXPECT_TRUE(set_emails(ann, {})) << "nor does nothing at all";
}

TEST_P(SetEmailsTest, DestroyedEmailsGoFromEveryMailbox) {
    auto text = letter("a", std::string(store::chunk_size, 'x'));
    auto id = add(ann, text, {{inbox, archive}, {}, {}}), stays = add(ann, letter("b"));
    auto before = now(ann);
    Ear ear(*accounts, ann.id);
    auto done = set_emails(ann, {{}, {id}, {}});
    ASSERT_TRUE(done);
    EXPECT_TRUE(done->destroyed[0]);
    EXPECT_FALSE(kept(ann, id));
    EXPECT_TRUE(kept(ann, stays));
    EXPECT_EQ(counts(ann, inbox), std::pair(1ul, 1ul));
    EXPECT_EQ(counts(ann, archive), std::pair(0ul, 0ul));
    auto after = now(ann);
    EXPECT_EQ(after.used_octets, letter("b").size());
    EXPECT_EQ(done->new_state, after.email);
    EXPECT_GT(after.thread, before.thread);
    EXPECT_EQ(after.delivery, before.delivery);
    EXPECT_EQ(ear.heard(), types::email | types::mailbox | types::thread);
    EXPECT_TRUE(known_gone(ann, id, before.email)) << "Email/changes must see it";
    EXPECT_EQ(open_blob(ann, {BlobRef::Kind::email, id}).error(), Errc::not_found);
    EXPECT_EQ(set_emails(ann, {{}, {id}, {}})->destroyed[0].error(), Errc::not_found);
    EXPECT_GT(*ann.cell->collect(0), 0) << "its bytes are nobody's";
    expect_consistent();
}

TEST_P(SetEmailsTest, UpdatedAndDestroyedInOneSet) {
    auto id = add(ann, letter("a"));
    auto change = into(id, {archive});
    change.keywords = seen;
    auto done = set_emails(ann, {{change}, {id, id}, {}});
    ASSERT_TRUE(done);
    EXPECT_TRUE(done->updated[0]);
    EXPECT_TRUE(done->destroyed[0]);
    EXPECT_EQ(done->destroyed[1].error(), Errc::not_found);
    EXPECT_EQ(counts(ann, inbox), std::pair(0ul, 0ul));
    EXPECT_EQ(counts(ann, archive), std::pair(0ul, 0ul));
    expect_consistent();
}

TEST_P(SetEmailsTest, Rfc8620Section5_3_IfInState) {
    auto id = add(ann, letter("a"));
    auto old = now(ann).email;
    ASSERT_TRUE(set_emails(ann, {{keywords(id, seen)}, {}, old}));
    auto late = set_emails(ann, {{keywords(id, {})}, {id}, old});
    EXPECT_EQ(late.error(), Errc::conflict);
    EXPECT_EQ(kept(ann, id)->keywords, std::vector<std::string>{"$seen"});
    auto half = now(ann).email;
    half.within = 5;
    EXPECT_EQ(set_emails(ann, {{}, {id}, half}).error(), Errc::conflict) << "a state in the middle is no state";
}

TEST_P(SetEmailsTest, OfTwoAtOnceInOneStateOneWins) {
    auto id = add(ann, letter("a"));
    for (int round = 0; round < 10; ++round) {
        auto state = now(ann).email;
        std::atomic<int> won = 0, lost = 0;
        auto attempt = [&](const char* name) {
            auto change = keywords(id, word(name + std::to_string(round)));
            auto done = set_emails(ann, {{change}, {}, state});
            won += done.has_value();
            lost += !done && done.error() == Errc::conflict;
        };
        std::thread one(attempt, "one"), two(attempt, "two");
        one.join();
        two.join();
        EXPECT_EQ(won, 1);
        EXPECT_EQ(lost, 1);
    }
}

TEST_P(SetEmailsTest, ManyEmailsInOneSet) {
    std::vector<std::int64_t> all;
    EmailSet read, destroy;
    for (int n = 0; n < 120; ++n) {
        all.push_back(add(ann, letter("n")));
        read.update.push_back(keywords(all.back(), seen));
    }
    auto done = set_emails(ann, read);
    ASSERT_TRUE(done);
    EXPECT_TRUE(std::ranges::all_of(done->updated, [](auto& r) { return r.has_value(); }));
    EXPECT_EQ(counts(ann, inbox), std::pair(120ul, 0ul));
    destroy.destroy = all;
    ASSERT_TRUE(set_emails(ann, destroy));
    EXPECT_EQ(now(ann).used_octets, 0u);
    expect_consistent();
}

TEST_P(SetEmailsTest, AFullMailboxReceivesAgainOnceThereIsRoom) {
    auto small = make("small@firm.com", 0, 1000);
    auto id = add(small, letter("a", std::string(800, 'x')));
    store::Sealer sealer;
    sealer.write(std::string(500, 'y'));
    sealer.finish();
    auto d = std::make_shared<store::CellDelivery>();
    d->message = {ids.next(), 500, clock.now()};
    d->key = sealer.key();
    d->boxes = std::make_shared<std::vector<Bytes>>(sealer.chunks());
    d->to.push_back({small.id, small.capacity});
    auto deliver = [&] {
        std::promise<Result<store::CellOutcome>> answer;
        small.cell->deliver(
            d, [&](Result<store::CellOutcome> r) { answer.set_value(std::move(r)); }, store::Writer::When::now);
        return answer.get_future().get().value().at(0);
    };
    EXPECT_EQ(deliver().error(), Errc::over_quota);
    EXPECT_TRUE(small.cell->known_full(small.id));
    ASSERT_TRUE(set_emails(small, {{}, {id}, {}}));
    EXPECT_FALSE(small.cell->known_full(small.id));
    EXPECT_TRUE(deliver());
    expect_consistent();
}

// Whatever is done in whatever order, used octets, counts and references are what a recount finds.
TEST_P(SetEmailsTest, CountsHoldThroughARandomSequence) {
    std::mt19937 random(20'261'128);
    auto any = [&](std::size_t n) { return std::uniform_int_distribution<std::size_t>(0, n - 1)(random); };
    std::vector<std::int64_t> mailboxes{inbox, drafts, archive, trash};
    std::set<std::int64_t> there;
    auto some_mailboxes = [&] {
        std::vector<std::int64_t> some{mailboxes[any(4)]};
        if (any(2)) some.push_back(mailboxes[any(4)]);
        return some;
    };
    auto some_keywords = [&] {
        Keywords k;
        for (auto name : {"$seen", "$draft", "$flagged", "x", "y"})
            if (any(3) == 0) k.add(word(name));
        return k;
    };
    auto one = [&] {
        return there.empty() ? 1 : *std::next(there.begin(), static_cast<std::ptrdiff_t>(any(there.size())));
    };
    for (int step = 0; step < 150; ++step) switch (any(6)) {
        case 0:
            there.insert(add(ann, letter("s", std::string(any(3000), 'x')), {some_mailboxes(), some_keywords(), {}}));
            break;
        case 1: {
            std::int64_t existing = 0;
            auto blob = upload(ann, letter("u", std::string(any(3000), 'x')), "").value();
            there.insert(import_email(ann, blob, {some_mailboxes(), some_keywords(), {}}, existing).value().id);
            break;
        }
        case 2:
            if (!there.empty())
                (void)copy_email(ann, one(), any(2) ? ben : far, {some_mailboxes(), some_keywords(), {}});
            break;
        case 3: {
            auto id = one();
            (void)set_emails(ann, {{into(one(), some_mailboxes())}, {id}, {}});
            there.erase(id);
            break;
        }
        default: {
            EmailSet set;
            for (std::size_t n = any(4); n < 4; ++n) {
                auto change = of(one());
                if (any(2)) change.mailboxes = some_mailboxes();
                if (any(2)) change.keywords = some_keywords();
                if (any(2)) change.add_mailboxes = {mailboxes[any(4)]};
                if (any(2)) change.remove_mailboxes = {mailboxes[any(4)]};
                if (any(2)) change.add_keywords = some_keywords();
                if (any(2)) change.remove_keywords = some_keywords();
                set.update.push_back(change);
            }
            ASSERT_TRUE(set_emails(ann, set));
        }
        }
    expect_consistent();
    std::uint64_t octets = 0;
    for (auto id : there) {
        auto k = kept(ann, id);
        ASSERT_TRUE(k);
        octets += k->octets;
        EXPECT_EQ(read_blob(ann, {BlobRef::Kind::email, id})->size(), k->octets);
    }
    EXPECT_EQ(now(ann).used_octets, octets);
    clock.advance(std::chrono::hours(25));
    for (auto& cell : cells->all()) ASSERT_TRUE(cell->collect(store::first_id_at(clock.now())));
    EXPECT_EQ(number("select count(*) from upload"), 0);
    expect_consistent();
}

}  // namespace
}  // namespace bailey::mailbox
