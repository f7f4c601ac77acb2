#include "services/mailbox/account.hpp"

#include <gmock/gmock.h>

#include <condition_variable>
#include <mutex>
#include <set>
#include <thread>

#include "services/mailbox/index.hpp"
#include "services/mailbox/items.hpp"
#include "services/mailbox/testing.hpp"
#include "store/tables/mailboxes.hpp"

namespace bailey::mailbox {
namespace {

class MailAccountTest : public AccountsTest {
protected:
    std::vector<store::mailboxes::Row> mailboxes(const Account& account) {
        auto c = account.cell->readers().borrow();
        auto keys = account.cell->keys(**c, account.id);
        return store::mailboxes::all(**c, account.id, keys->own).value();
    }
};
BAILEY_ON_BOTH_ENGINES(MailAccountTest);

// RFC 8621 section 2: the roles of the IANA registry.
TEST_P(MailAccountTest, HasItsUsualMailboxesAtFirstUse) {
    auto account = open(ann);
    EXPECT_EQ(account.capacity, 1u << 30);
    std::vector<std::string> found;
    for (auto& m : mailboxes(account)) found.push_back(m.name + ":" + m.role);
    EXPECT_EQ(found, (std::vector<std::string>{"Inbox:inbox", "Drafts:drafts", "Sent:sent", "Archive:archive",
                                               "Junk:junk", "Trash:trash"}));
    auto then = overview(account);
    ASSERT_TRUE(then);
    start();
    EXPECT_EQ(mailboxes(open(ann)).size(), 6u) << "not again";
    EXPECT_EQ(overview(open(ann))->mailbox, then->mailbox);
}

TEST_P(MailAccountTest, AlsoWhereMailCameFirst) {
    deliver(ann);
    EXPECT_EQ(mailboxes(open(ann)).size(), 6u);
    EXPECT_EQ(mailboxes(open(ann)).front().messages, 1u);
}

TEST_P(MailAccountTest, ManyAtOnceMakeThemOnce) {
    std::vector<std::thread> threads;
    for (int n = 0; n < 8; ++n) threads.emplace_back([&] { EXPECT_TRUE(accounts->open(ben)); });
    for (auto& t : threads) t.join();
    EXPECT_EQ(mailboxes(open(ben)).size(), 6u);
}

TEST_P(MailAccountTest, NobodyAndThoseKeptElsewhereHaveNone) {
    EXPECT_EQ(accounts->open(AccountId{9999}).error(), Errc::not_found);
    EXPECT_EQ(accounts->open(make("di@firm.com", 1000, std::nullopt)).error(), Errc::not_found);
}

TEST_P(MailAccountTest, NothingReadableOfAMailboxLiesInTheDatabase) {
    open(ann);
    auto c = sql::open(cell_url);
    static constexpr sql::Query sqlite{"t1", "select count(*) from mailbox where instr(name, x'547261') > 0"},
        postgresql{"t2", "select count(*) from mailbox where position('Tra'::bytea in name) > 0"};
    std::int64_t n = -1;
    ASSERT_TRUE((*c)->run(postgres() ? postgresql : sqlite, {}, [&](const sql::Row& r) { n = r.integer(0); }));
    EXPECT_EQ(n, 0);
}

// RFC 8621 section 1.5: EmailDelivery changes when mail arrives, and not with every change of an email.
TEST_P(MailAccountTest, TheOverviewSaysWhatMoved) {
    auto account = open(ann);
    auto before = overview(account).value();
    EXPECT_EQ(before.used_octets, 0u);
    EXPECT_EQ(before.capacity_octets, 1u << 30);
    auto id = deliver(ann);
    auto after = overview(account).value();
    EXPECT_GT(after.email, before.email);
    EXPECT_GT(after.mailbox, before.mailbox);
    EXPECT_GT(after.thread, before.thread);
    EXPECT_GT(after.delivery, before.delivery);
    EXPECT_GT(after.used_octets, 0u);
    ASSERT_TRUE(account.cell->remove(ann, {id}));
    auto last = overview(account).value();
    EXPECT_GT(last.email, after.email);
    EXPECT_EQ(last.delivery, after.delivery);
    EXPECT_EQ(last.used_octets, 0u);
}

class NotifierTest : public AccountsTest {
protected:
    using Heard = std::vector<std::pair<AccountId, std::uint64_t>>;
};
BAILEY_ON_BOTH_ENGINES(NotifierTest);

TEST_P(NotifierTest, TellsOfDeliveriesRemovalsAndWhatItIsToldItself) {
    auto account = open(ann);
    Heard heard;
    auto subscription =
        accounts->notifier().listen([&](AccountId id, std::uint64_t what) { heard.emplace_back(id, what); });
    constexpr auto mail = types::email | types::mailbox | types::thread;
    auto id = deliver(ann);
    ASSERT_TRUE(account.cell->remove(ann, {id}));
    accounts->notifier().tell(ben, types::mailbox);
    EXPECT_EQ(heard, (Heard{{ann, mail | types::email_delivery}, {ann, mail}, {ben, types::mailbox}}));
}

TEST_P(NotifierTest, NobodyHearsAfterItsSubscriptionEnded) {
    int first = 0, second = 0;
    auto a = accounts->notifier().listen([&](AccountId, std::uint64_t) { ++first; });
    auto b = std::make_unique<Notifier::Subscription>();
    *b = accounts->notifier().listen([&](AccountId, std::uint64_t) {
        ++second;
        b.reset();  // within its own call
    });
    accounts->notifier().tell(ann, types::email);
    accounts->notifier().tell(ann, types::email);
    EXPECT_EQ(first, 2);
    EXPECT_EQ(second, 1);
    a = {};
    accounts->notifier().tell(ann, types::email);
    EXPECT_EQ(first, 2);
}

TEST_P(NotifierTest, EndingASubscriptionWaitsForTheCallUnderWay) {
    std::promise<void> begun, go;
    std::atomic<bool> done{false};
    auto subscription = std::make_unique<Notifier::Subscription>(accounts->notifier().listen([&](auto, auto) {
        begun.set_value();
        go.get_future().wait();
        done = true;
    }));
    std::thread teller([&] { accounts->notifier().tell(ann, types::email); });
    begun.get_future().wait();
    std::thread ender([&] {
        subscription.reset();
        EXPECT_TRUE(done);
    });
    go.set_value();
    teller.join();
    ender.join();
}

TEST_P(NotifierTest, ASubscriptionMayOutliveIt) {
    auto subscription = accounts->notifier().listen([](auto, auto) {});
    stop();
    subscription = {};
}

TEST_P(NotifierTest, NewMailboxesAreTold) {
    Heard heard;
    auto subscription =
        accounts->notifier().listen([&](AccountId id, std::uint64_t what) { heard.emplace_back(id, what); });
    open(ben);
    EXPECT_EQ(heard, (Heard{{ben, types::mailbox}}));
}

// Another process is another set of cells over the same database. With SQLite there is none.
TEST_P(NotifierTest, HearsWhatOtherProcessesCommit) {
    open(ann);
    auto others = store::Cells::open({cell_url}, 4, ring, clock).value();
    Accounts listening({*others, *directory, ids, clock}, limits);
    std::mutex mutex;
    std::condition_variable more;
    Heard heard;
    auto subscription = listening.notifier().listen([&](AccountId id, std::uint64_t what) {
        std::lock_guard lock(mutex);
        heard.emplace_back(id, what);
        more.notify_all();
    });
    ASSERT_TRUE(others->hear_others());
    auto id = deliver(ann);
    ASSERT_TRUE(set_items(open(ann), ItemType::identity, {.create = {{"{}"}}}));
    ASSERT_TRUE(cells->all().front()->remove(ann, {id}));
    // What it did itself it hears at once, and not again.
    ASSERT_TRUE(set_items(listening.open(ann).value(), ItemType::contact, {.create = {{"{}"}}}));
    open(ben);
    Heard expected{{ann, types::delivery},
                   {ann, type_bit(ItemType::identity)},
                   {ann, types::mail},
                   {ann, type_bit(ItemType::contact)},
                   {ben, types::mailbox}};
    if (!postgres()) expected = {{ann, type_bit(ItemType::contact)}};
    {
        std::unique_lock lock(mutex);
        more.wait_for(lock, std::chrono::seconds(30), [&] { return heard.size() >= expected.size(); });
    }
    others->hear_no_more();
    EXPECT_THAT(heard, testing::UnorderedElementsAreArray(expected));
}

}  // namespace
}  // namespace bailey::mailbox
