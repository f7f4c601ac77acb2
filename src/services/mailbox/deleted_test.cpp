#include "services/mailbox/deleted.hpp"

#include "services/mailbox/emails_fixture.hpp"

namespace bailey::mailbox {
namespace {

using namespace std::chrono_literals;

class DeletedTest : public EmailsTest {
protected:
    static constexpr std::chrono::hours month{24 * 30};
    void SetUp() override {
        EmailsTest::SetUp();
        if (HasFatalFailure() || IsSkipped()) return;
        cells->recoverable_for(month);
    }
    void TearDown() override {
        if (cells && !HasFailure()) expect_consistent();
        EmailsTest::TearDown();
    }
    void destroy(std::int64_t id) {
        auto done = set_emails(ann, {{}, {id}, {}});
        ASSERT_TRUE(done && done->destroyed.at(0));
    }
    std::vector<DeletedEmail> deleted(const Account& of) { return deleted_emails(of).value().list; }
    std::string bytes(std::int64_t id) { return read_blob(ann, {BlobRef::Kind::email, id}).value(); }
    std::int64_t collected() { return cells->all().at(0)->collect(0).value(); }
    std::uint64_t used() { return now(ann).used_octets; }
};
BAILEY_ON_BOTH_ENGINES(DeletedTest);

TEST_P(DeletedTest, what_was_destroyed_is_listed_the_last_first) {
    auto first = add(ann, letter("one"), {{inbox, archive}, {}, {}});
    auto second = add(ann, letter("two"));
    auto before = deleted_state(ann).value();
    destroy(first);
    clock.advance(1h);
    destroy(second);
    auto all = deleted(ann);
    ASSERT_EQ(all.size(), 2u);
    EXPECT_EQ(all[0].id, second);
    EXPECT_EQ(all[1].id, first);
    EXPECT_EQ(all[1].summary.subject, "one");
    EXPECT_EQ(all[1].mailboxes, (std::vector<std::int64_t>{inbox, archive}));
    EXPECT_EQ(all[0].deleted, clock.now());
    EXPECT_EQ(all[0].expires, clock.now() + month);
    EXPECT_NE(deleted_state(ann).value(), before);
    EXPECT_TRUE(deleted(ben).empty());
    EXPECT_EQ(used(), 0u) << "it counts against no quota";
}

TEST_P(DeletedTest, it_comes_back_whole_with_its_keywords_where_it_was) {
    Keywords marks = word("$flagged");
    marks.add(word("tribunal"));
    auto id = add(ann, letter("one", std::string(600'000, 'x') + "\r\n", "Message-ID: <1@x>\r\n"),
                  {{archive}, marks, clock.now() - 48h});
    auto whole = bytes(id);
    auto was = *kept(ann, id);
    destroy(id);
    ASSERT_FALSE(kept(ann, id));
    auto back = restore_email(ann, id, {});
    ASSERT_TRUE(back);
    EXPECT_NE(back->id, id);
    EXPECT_EQ(back->mailboxes, std::vector<std::int64_t>{archive});
    auto is = kept(ann, back->id);
    ASSERT_TRUE(is);
    EXPECT_EQ(is->keywords, was.keywords);
    EXPECT_EQ(is->received, was.received);
    EXPECT_EQ(is->thread, was.thread);
    EXPECT_EQ(bytes(back->id), whole);
    EXPECT_EQ(used(), whole.size());
    EXPECT_TRUE(deleted(ann).empty());
    EXPECT_EQ(restore_email(ann, id, {}).error(), Errc::not_found) << "once";
}

TEST_P(DeletedTest, into_the_inbox_where_its_mailbox_is_gone_or_into_one_that_is_named) {
    auto made = set_mailboxes(ann, {.create = {{.name = "Cases"}}}).value().created.at(0).id;
    auto id = add(ann, letter("one"), {{made}, {}, {}});
    auto other = add(ann, letter("two"));
    auto gone = set_mailboxes(ann, {.destroy = {made}, .remove_emails = true});
    ASSERT_TRUE(gone && gone->destroyed.at(0) == MailboxFault::none);
    EXPECT_TRUE(deleted(ann).at(0).mailboxes.empty());
    EXPECT_EQ(restore_email(ann, id, {}).value().mailboxes, std::vector<std::int64_t>{inbox});
    destroy(other);
    EXPECT_EQ(restore_email(ann, other, nowhere).error(), Errc::outside);
    EXPECT_EQ(restore_email(ann, other, archive).value().mailboxes, std::vector<std::int64_t>{archive});
}

TEST_P(DeletedTest, a_full_mailbox_takes_nothing_back) {
    auto small = make("small@firm.com", 0, 20'000);
    auto id = add(small, letter("one", std::string(15'000, 'x') + "\r\n"));
    ASSERT_TRUE(set_emails(small, {{}, {id}, {}}));
    auto other = add(small, letter("two", std::string(15'000, 'y') + "\r\n"));
    EXPECT_EQ(restore_email(small, id, {}).error(), Errc::over_quota);
    ASSERT_EQ(deleted(small).size(), 1u) << "it can be brought back later";
    ASSERT_TRUE(set_emails(small, {{}, {other}, {}}));
    EXPECT_TRUE(restore_email(small, id, {}));
}

TEST_P(DeletedTest, what_pop3_deletes_can_be_brought_back) {
    auto id = add(ann, letter("one"));
    ASSERT_TRUE(cells->all().at(0)->remove(ann.id, {id}));
    EXPECT_EQ(deleted(ann).size(), 1u);
    EXPECT_TRUE(restore_email(ann, id, {}));
}

TEST_P(DeletedTest, after_the_days_or_on_request_it_is_gone_for_good) {
    auto id = add(ann, letter("one")), other = add(ann, letter("two"));
    destroy(id);
    destroy(other);
    EXPECT_EQ(collected(), 0);
    ASSERT_TRUE(forget_deleted(ann, id));
    EXPECT_EQ(forget_deleted(ann, id).error(), Errc::not_found);
    EXPECT_EQ(deleted(ann).size(), 1u);
    EXPECT_GT(collected(), 0);
    EXPECT_EQ(number("select count(*) from blob"), 1);
    clock.advance(month + 1ms);
    EXPECT_TRUE(deleted(ann).empty());
    EXPECT_EQ(restore_email(ann, other, {}).error(), Errc::not_found);
    EXPECT_GT(collected(), 0);
    EXPECT_EQ(number("select count(*) from blob"), 0);
    EXPECT_EQ(number("select count(*) from deleted_message"), 0);
}

TEST_P(DeletedTest, bytes_that_others_have_stay_theirs) {
    auto id = add(ann, letter("one"));
    auto copy = copy_email(ann, id, ben, {{inbox}, {}, {}}).value().id;
    destroy(id);
    ASSERT_TRUE(forget_deleted(ann, id));
    while (collected() > 0) {
    }
    EXPECT_FALSE(read_blob(ben, {BlobRef::Kind::email, copy}).value().empty());
}

TEST_P(DeletedTest, the_versions_of_a_draft_are_not_kept_but_one_that_was_thrown_away_is) {
    Keywords draft{flag::draft, {}};
    destroy(add(ann, letter("version"), {{drafts}, draft, {}}));
    EXPECT_TRUE(deleted(ann).empty());
    destroy(add(ann, letter("thrown away"), {{trash}, draft, {}}));
    EXPECT_EQ(deleted(ann).size(), 1u);
}

TEST_P(DeletedTest, where_it_is_off_what_is_destroyed_is_gone) {
    cells->recoverable_for(std::chrono::hours(0));
    auto id = add(ann, letter("one"));
    destroy(id);
    EXPECT_TRUE(deleted(ann).empty());
    EXPECT_EQ(restore_email(ann, id, {}).error(), Errc::not_found);
    EXPECT_GT(collected(), 0);
}

TEST_P(DeletedTest, the_check_sees_a_lost_reference) {
    destroy(add(ann, letter("one")));
    harm("update blob set refs = 0");
    std::vector<std::string> problems;
    ASSERT_TRUE(store::check_cell(*cells->all().at(0), ring, [&](const std::string& p) { problems.push_back(p); }));
    ASSERT_EQ(problems.size(), 1u);
    EXPECT_NE(problems[0].find("references"), std::string::npos) << problems[0];
    harm("update blob set refs = 1");
}

}  // namespace
}  // namespace bailey::mailbox
