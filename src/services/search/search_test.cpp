#include "services/search/search.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <random>
#include <set>
#include <thread>

#include "services/mailbox/emails.hpp"
#include "services/mailbox/testing.hpp"
#include "services/search/indexer.hpp"
#include "services/search/segments.hpp"
#include "services/search/text_search.hpp"
#include "store/check/check.hpp"

namespace bailey::search {
namespace {

using Ids = std::vector<std::int64_t>;

class IndexedSearchTest : public mailbox::AccountsTest {
protected:
    void SetUp() override {
        AccountsTest::SetUp();
        if (HasFatalFailure() || IsSkipped()) return;
        begin();
    }
    void TearDown() override {
        search.reset();
        AccountsTest::TearDown();
    }
    void begin() { search = std::make_unique<Search>(*accounts, small); }

    using In = mailbox::TextCondition::In;
    Result<Ids> find(AccountId who, const std::string& text, In in = In::anywhere) {
        auto account = open(who);
        auto index = mailbox::index(account);
        EXPECT_TRUE(index);
        Ids all;
        for (auto& email : (*index)->emails()) all.insert(all.begin(), email.id);
        mailbox::TextCondition condition{.in = in, .text = text, .header = {}};
        BAILEY_TRY(auto found, indexed_search(*search)->find(account, **index, {&condition, 1}, all));
        return found.front();
    }
    Ids found(const std::string& text, In in = In::anywhere) {
        auto got = find(ann, text, in);
        EXPECT_TRUE(got) << got.error();
        return got ? *got : Ids();
    }
    std::size_t segments(AccountId who) {
        auto account = open(who);
        HeadCache heads(1 << 20);
        Segments all(account, heads);
        EXPECT_TRUE(all.open());
        return all.all().size();
    }
    void tidy(AccountId who) {
        auto account = open(who);
        for (bool more = true; more;) {
            auto index = mailbox::index(account);
            auto done = search->tidy(account, **index);
            ASSERT_TRUE(done) << done.error();
            more = *done;
        }
    }

    SearchLimits small = {.at_once = 16, .fan = 3};
    std::unique_ptr<Search> search;
};

BAILEY_ON_BOTH_ENGINES(IndexedSearchTest);

TEST_P(IndexedSearchTest, FindsAWordWhereItStands) {
    auto a =
        deliver(ann, {.subject = "Bail application", .from = "Siân Llŷr <sian@court.example>", .text = "Refused."});
    auto b =
        deliver(ann, {.subject = "Listing", .to = "ann@firm.com, bail@firm.com", .text = "The application is listed."});
    EXPECT_EQ(found("bail"), (Ids{a, b}));
    EXPECT_EQ(found("BAIL", In::subject), Ids{a});
    EXPECT_EQ(found("bail", In::to), Ids{b});
    EXPECT_EQ(found("llyr", In::from), Ids{a});
    EXPECT_EQ(found("sian@court.example", In::from), Ids{a});
    EXPECT_EQ(found("application", In::body), Ids{b});
    EXPECT_EQ(found("application refused"), Ids{a});
    EXPECT_EQ(found("nowhere"), Ids{});
    EXPECT_EQ(found("--"), Ids{});
    EXPECT_EQ(found("").size(), 2u);
}

TEST_P(IndexedSearchTest, NewMailIsFoundAtOnceAndDestroyedMailIsNot) {
    auto a = deliver(ann, {.text = "exhibit"});
    EXPECT_EQ(found("exhibit"), Ids{a});
    auto b = deliver(ann, {.text = "exhibit two"});
    EXPECT_EQ(found("exhibit"), (Ids{a, b}));
    mailbox::EmailSet destroy;
    destroy.destroy = {a};
    ASSERT_TRUE(mailbox::set_emails(open(ann), destroy));
    EXPECT_EQ(found("exhibit"), Ids{b});
}

TEST_P(IndexedSearchTest, APhraseNeedsItsWordsTogether) {
    auto a = deliver(ann, {.text = "the grave and serious matter"});
    deliver(ann, {.text = "serious and grave"});
    EXPECT_EQ(found("\"grave and serious\""), Ids{a});
    EXPECT_EQ(found("\"and grave serious\""), Ids{});
}

TEST_P(IndexedSearchTest, AWordFindsThoseThatBeginSo) {
    auto a = deliver(ann, {.text = "adjournment"});
    auto b = deliver(ann, {.text = "adjourned"});
    deliver(ann, {.text = "adjacent"});
    EXPECT_EQ(found("adjourn"), (Ids{a, b}));
    EXPECT_EQ(found("\"adjourn\""), Ids{});  // a phrase is whole words
}

TEST_P(IndexedSearchTest, OneAccountNeverSeesAnothersWords) {
    deliver(ben, {.text = "privileged"});
    EXPECT_EQ(found("privileged"), Ids{});
    EXPECT_EQ(find(ben, "privileged").value().size(), 1u);
}

TEST_P(IndexedSearchTest, HtmlAndAttachmentsAreFoundByTheirText) {
    auto html = deliver(
        {ann}, "Subject: x\r\nContent-Type: text/html\r\n\r\n<p>cros<b>sing</b></p><script>hidden()</script>", {});
    auto note =
        deliver({ann},
                "Subject: y\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nsee it\r\n--b\r\n"
                "Content-Type: text/plain\r\nContent-Disposition: attachment; filename=\"Skeleton argument.txt\"\r\n"
                "Content-Transfer-Encoding: base64\r\n\r\naW5zaWRl\r\n--b--\r\n",
                {});
    EXPECT_EQ(found("crossing"), Ids{html});
    EXPECT_EQ(found("hidden"), Ids{});
    EXPECT_EQ(found("skeleton"), Ids{note});
    EXPECT_EQ(found("inside", In::body), Ids{note});
    EXPECT_EQ(found("\"skeleton argument\""), Ids{note});
}

TEST_P(IndexedSearchTest, SegmentsBecomeOneAndNothingIsLost) {
    std::mt19937 random(3);
    std::vector<std::set<std::int64_t>> with(20);
    for (int n = 0; n < 120; ++n) {
        std::string text;
        std::set<std::size_t> words;
        for (int w = 0; w < 5; ++w) words.insert(random() % with.size());
        for (auto w : words) text += "word" + std::to_string(w) + "x" + ' ';
        auto id = deliver(ann, {.text = text});
        for (auto w : words) with[w].insert(id);
        if (n % 10 == 9) found("word1x");
    }
    auto check = [&] {
        for (std::size_t w = 0; w < with.size(); ++w)
            EXPECT_EQ(found("word" + std::to_string(w) + "x"), Ids(with[w].begin(), with[w].end())) << w;
    };
    auto before = segments(ann);
    check();
    tidy(ann);
    EXPECT_LT(segments(ann), before);
    check();
    search.reset();
    start();  // as after a start of the program
    begin();
    check();
    auto problems = std::vector<std::string>();
    ASSERT_TRUE(store::check_cell(*cells->all().front(), ring, [&](const std::string& p) { problems.push_back(p); }));
    EXPECT_EQ(problems, std::vector<std::string>());
}

TEST_P(IndexedSearchTest, ADamagedIndexIsFoundByTheCheckAndMadeAnew) {
    auto a = deliver(ann, {.text = "exhibit"});
    EXPECT_EQ(found("exhibit"), Ids{a});
    static constexpr sql::Query damage{"damage", "update search_block set box = $1"};
    ASSERT_TRUE(cells->all().front()->writer().run(
        [](sql::Connection& c) -> Result<void> { return c.send(damage, {Bytes(64, 7)}); }));
    auto problems = std::vector<std::string>();
    ASSERT_TRUE(store::check_cell(*cells->all().front(), ring, [&](const std::string& p) { problems.push_back(p); }));
    EXPECT_EQ(problems.size(), 1u);
    EXPECT_EQ(found("exhibit"), Ids{a});
}

// More of them than the cell has connections to read by.
TEST_P(IndexedSearchTest, SearchesAndArrivalsAtOnceStayRight) {
    std::atomic<bool> done = false;
    std::vector<std::thread> threads;
    for (int t = 0; t < 8; ++t)
        threads.emplace_back([&] {
            std::size_t last = 0;
            while (!done) {
                auto got = find(ann, "common");
                if (!got) {
                    EXPECT_EQ(got.error(), Errc::try_later);
                    continue;
                }
                EXPECT_GE(got->size(), last);
                last = got->size();
            }
        });
    for (int n = 0; n < 60; ++n) deliver(ann, {.text = "common " + std::to_string(n)});
    done = true;
    for (auto& t : threads) t.join();
    EXPECT_EQ(found("common").size(), 60u);
}

TEST_P(IndexedSearchTest, TheIndexerKeepsUpInTheBackground) {
    Indexer indexer(*accounts, *search);
    indexer.start();
    for (std::size_t n = 0; n < Indexer::gathered; ++n) deliver(ann, {.text = "gathered"});
    for (int n = 0; n < 1000 && segments(ann) == 0; ++n) std::this_thread::sleep_for(std::chrono::milliseconds(10));
    EXPECT_GT(segments(ann), 0u);
    EXPECT_EQ(found("gathered").size(), Indexer::gathered);
}

TEST_P(IndexedSearchTest, WithMuchToIndexASearchSaysSoAndTheIndexerDoesIt) {
    small.behind = 32;
    begin();
    for (int n = 0; n < 60; ++n) deliver(ann, {.text = "backlog"});
    Indexer indexer(*accounts, *search);
    auto refused = find(ann, "backlog");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error(), Errc::try_later);
    indexer.start();
    Result<Ids> got = Errc::try_later;
    for (int n = 0; n < 1000 && !got; ++n) {
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
        got = find(ann, "backlog");
    }
    ASSERT_TRUE(got);
    EXPECT_EQ(got->size(), 60u);
}

}  // namespace
}  // namespace bailey::search
