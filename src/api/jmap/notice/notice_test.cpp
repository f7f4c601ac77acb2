#include "api/jmap/notice/notice.hpp"

#include <gtest/gtest.h>

#include "services/directory/directory_fixture.hpp"

namespace bailey::jmap {
namespace {

using namespace std::chrono_literals;
using notices::Level;
using notices::Notice;

class NoticeTest : public directory::DirectoryTest {
protected:
    void SetUp() override {
        DirectoryTest::SetUp();
        if (HasFatalFailure() || IsSkipped()) return;
        all = std::make_unique<notices::Notices>(*community, clock);
        api = std::make_unique<Api>(Limits{}, clock, [](const Caller& caller) -> Result<std::vector<Account>> {
            return std::vector{Account{caller.who.account, "somebody", true, false}};
        });
        add_notices(*api, *all);
    }
    std::int64_t add(Notice notice) {
        if (notice.from == Time{}) notice.from = clock.now();
        auto made = all->add(system, std::move(notice));
        EXPECT_TRUE(made);
        return made ? *made : 0;
    }
    json::object call(AccountId who, std::string_view method, std::string arguments = "") {
        Caller caller;
        caller.who.account = who;
        auto reply =
            api->process(caller,
                         R"({"using":["urn:bailey:params:jmap:notices"],"methodCalls":[[")" + std::string(method) +
                             R"(",{"accountId":")" + account_id(who) + "\"" + arguments + R"(},"0"]]})",
                         Origin{"https://mail.example"});
        return parse_json(reply.body).value().at("methodResponses").at(0).at(1).as_object();
    }
    json::array seen(AccountId who) { return call(who, "Notice/get", R"(,"ids":null)").at("list").as_array(); }
    std::string texts(AccountId who) {
        std::string found;
        for (auto& n : seen(who)) found += std::string(text_of(n.at("text").at("en").as_string())) + ";";
        return found;
    }
    std::unique_ptr<notices::Notices> all;
    std::unique_ptr<Api> api;
};
BAILEY_ON_BOTH_ENGINES(NoticeTest);

TEST_P(NoticeTest, what_is_for_the_community_everybody_sees_in_both_languages) {
    auto id =
        add({.level = Level::warning, .english = "Slow today", .welsh = "Araf heddiw", .until = clock.now() + 1h});
    auto list = seen(sian);
    ASSERT_EQ(list.size(), 1u);
    auto& n = list.at(0);
    EXPECT_EQ(n.at("id"), json::value("n" + std::to_string(id)));
    EXPECT_EQ(n.at("level"), "warning");
    EXPECT_EQ(n.at("text").at("cy"), "Araf heddiw");
    EXPECT_EQ(texts(jo), "Slow today;");
    clock.advance(1h);
    EXPECT_EQ(texts(jo), "") << "its time is over";
}

TEST_P(NoticeTest, what_is_for_an_organisation_those_in_it_and_below_see) {
    auto below = organisations->create(system, {.parent = kestrel, .name = "Annexe"}, {"annexe.example"}).value();
    auto clerk = person(below, "clerk@annexe.example", "A", "Clerk");
    add({.organisation = kestrel, .english = "Door code changed"});
    EXPECT_EQ(texts(sian), "Door code changed;");
    EXPECT_EQ(texts(clerk), "Door code changed;");
    EXPECT_EQ(texts(jo), "");
    EXPECT_EQ(seen(sian).at(0).at("text").at("cy"), "Door code changed") << "no Welsh was given";
}

TEST_P(NoticeTest, the_worst_comes_first_and_what_is_to_come_can_be_left_out) {
    add({.english = "news"});
    add({.level = Level::problem, .english = "broken"});
    add({.level = Level::warning, .english = "tomorrow", .from = clock.now() + 24h});
    EXPECT_EQ(call(sian, "Notice/query").at("ids"), (json::array{"n2", "n3", "n1"}));
    EXPECT_EQ(call(sian, "Notice/query", R"(,"filter":{"current":true})").at("ids"), (json::array{"n2", "n1"}));
    EXPECT_EQ(call(sian, "Notice/query", R"(,"filter":{"level":"info"})").at("ids"), json::array{"n1"});
    EXPECT_EQ(call(sian, "Notice/query", R"(,"filter":{"colour":"red"})").at("type"), "unsupportedFilter");
}

TEST_P(NoticeTest, what_changed_is_told) {
    auto first = add({.english = "one"});
    auto state = std::string(text_of(call(sian, "Notice/get", R"(,"ids":[])").at("state").as_string()));
    add({.english = "two"});
    add({.organisation = police, .english = "not for her"});
    ASSERT_TRUE(all->remove(system, first));
    auto changed = call(sian, "Notice/changes", R"(,"sinceState":")" + state + "\"");
    EXPECT_EQ(changed.at("created"), json::array{"n2"});
    EXPECT_EQ(changed.at("destroyed"), json::array{"n1"});
    auto now = call(sian, "Notice/get", R"(,"ids":[])").at("state");
    EXPECT_EQ(changed.at("newState"), now);
    EXPECT_EQ(call(sian, "Notice/changes", R"(,"sinceState":"999999")").at("type"), "cannotCalculateChanges");
}

TEST_P(NoticeTest, only_the_communitys_administrators_write_them_and_no_nonsense) {
    Acting nobody(Actor{.account = sian, .grants = {{Role::organisation_administrator, kestrel}}});
    EXPECT_EQ(all->add(nobody, {.organisation = kestrel, .english = "x"}).error(), Errc::denied);
    EXPECT_EQ(all->add(system, {.english = ""}).error(), Errc::bad_syntax);
    EXPECT_EQ(all->add(system, {.english = std::string(2001, 'x')}).error(), Errc::bad_syntax);
    EXPECT_EQ(all->add(system, {.english = "x", .from = clock.now(), .until = clock.now()}).error(), Errc::bad_syntax);
    EXPECT_EQ(all->remove(system, 99).error(), Errc::not_found);
}

}  // namespace
}  // namespace bailey::jmap
