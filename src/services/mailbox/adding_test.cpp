#include "services/mailbox/emails_fixture.hpp"

namespace bailey::mailbox {
namespace {

using std::chrono::hours;

class AddingTest : public EmailsTest {};
BAILEY_ON_BOTH_ENGINES(AddingTest);

BlobRef email_blob(std::int64_t id) { return {BlobRef::Kind::email, id}; }

TEST_P(AddingTest, AnAddedEmailIsReadBack) {
    auto text = letter("Lunch", "At noon?\r\n", "Message-ID: <1@firm.com>\r\n");
    auto before = now(ann);
    auto added = add_email(ann, text, {{archive, inbox, inbox}, {flag::flagged, {"work"}}, {}});
    ASSERT_TRUE(added);
    EXPECT_EQ(added->octets, text.size());
    EXPECT_EQ(added->thread, added->id) << "the first of its thread";
    EXPECT_EQ(*read_blob(ann, email_blob(added->id)), text);
    auto k = kept(ann, added->id);
    ASSERT_TRUE(k);
    EXPECT_EQ(k->mailboxes, (std::vector<std::int64_t>{inbox, archive}));
    EXPECT_EQ(k->keywords, (std::vector<std::string>{"$flagged", "work"}));
    EXPECT_EQ(k->received, to_millis(clock.now()));
    EXPECT_EQ(k->created, added->new_state.change);
    EXPECT_EQ(counts(ann, inbox), std::pair(1ul, 1ul));
    EXPECT_EQ(counts(ann, archive), std::pair(1ul, 1ul));
    EXPECT_EQ(added->old_state, before.email);
    EXPECT_EQ(added->new_state, now(ann).email);
    EXPECT_EQ(now(ann).used_octets, text.size());
    auto shown = summaries(ann, std::vector{added->id});
    ASSERT_TRUE(shown);
    ASSERT_TRUE((*shown)[0]);
    EXPECT_EQ((*shown)[0]->subject, "Lunch");
    EXPECT_EQ((*shown)[0]->preview, "At noon?");
    EXPECT_EQ((*shown)[0]->from->front().email, "ann@firm.com");
    expect_consistent();
}

TEST_P(AddingTest, Rfc8621Section1_5_AllTypesChangeAndListenersHear) {
    Ear ear(*accounts, ann.id), other(*accounts, ben.id);
    auto before = now(ann);
    add(ann, letter("a"));
    auto after = now(ann);
    EXPECT_GT(after.email, before.email);
    EXPECT_GT(after.mailbox, before.mailbox);
    EXPECT_GT(after.thread, before.thread);
    EXPECT_GT(after.delivery, before.delivery);
    EXPECT_EQ(ear.heard(), types::email | types::mailbox | types::thread | types::email_delivery);
    EXPECT_EQ(other.heard(), 0u);
}

TEST_P(AddingTest, ReadAndDraftEmailsAreNotUnread) {
    add(ann, letter("a"), {{inbox}, seen, {}});
    add(ann, letter("b"), {{inbox, drafts}, {flag::draft, {}}, {}});
    EXPECT_EQ(counts(ann, inbox), std::pair(2ul, 0ul));
    EXPECT_EQ(counts(ann, drafts), std::pair(1ul, 0ul));
}

TEST_P(AddingTest, ALargeMessageIsReadWholeAndInParts) {
    std::string body;
    for (int n = 0; body.size() < 10 * store::chunk_size + 77; ++n) body += "line " + std::to_string(n) + "\r\n";
    auto text = letter("large", body);
    auto id = add(ann, text);
    EXPECT_EQ(*read_blob(ann, email_blob(id)), text);
    auto reader = open_blob(ann, email_blob(id));
    ASSERT_TRUE(reader);
    EXPECT_EQ((*reader)->info().octets, text.size());
    EXPECT_EQ((*reader)->info().type, "message/rfc822");
    auto part = [&](std::uint64_t begin, std::uint64_t end) {
        std::string out = "x";
        EXPECT_TRUE((*reader)->read(begin, end, out));
        return out.substr(1);
    };
    auto c = store::chunk_size;
    const std::vector<std::pair<std::size_t, std::size_t>> ranges{{c - 1, c + 1}, {c, 2 * c}, {3 * c - 5, 7 * c + 5},
                                                                  {0, 1},         {5, 5},     {9, 3}};
    for (auto [b, e] : ranges) EXPECT_EQ(part(b, e), b < e ? text.substr(b, e - b) : "") << b << ' ' << e;
    EXPECT_EQ(part(text.size() - 3, text.size() + 1000), text.substr(text.size() - 3)) << "cut at its end";
    EXPECT_EQ(part(text.size() + 5, text.size() + 6), "");
    expect_consistent();
}

TEST_P(AddingTest, Rfc8621Section3_AnAnswerJoinsTheThread) {
    auto first = add(ann, letter("Plan", "a", "Message-ID: <1@firm.com>\r\n"));
    auto answer = add_email(ann, letter("Re: Plan", "b", "Message-ID: <2@firm.com>\r\nIn-Reply-To: <1@firm.com>\r\n"),
                            {{inbox}, {}, {}});
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->thread, first);
    auto stranger = add_email(ann, letter("Other", "b", "In-Reply-To: <1@firm.com>\r\n"), {{inbox}, {}, {}});
    EXPECT_EQ(stranger->thread, stranger->id) << "another subject";
    auto elsewhere = add_email(ben, letter("Re: Plan", "b", "In-Reply-To: <1@firm.com>\r\n"), {{inbox}, {}, {}});
    EXPECT_EQ(elsewhere->thread, elsewhere->id) << "threads are an account's own";
}

TEST_P(AddingTest, WhatCannotBeAddedChangesNothing) {
    auto before = now(ann);
    Keywords many;
    for (std::size_t n = 0; n <= Keywords::most_words; ++n) many.add(word("w" + std::to_string(n)));
    std::vector<std::int64_t> mailboxes;
    for (std::int64_t n = 1; n <= 101; ++n) mailboxes.push_back(n);
    auto text = letter("a");
    EXPECT_EQ(add_email(ann, text, {}).error(), Errc::bad_syntax) << "RFC 8621 section 4.1.1: in one mailbox at least";
    EXPECT_EQ(add_email(ann, text, {{inbox, nowhere}, {}, {}}).error(), Errc::not_found);
    EXPECT_EQ(add_email(ann, text, {mailboxes, {}, {}}).error(), Errc::too_many);
    EXPECT_EQ(add_email(ann, text, {{inbox}, many, {}}).error(), Errc::too_many);
    EXPECT_EQ(add_email(ann, text, {{inbox}, {}, {}}, State{before.email.change + 1}).error(), Errc::conflict);
    EXPECT_EQ(now(ann).email, before.email);
    EXPECT_EQ(number("select count(*) from blob"), 0);
    EXPECT_TRUE(add_email(ann, text, {{inbox}, {}, {}}, before.email));
    Account nobody = ann;
    nobody.id = AccountId{999'999};
    EXPECT_EQ(add_email(nobody, text, {{inbox}, {}, {}}).error(), Errc::not_found);
}

TEST_P(AddingTest, AFullMailboxTakesNothing) {
    auto text = letter("a");
    auto small = make("small@firm.com", 0, 2 * text.size() - 1);
    add(small, text);
    EXPECT_EQ(add_email(small, text, {{inbox}, {}, {}}).error(), Errc::over_quota);
    EXPECT_EQ(counts(small, inbox), std::pair(1ul, 1ul));
    auto large = letter("large", std::string(6 * store::chunk_size, 'x'));
    EXPECT_EQ(add_email(small, large, {{inbox}, {}, {}}).error(), Errc::over_quota);
    add(small, "");  // waits for what the writer has still to do
    EXPECT_EQ(number("select count(*) from blob_chunk"), 0) << "what went ahead of it is gone";
    expect_consistent();
}

// They share transactions of the cell's writer.
TEST_P(AddingTest, WhatIsRefusedDoesNoHarmToOthersAtTheSameTime) {
    auto tiny = make("tiny@firm.com", 0, 10);
    std::atomic<int> added = 0, refused = 0;
    auto work = [&](const Account& to, const NewEmail& email, Errc expected) {
        for (int n = 0; n < 20; ++n) {
            auto done = add_email(to, letter("many"), email);
            added += done.has_value();
            refused += !done && done.error() == expected;
        }
    };
    std::vector<std::future<void>> all;
    auto start = [&](const Account& to, std::int64_t mailbox, Errc expected) {
        all.push_back(std::async(std::launch::async, work, to, NewEmail{{mailbox}, {}, {}}, expected));
    };
    start(ann, inbox, {});
    start(ann, archive, {});
    start(ben, inbox, {});
    start(ann, nowhere, Errc::not_found);
    start(tiny, inbox, Errc::over_quota);
    for (auto& one : all) one.get();
    EXPECT_EQ(added, 60);
    EXPECT_EQ(refused, 40);
    EXPECT_EQ(counts(ann, inbox).first, 20u);
    EXPECT_EQ(counts(ann, archive).first, 20u);
    EXPECT_EQ(counts(ben, inbox).first, 20u);
    expect_consistent();
}

TEST_P(AddingTest, AnUploadIsImportedWithoutCopyingItsBytes) {
    auto text = letter("draft", std::string(store::chunk_size, 'y'), "Message-ID: <9@firm.com>\r\n");
    auto blob = upload(ann, text, "message/rfc822");
    ASSERT_TRUE(blob);
    std::int64_t existing = 0;
    auto received = clock.now() - hours(30);
    auto added = import_email(ann, *blob, {{archive}, seen, received}, existing);
    ASSERT_TRUE(added);
    EXPECT_EQ(number("select count(*) from blob"), 1);
    EXPECT_EQ(number("select refs from blob"), 2);
    EXPECT_EQ(kept(ann, added->id)->received, to_millis(received));
    EXPECT_EQ(now(ann).used_octets, text.size());
    EXPECT_EQ((*summaries(ann, std::vector{added->id}))[0]->subject, "draft");
    clock.advance(hours(25));
    EXPECT_EQ(*collect_uploads(*accounts), 1);
    EXPECT_EQ(*read_blob(ann, email_blob(added->id)), text) << "the upload went, the email stays";
    expect_consistent();
}

TEST_P(AddingTest, Rfc8621Section4_8_AnUploadIsOneEmail) {
    auto blob = upload(ann, letter("a"), "message/rfc822").value();
    std::int64_t existing = 0;
    auto first = import_email(ann, blob, {{inbox}, {}, {}}, existing);
    ASSERT_TRUE(first);
    EXPECT_EQ(import_email(ann, blob, {{inbox}, {}, {}}, existing).error(), Errc::exists);
    EXPECT_EQ(existing, first->id);
    existing = 0;
    EXPECT_EQ(import_email(ann, email_blob(first->id), {{inbox}, {}, {}}, existing).error(), Errc::exists);
    EXPECT_EQ(existing, first->id);
    ASSERT_TRUE(set_emails(ann, {{}, {first->id}, {}}));
    auto again = import_email(ann, blob, {{inbox}, {}, {}}, existing);
    ASSERT_TRUE(again) << "the email is gone, the upload is not";
    EXPECT_NE(again->id, first->id);
    EXPECT_EQ(import_email(ann, email_blob(first->id), {{inbox}, {}, {}}, existing).error(), Errc::outside);
    expect_consistent();
}

TEST_P(AddingTest, AnUploadThatTwoImportAtOnceIsOneEmail) {
    auto blob = upload(ann, letter("a"), "message/rfc822").value();
    auto once = [&] {
        std::int64_t existing = 0;
        return import_email(ann, blob, {{inbox}, {}, {}}, existing).has_value();
    };
    int won = 0;
    std::vector<std::future<bool>> tries;
    for (int n = 0; n < 4; ++n) tries.push_back(std::async(std::launch::async, once));
    for (auto& t : tries) won += t.get();
    EXPECT_EQ(won, 1);
    EXPECT_EQ(counts(ann, inbox).first, 1u);
}

TEST_P(AddingTest, WhatCannotBeImportedSaysWhy) {
    auto text = letter("a");
    auto blob = upload(ann, text, "").value();
    std::int64_t existing = 0;
    auto why = [&](const Account& a, const BlobRef& b, const NewEmail& e, std::optional<State> state = {}) {
        return import_email(a, b, e, existing, state).error();
    };
    EXPECT_EQ(why(ben, blob, {{inbox}, {}, {}}), Errc::outside) << "somebody else's";
    EXPECT_EQ(why(ann, {BlobRef::Kind::upload, 1}, {{inbox}, {}, {}}), Errc::outside);
    EXPECT_EQ(why(ann, {BlobRef::Kind::email, 1}, {{inbox}, {}, {}}), Errc::outside);
    EXPECT_EQ(why(ann, blob, {{nowhere}, {}, {}}), Errc::not_found);
    EXPECT_EQ(why(ann, blob, {}), Errc::bad_syntax);
    EXPECT_EQ(why(ann, blob, {{inbox}, {}, {}}, State{1'000'000}), Errc::conflict);
    auto tiny = make("tiny@firm.com", 0, 10);
    EXPECT_EQ(why(tiny, upload(tiny, text, "").value(), {{inbox}, {}, {}}), Errc::over_quota);
    clock.advance(hours(25));
    EXPECT_EQ(why(ann, blob, {{inbox}, {}, {}}), Errc::outside) << "its time is over";
    EXPECT_EQ(counts(ann, inbox).first, 0u);
    expect_consistent();
}

TEST_P(AddingTest, ACopyWithinACellSharesTheBytes) {
    auto text = letter("shared", "x", "Message-ID: <5@firm.com>\r\n");
    auto received = clock.now() - hours(100);
    auto id = add(ann, text, {{inbox}, seen, received});
    auto copied = copy_email(ann, id, ben, {{archive}, {flag::flagged, {}}, {}});
    ASSERT_TRUE(copied);
    EXPECT_EQ(number("select count(*) from blob"), 1);
    EXPECT_EQ(number("select refs from blob"), 2);
    auto k = kept(ben, copied->id);
    EXPECT_EQ(k->received, to_millis(received)) << "RFC 8621 section 4.7: as there, unless set";
    EXPECT_EQ(k->keywords, std::vector<std::string>{"$flagged"});
    EXPECT_EQ(k->mailboxes, std::vector{archive});
    ASSERT_TRUE(set_emails(ann, {{}, {id}, {}}));
    ASSERT_TRUE(ann.cell->collect(0));
    EXPECT_EQ(*read_blob(ben, email_blob(copied->id)), text);
    EXPECT_EQ((*summaries(ben, std::vector{copied->id}))[0]->subject, "shared");
    expect_consistent();
}

TEST_P(AddingTest, ACopyToAnotherCellHasBytesOfItsOwn) {
    auto text = letter("large", std::string(7 * store::chunk_size, 'z'));
    auto id = add(ann, text);
    auto copied = copy_email(ann, id, far, {{inbox}, {}, clock.now() + hours(1)});
    ASSERT_TRUE(copied);
    EXPECT_EQ(kept(far, copied->id)->received, to_millis(clock.now() + hours(1)));
    EXPECT_EQ(number("select refs from blob", 0), 1);
    EXPECT_EQ(number("select refs from blob", 1), 1);
    ASSERT_TRUE(set_emails(ann, {{}, {id}, {}}));
    ASSERT_TRUE(ann.cell->collect(0));
    EXPECT_EQ(*read_blob(far, email_blob(copied->id)), text);
    expect_consistent();
}

TEST_P(AddingTest, WhatCannotBeCopiedSaysWhy) {
    auto id = add(ann, letter("a"));
    EXPECT_EQ(copy_email(ann, 1, ben, {{inbox}, {}, {}}).error(), Errc::outside);
    EXPECT_EQ(copy_email(ben, id, ann, {{inbox}, {}, {}}).error(), Errc::outside);
    EXPECT_EQ(copy_email(ann, id, ben, {{nowhere}, {}, {}}).error(), Errc::not_found);
    EXPECT_EQ(copy_email(ann, id, ben, {}).error(), Errc::bad_syntax);
    EXPECT_EQ(copy_email(ann, id, make("t@firm.com", 0, 10), {{inbox}, {}, {}}).error(), Errc::over_quota);
    EXPECT_EQ(copy_email(ann, id, make("u@firm.com", 1, 10), {{inbox}, {}, {}}).error(), Errc::over_quota);
    expect_consistent();
}

TEST_P(AddingTest, SummariesComeInTheOrderAsked) {
    std::vector<std::int64_t> all;
    for (int n = 0; n < 60; ++n) all.push_back(add(ann, letter("number " + std::to_string(n))));
    auto asked = all;
    std::ranges::reverse(asked);
    asked.insert(asked.begin() + 30, {12345, all[3]});
    auto shown = summaries(ann, asked);
    ASSERT_TRUE(shown);
    ASSERT_EQ(shown->size(), asked.size());
    for (std::size_t n = 0; n < asked.size(); ++n) {
        auto at = std::ranges::find(all, asked[n]);
        auto& summary = (*shown)[n];
        ASSERT_EQ(summary.has_value(), at != all.end()) << n;
        if (!summary) continue;
        EXPECT_EQ(summary->subject, "number " + std::to_string(at - all.begin()));
    }
    EXPECT_FALSE((*summaries(ben, std::vector{all[0]}))[0]) << "another account's";
    EXPECT_TRUE(summaries(ann, {})->empty());
}

TEST_P(AddingTest, AnEmailOfAnOlderVersionGetsItsSummary) {
    auto first = add(ann, letter("Old", "text", "Message-ID: <1@firm.com>\r\n"));
    auto answer = add(ann, letter("Re: Old", "text", "References: <1@firm.com>\r\n"));
    harm("update message set summary = null, thread_id = null; delete from thread_ref");
    auto shown = summaries(ann, std::vector{first, answer});
    ASSERT_TRUE(shown);
    EXPECT_EQ((*shown)[0]->subject, "Old");
    EXPECT_EQ((*shown)[1]->subject, "Re: Old");
    EXPECT_EQ(number("select count(*) from message where summary is null or thread_id is null"), 0);
    EXPECT_EQ(kept(ann, first)->thread, kept(ann, answer)->thread);
}

TEST_P(AddingTest, ADamagedMessageDoesNotSpoilTheList) {
    auto good = add(ann, letter("good")), bad = add(ann, letter("bad"));
    harm("update message set summary = null where message_id = " + std::to_string(bad));
    harm("update blob set first_chunk = (select first_chunk from blob where blob_id = " + std::to_string(good) +
         ") where blob_id = " + std::to_string(bad));
    auto shown = summaries(ann, std::vector{good, bad});
    ASSERT_TRUE(shown);
    EXPECT_EQ((*shown)[0]->subject, "good");
    ASSERT_TRUE((*shown)[1]);
    EXPECT_TRUE((*shown)[1]->partial);
    EXPECT_EQ(read_blob(ann, email_blob(bad)).error(), Errc::corrupt);
    harm("update message set summary = wrapped_key where message_id = " + std::to_string(good));
    EXPECT_EQ((*summaries(ann, std::vector{good}))[0]->subject, "good") << "a damaged summary is read from the message";
}

TEST_P(AddingTest, BlobsHaveNames) {
    auto id = add(ann, letter("a"));
    auto name = text(email_blob(id));
    EXPECT_EQ(name.size(), 14u);
    EXPECT_EQ(name.front(), 'M');
    EXPECT_EQ(*blob_from(name), email_blob(id));
    BlobRef up{BlobRef::Kind::upload, id};
    EXPECT_EQ(*blob_from(text(up)), up);
    for (auto bad : {"", "M", "X0000000000000", "M000000000000", "m0000000000000", "M00000000000000"})
        EXPECT_EQ(blob_from(bad).error(), Errc::bad_syntax) << bad;
    EXPECT_EQ(open_blob(ben, email_blob(id)).error(), Errc::not_found);
    EXPECT_EQ(open_blob(ann, {BlobRef::Kind::upload, id}).error(), Errc::not_found);
}

}  // namespace
}  // namespace bailey::mailbox
