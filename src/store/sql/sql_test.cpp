#include "store/sql/sql.hpp"

#include <condition_variable>
#include <mutex>

#include "store/sql/claim.hpp"
#include "store/sql/engine_fixture.hpp"
#include "store/sql/listener.hpp"

namespace bailey::sql {
namespace {

constexpr Query insert{"insert", "insert into thing (id, name, body) values ($1, $2, $3)"};
constexpr Query insert_ignoring{"insert_ignoring",
                                "insert into thing (id, name) values ($1, 'x') on conflict do nothing"};
constexpr Query by_id{"by_id", "select name, body, id from thing where id = $1"};
constexpr Query swapped{"swapped", "select cast($2 as bigint), cast($1 as bigint)"};
constexpr Query count{"count", "select count(*) from thing"};
constexpr Query remove{"remove", "delete from thing where id >= $1"};

class SqlTest : public EngineTest {
protected:
    void SetUp() override {
        EngineTest::SetUp();
        if (HasFatalFailure() || IsSkipped()) return;
        url_ = fresh_database();
        c_ = connect();
        ASSERT_TRUE(c_->script("create table thing (id bigint primary key, name text not null unique, body bytea)"));
    }
    std::unique_ptr<Connection> connect() {
        auto c = open(url_);
        EXPECT_TRUE(c);
        return c ? std::move(*c) : nullptr;
    }
    std::int64_t things(Connection& c) {
        std::int64_t n = -1;
        EXPECT_TRUE(c.run(count, {}, [&](const Row& r) { n = r.integer(0); }));
        return n;
    }
    std::string url_;
    std::unique_ptr<Connection> c_;
};
BAILEY_ON_BOTH_ENGINES(SqlTest);

TEST_P(SqlTest, KeepsWhatItIsGiven) {
    Bytes body{0, 1, 255, 0};
    ASSERT_TRUE(c_->run(insert, {std::int64_t{-5}, "Siân", body}));
    ASSERT_TRUE(c_->run(insert, {std::int64_t{1} << 62, "", nullptr}));
    int rows = 0;
    ASSERT_TRUE(c_->run(by_id, {-5}, [&](const Row& r) {
        ++rows;
        EXPECT_EQ(r.text(0), "Siân");
        EXPECT_EQ(Bytes(r.bytes(1).begin(), r.bytes(1).end()), body);
        EXPECT_EQ(r.integer(2), -5);
    }));
    ASSERT_TRUE(c_->run(by_id, {std::int64_t{1} << 62}, [&](const Row& r) {
        ++rows;
        EXPECT_EQ(r.text(0), "");
        EXPECT_TRUE(r.null(1));
    }));
    EXPECT_EQ(rows, 2);
}

TEST_P(SqlTest, ParametersGoByTheirNumberNotTheirOrder) {
    ASSERT_TRUE(c_->run(swapped, {1, 2}, [](const Row& r) {
        EXPECT_EQ(r.integer(0), 2);
        EXPECT_EQ(r.integer(1), 1);
    }));
}

TEST_P(SqlTest, CountsTheRowsItChangesAndSees) {
    for (int n = 1; n <= 3; ++n) EXPECT_EQ(c_->run(insert, {n, std::to_string(n), nullptr}).value(), 1);
    EXPECT_EQ(c_->run(insert_ignoring, {3}).value(), 0);
    EXPECT_EQ(c_->run(by_id, {2}).value(), 1);
    EXPECT_EQ(c_->run(remove, {2}).value(), 2);
    EXPECT_EQ(c_->run(remove, {2}).value(), 0);
}

TEST_P(SqlTest, SaysThatARowExists) {
    ASSERT_TRUE(c_->run(insert, {1, "a", nullptr}));
    EXPECT_EQ(c_->run(insert, {1, "b", nullptr}).error(), Errc::exists);
    EXPECT_EQ(c_->run(insert, {2, "a", nullptr}).error(), Errc::exists);
}

TEST_P(SqlTest, AFailedStatementSpoilsItsTransactionAlone) {
    {
        auto t = Transaction::begin(*c_);
        ASSERT_TRUE(t);
        ASSERT_TRUE(c_->run(insert, {1, "a", nullptr}));
        EXPECT_EQ(c_->run(insert, {1, "b", nullptr}).error(), Errc::exists);
    }
    EXPECT_EQ(things(*c_), 0);
    EXPECT_TRUE(c_->run(insert, {1, "a", nullptr}));
}

TEST_P(SqlTest, WhatWasSentIsThereAfterCommit) {
    auto t = Transaction::begin(*c_);
    ASSERT_TRUE(t);
    for (int n = 0; n < 300; ++n) ASSERT_TRUE(c_->send(insert, {n, std::to_string(n), nullptr}));
    ASSERT_TRUE(t->commit());
    EXPECT_EQ(things(*connect()), 300);
}

TEST_P(SqlTest, AFailedSendFailsTheCommitAndNothingIsKept) {
    {
        auto t = Transaction::begin(*c_);
        ASSERT_TRUE(t);
        ASSERT_TRUE(c_->run(insert, {1, "a", nullptr}));
        auto outcome = c_->send(insert, {1, "b", nullptr});
        if (outcome) outcome = t->commit();
        EXPECT_EQ(outcome.error(), Errc::exists);
    }
    EXPECT_EQ(things(*c_), 0);
    EXPECT_EQ(things(*connect()), 0);
}

TEST_P(SqlTest, AReadingTransactionSeesOneState) {
    auto other = connect();
    ASSERT_TRUE(c_->run(insert, {1, "a", nullptr}));
    {
        auto reading = Transaction::begin_reading(*other);
        ASSERT_TRUE(reading);
        EXPECT_EQ(things(*other), 1);
        ASSERT_TRUE(c_->run(insert, {2, "b", nullptr})) << "a reader holds up no writer";
        EXPECT_EQ(things(*other), 1);
    }
    EXPECT_EQ(things(*other), 2);
    ASSERT_TRUE(other->run(insert, {3, "c", nullptr})) << "afterwards it may write";
}

TEST_P(SqlTest, AnotherConnectionSeesOnlyWhatIsCommitted) {
    auto other = connect();
    auto t = Transaction::begin(*c_);
    ASSERT_TRUE(t);
    ASSERT_TRUE(c_->run(insert, {1, "a", nullptr}));
    EXPECT_EQ(things(*other), 0);
    ASSERT_TRUE(t->commit());
    EXPECT_EQ(things(*other), 1);
}

TEST(Sql, RefusesAUrlOfNoEngine) {
    EXPECT_EQ(open("mysql://localhost/x").error(), Errc::bad_config);
    EXPECT_EQ(open("").error(), Errc::bad_config);
}

// What a listener hears, for a test to wait for.
class Heard {
public:
    Ears ears() {
        return {[this](std::string_view text) { add(std::string(text)); }, [this] { add("missed"); }};
    }
    // The first so many, once they are there.
    std::vector<std::string> first(std::size_t wanted) {
        std::unique_lock lock(mutex_);
        more_.wait_for(lock, std::chrono::seconds(30), [&] { return all_.size() >= wanted; });
        return all_;
    }

private:
    void add(std::string text) {
        std::lock_guard lock(mutex_);
        all_.push_back(std::move(text));
        more_.notify_all();
    }
    std::mutex mutex_;
    std::condition_variable more_;
    std::vector<std::string> all_;
};

void announce(Connection& c, const std::string& text, bool commit = true) {
    auto transaction = Transaction::begin(c);
    ASSERT_TRUE(transaction);
    ASSERT_TRUE(c.announce(text));
    if (!commit) return;
    ASSERT_TRUE(transaction->commit());
}

TEST_P(SqlTest, AnnouncesWhatIsCommittedToTheListenersOfThisDatabase) {
    Heard heard, elsewhere;
    auto listener = listen(url_, heard.ears());
    auto other = listen(fresh_database(), elsewhere.ears());
    ASSERT_TRUE(listener && other);
    announce(*c_, "first");
    announce(*c_, "rolled back", false);
    announce(*connect(), "third");
    if (GetParam() == Engine::sqlite) {
        EXPECT_EQ(*listener, nullptr);  // there is no other process
        return;
    }
    EXPECT_EQ(heard.first(2), (std::vector<std::string>{"first", "third"}));
    *other = nullptr;
    EXPECT_TRUE(elsewhere.first(0).empty());
}

TEST_P(SqlTest, AListenerThatLostItsConnectionSaysSoAndHearsAgain) {
    if (GetParam() == Engine::sqlite) return;  // it has none
    Heard heard;
    auto listener = listen(url_ + "&application_name=a_listener_under_test", heard.ears());
    ASSERT_TRUE(listener);
    ASSERT_TRUE(
        c_->script("select pg_terminate_backend(pid) from pg_stat_activity "
                   "where application_name = 'a_listener_under_test'"));
    EXPECT_EQ(heard.first(1), std::vector<std::string>{"missed"});
    announce(*c_, "again");
    EXPECT_EQ(heard.first(2), (std::vector<std::string>{"missed", "again"}));
}

TEST_P(SqlTest, IsServedByOneProcessWhereItIsAFile) {
    auto first = Claim::of(url_);
    ASSERT_TRUE(first);
    auto second = Claim::of(url_);
    if (GetParam() == Engine::postgres) {
        EXPECT_TRUE(second);
        return;
    }
    EXPECT_EQ(second.error(), Errc::in_use);
    EXPECT_EQ(things(*c_), 0);  // commands go on
    { Claim gone = std::move(*first); }
    EXPECT_TRUE(Claim::of(url_));
}

}  // namespace
}  // namespace bailey::sql
