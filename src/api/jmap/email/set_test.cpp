// RFC 8621 section 4.6, changing and destroying.
#include <gtest/gtest.h>

#include "api/jmap/testing/notes.hpp"
#include "api/jmap/testing/write_desk.hpp"

namespace bailey::jmap {
namespace {

using testing::text;
using testing::WriteDesk;

constexpr auto a_message = "Subject: one\r\nFrom: a@b\r\n\r\nhello\r\n";

json::object update(WriteDesk& desk, const std::string& id, std::string_view patch) {
    return desk.call("Email/set", R"("update":{")" + id + "\":" + std::string(patch) + "}");
}
std::string keywords(WriteDesk& desk, const std::string& id) {
    return text(desk.email(id, R"("keywords")").at("keywords"));
}
std::string mailboxes(WriteDesk& desk, const std::string& id) {
    return text(desk.email(id, R"("mailboxIds")").at("mailboxIds"));
}

TEST(Rfc8621_4_6_Update, KeywordsAreReplacedOrPatched) {
    WriteDesk desk;
    auto id = desk.add(a_message);
    auto before = desk.state("Email");
    auto response = update(desk, id, R"({"keywords":{"$seen":true,"work":true}})");
    EXPECT_EQ(text(response.at("updated")), "{\"" + id + "\":null}") << text(response);
    EXPECT_EQ(response.at("oldState"), json::value(before));
    EXPECT_EQ(response.at("newState"), json::value(desk.state("Email")));
    EXPECT_EQ(keywords(desk, id), R"({"$seen":true,"work":true})");
    update(desk, id, R"({"keywords/$flagged":true,"keywords/work":null})");
    EXPECT_EQ(keywords(desk, id), R"({"$flagged":true,"$seen":true})");
    update(desk, id, R"({"keywords/a~1b":true,"keywords/absent":null})");
    EXPECT_EQ(keywords(desk, id), R"({"$flagged":true,"$seen":true,"a/b":true})");
    update(desk, id, R"({"keywords":null})");
    EXPECT_EQ(keywords(desk, id), "{}") << "null is the default";
}

TEST(Rfc8621_4_1_1_Keywords, AreKeptInLowerCaseAndTheClientIsTold) {
    WriteDesk desk;
    auto id = desk.add(a_message);
    auto response = update(desk, id, R"({"keywords/Work":true,"keywords/$SEEN":true})");
    EXPECT_EQ(text(response.at("updated").at(id)), R"({"keywords":{"$seen":true,"work":true}})");
    EXPECT_EQ(keywords(desk, id), R"({"$seen":true,"work":true})");
    update(desk, id, R"({"keywords/WORK":null})");
    EXPECT_EQ(keywords(desk, id), R"({"$seen":true})");
}

TEST(Rfc8621_4_6_Update, MailboxesAreReplacedOrPatched) {
    WriteDesk desk;
    auto id = desk.add(a_message);
    auto trash = desk.box("trash"), archive = desk.box("archive");
    update(desk, id, R"({"mailboxIds":{")" + trash + R"(":true}})");
    EXPECT_EQ(mailboxes(desk, id), "{\"" + trash + "\":true}");
    update(desk, id, R"({"mailboxIds/)" + trash + R"(":null,"mailboxIds/)" + archive + R"(":true})");
    EXPECT_EQ(mailboxes(desk, id), "{\"" + archive + "\":true}");
}

TEST(Rfc8621_4_1_1_Mailboxes, AnEmailIsAlwaysInOneAtLeast) {
    WriteDesk desk;
    auto id = desk.add(a_message);
    const std::string wrong = R"(invalidProperties: ["mailboxIds"])";
    EXPECT_EQ(desk.refused_update(id, R"({"mailboxIds":{}})"), wrong);
    EXPECT_EQ(desk.refused_update(id, R"({"mailboxIds":null})"), wrong);
    EXPECT_EQ(desk.refused_update(id, R"({"mailboxIds/m1":null})"), wrong);
    EXPECT_EQ(desk.refused_update(id, R"({"mailboxIds":{"m999":true}})"), wrong);
    EXPECT_EQ(desk.refused_update(id, R"({"mailboxIds/m999":true})"), wrong);
    EXPECT_EQ(desk.refused_update(id, R"({"mailboxIds/nope":true})"), wrong);
    EXPECT_EQ(desk.refused_update(id, R"({"mailboxIds/m1":false})"), wrong);
    EXPECT_EQ(desk.refused_update(id, R"({"keywords/a b":true})"), R"(invalidProperties: ["keywords"])");
    EXPECT_EQ(desk.refused_update(id, R"({"keywords/a":"yes"})"), R"(invalidProperties: ["keywords"])");
    EXPECT_EQ(desk.refused_update(id, R"({"keywords":{},"keywords/a":true})"), "invalidPatch");
    EXPECT_EQ(mailboxes(desk, id), R"({"m1":true})");
}

TEST(Rfc8621_4_6_Update, WhatCannotChangeMayBeSentAsItIs) {
    WriteDesk desk;
    auto id = desk.add(a_message);
    auto whole = desk.call("Email/get", R"("ids":[")" + id + "\"]").at("list").at(0).as_object();
    whole["keywords"] = json::object{{"$seen", true}};
    EXPECT_EQ(desk.refused_update(id, text(whole)), "accepted");
    EXPECT_EQ(keywords(desk, id), R"({"$seen":true})");
    EXPECT_EQ(desk.refused_update(id, R"({"subject":"two","size":1,"keywords":{}})"),
              R"(invalidProperties: ["size","subject"])");
    EXPECT_EQ(desk.refused_update(id, R"({"header:Subject:asText":"one"})"),
              R"(invalidProperties: ["header:Subject:asText"])");
    EXPECT_EQ(keywords(desk, id), R"({"$seen":true})");
}

TEST(Rfc8621_4_6_Update, LimitsHaveErrorsOfTheirOwn) {
    mailbox::MailboxLimits limits;
    limits.mailboxes_an_email = 2;
    WriteDesk desk({.store = limits});
    auto id = desk.add(a_message);
    EXPECT_EQ(desk.refused_update(id, R"({"mailboxIds/m2":true,"mailboxIds/m3":true})"), "tooManyMailboxes");
    std::string words;
    for (int n = 0; n < 101; ++n) words += (n ? ",\"w" : "\"w") + std::to_string(n) + "\":true";
    EXPECT_EQ(desk.refused_update(id, "{\"keywords\":{" + words + "}}"), "tooManyKeywords");
}

TEST(Rfc8621_4_6_Update, EachObjectStandsForItself) {
    WriteDesk desk;
    auto one = desk.add(a_message), two = desk.add(a_message);
    auto response = desk.call("Email/set", R"("update":{")" + one + R"(":{"keywords/a":true},"nope":{},")" + two +
                                               R"(":{"mailboxIds/m999":true}},"destroy":["gone"])");
    EXPECT_EQ(text(response.at("updated")), "{\"" + one + "\":null}");
    EXPECT_EQ(testing::at(response, "notUpdated", "nope").at("type"), "notFound");
    EXPECT_EQ(testing::at(response, "notUpdated", two).at("type"), "invalidProperties");
    EXPECT_EQ(testing::at(response, "notDestroyed", "gone").at("type"), "notFound");
    EXPECT_TRUE(response.at("destroyed").is_null());
    EXPECT_EQ(keywords(desk, one), R"({"a":true})");
}

TEST(Rfc8621_4_6_Destroy, TakesTheEmailOutOfAllItsMailboxes) {
    WriteDesk desk;
    auto id = desk.add(a_message), other = desk.add(a_message);
    auto before = desk.state("Email");
    auto response = desk.call("Email/set", R"("destroy":[")" + id + "\"]");
    EXPECT_EQ(text(response.at("destroyed")), "[\"" + id + "\"]");
    EXPECT_TRUE(desk.email(id, R"("id")").empty());
    EXPECT_FALSE(desk.email(other, R"("id")").empty());
    auto changes = desk.call("Email/changes", R"("sinceState":")" + before + "\"");
    EXPECT_EQ(text(changes.at("destroyed")), "[\"" + id + "\"]");
    response = desk.call("Email/set", R"("destroy":[")" + id + "\"]");
    EXPECT_EQ(testing::at(response, "notDestroyed", id).at("type"), "notFound");
    EXPECT_EQ(response.at("oldState"), response.at("newState"));
}

TEST(Rfc8620_5_3_Set, AnUpdateOfWhatIsDestroyedIsRefused) {
    WriteDesk desk;
    auto id = desk.add(a_message);
    auto response =
        desk.call("Email/set", R"("update":{")" + id + R"(":{"keywords/a":true}},"destroy":[")" + id + "\"]");
    EXPECT_EQ(testing::at(response, "notUpdated", id).at("type"), "willDestroy");
    EXPECT_EQ(text(response.at("destroyed")), "[\"" + id + "\"]");
}

TEST(Rfc8621_4_6_Set, NothingIsDoneInAnotherState) {
    WriteDesk desk;
    auto id = desk.add(a_message);
    auto state = desk.state("Email");
    desk.add(a_message);
    EXPECT_EQ(desk.error_of("Email/set", R"("ifInState":")" + state + R"(","destroy":[")" + id + "\"]"),
              "stateMismatch");
    EXPECT_FALSE(desk.email(id, R"("id")").empty());
    state = desk.state("Email");
    auto response =
        desk.call("Email/set", R"("ifInState":")" + state +
                                   R"(","create":{"c":{"mailboxIds":{"m1":true}}},"destroy":[")" + id + "\"]");
    EXPECT_EQ(text(response.at("destroyed")), "[\"" + id + "\"]") << text(response);
    EXPECT_EQ(response.at("oldState"), json::value(state));
    EXPECT_EQ(response.at("newState"), json::value(desk.state("Email")));
}

}  // namespace
}  // namespace bailey::jmap
