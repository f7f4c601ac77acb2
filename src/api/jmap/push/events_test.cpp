// RFC 8620 section 7.1.
#include "api/jmap/push/events.hpp"

#include <gtest/gtest.h>

#include <deque>

namespace bailey::jmap {
namespace {

constexpr std::uint64_t mail = 1, box = 2;

struct Room {
    std::map<AccountId, TypeStates> states{{AccountId{1}, {{"Email", "e1"}, {"Mailbox", "b1"}}},
                                           {AccountId{2}, {{"Email", "x1"}}}};
    std::deque<std::function<void()>> jobs;
    int reads = 0;
    std::vector<std::string> told;
    Events events{[this](AccountId account, std::uint64_t types) -> Result<TypeStates> {
                      ++reads;
                      TypeStates some;
                      for (const auto& [type, state] : states[account]) {
                          if (types & (type == "Email" ? mail : box)) some[type] = state;
                      }
                      return some;
                  },
                  [this](std::function<void()> job) { jobs.push_back(std::move(job)); }};

    void run() {
        while (!jobs.empty()) {
            auto job = std::move(jobs.front());
            jobs.pop_front();
            job();
        }
    }
    std::string last_push_state;
    std::shared_ptr<void> listen(Interest interest) {
        auto handle = events.listen(std::move(interest), [this](const StateChange& change) {
            told.push_back(write_json(to_json(change)));
            last_push_state = change.push_state;
        });
        run();
        return handle;
    }
    void change(AccountId account, const std::string& type, const std::string& state) {
        states[account][type] = state;
        events.changed(account, type == "Email" ? mail : box);
    }
};

TEST(Rfc8620_7_1_StateChange, tells_accounts_and_the_new_states_of_their_types) {
    Room room;
    auto listening = room.listen({{AccountId{1}, AccountId{2}}, {}});
    EXPECT_TRUE(room.told.empty());
    room.change(AccountId{1}, "Email", "e2");
    room.run();
    room.change(AccountId{2}, "Email", "x2");
    room.run();
    EXPECT_EQ(room.told, (std::vector<std::string>{R"({"@type":"StateChange","changed":{"a1":{"Email":"e2"}}})",
                                                   R"({"@type":"StateChange","changed":{"a2":{"Email":"x2"}}})"}));
}

TEST(Rfc8620_7_1_StateChange, coalesces_what_happens_together) {
    Room room;
    auto listening = room.listen({{AccountId{1}}, {}});
    room.change(AccountId{1}, "Email", "e2");
    room.change(AccountId{1}, "Mailbox", "b2");
    room.change(AccountId{1}, "Email", "e3");
    EXPECT_EQ(room.jobs.size(), 1u);
    room.run();
    EXPECT_EQ(room.told,
              std::vector<std::string>{R"({"@type":"StateChange","changed":{"a1":{"Email":"e3","Mailbox":"b2"}}})"});
}

TEST(Rfc8620_7_1_StateChange, is_only_for_the_types_of_interest_and_for_what_differs) {
    Room room;
    auto listening = room.listen({{AccountId{1}}, std::set<std::string>{"Mailbox"}});
    room.change(AccountId{1}, "Email", "e2");
    room.run();
    room.events.changed(AccountId{1}, box);  // the state is the same
    room.run();
    EXPECT_TRUE(room.told.empty());
    room.change(AccountId{1}, "Mailbox", "b2");
    room.run();
    EXPECT_EQ(room.told.size(), 1u);
}

TEST(Rfc8620_7_1_StateChange, is_not_worked_out_for_accounts_nobody_listens_to) {
    Room room;
    auto listening = room.listen({{AccountId{2}}, {}});
    auto before = room.reads;
    room.change(AccountId{1}, "Email", "e2");
    EXPECT_TRUE(room.jobs.empty());
    EXPECT_EQ(room.reads, before);
    listening.reset();
    EXPECT_EQ(room.events.listeners(), 0u);
    room.change(AccountId{2}, "Email", "x2");
    room.run();
    EXPECT_TRUE(room.told.empty());
}

TEST(Rfc8620_7_1_StateChange, stops_where_the_right_to_the_account_is_gone) {
    Room room;
    bool may = true;
    Interest interest{{AccountId{2}}, {}};
    interest.may = [&](AccountId) { return may; };
    auto listening = room.listen(std::move(interest));
    may = false;
    room.change(AccountId{2}, "Email", "x2");
    room.run();
    EXPECT_TRUE(room.told.empty());
}

TEST(Rfc8620_7_3_LastEventId, brings_what_was_missed) {
    Room room;
    auto listening = room.listen({{AccountId{1}}, {}});
    room.change(AccountId{1}, "Email", "e2");
    room.run();
    auto seen = room.last_push_state;
    listening.reset();
    room.told.clear();
    {
        Interest same{{AccountId{1}}, {}};
        same.since = seen;
        auto again = room.listen(std::move(same));
        EXPECT_TRUE(room.told.empty());  // nothing happened meanwhile
    }
    room.change(AccountId{1}, "Mailbox", "b2");
    Interest later{{AccountId{1}}, {}};
    later.since = seen;
    auto again = room.listen(std::move(later));
    EXPECT_EQ(room.told,
              std::vector<std::string>{R"({"@type":"StateChange","changed":{"a1":{"Email":"e2","Mailbox":"b2"}}})"});
}

TEST(Rfc8620_7_1_StateChange, tells_what_differs_when_changes_may_have_been_missed) {
    Room room;
    auto listening = room.listen({{AccountId{1}, AccountId{2}}, {}});
    room.states[AccountId{1}]["Email"] = "e2";  // by another process, while it was not heard
    room.events.missed();
    room.run();
    EXPECT_EQ(room.told, std::vector<std::string>{R"({"@type":"StateChange","changed":{"a1":{"Email":"e2"}}})"});
}

TEST(Rfc8620_7_1_Listeners, may_let_go_while_they_are_told) {
    Room room;
    std::shared_ptr<void> listening;
    int times = 0;
    listening = room.events.listen({{AccountId{1}}, {}}, [&](const StateChange&) {
        ++times;
        listening.reset();
    });
    room.run();
    room.change(AccountId{1}, "Email", "e2");
    room.run();
    room.change(AccountId{1}, "Email", "e3");
    room.run();
    EXPECT_EQ(times, 1);
    EXPECT_EQ(room.events.listeners(), 0u);
}

}  // namespace
}  // namespace bailey::jmap
