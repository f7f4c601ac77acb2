// RFC 8621 section 2.5.
#include <gtest/gtest.h>

#include "api/jmap/testing/notes.hpp"
#include "api/jmap/testing/write_desk.hpp"

namespace bailey::jmap {
namespace {

using testing::text;
using testing::WriteDesk;

json::object set(WriteDesk& desk, std::string_view inside) { return desk.call("Mailbox/set", inside); }
std::string make(WriteDesk& desk, std::string_view mailbox) {
    auto response = set(desk, R"("create":{"c":)" + std::string(mailbox) + "}");
    auto& created = testing::at(response, "created", "c");
    return created.empty() ? std::string() : std::string(text_of(created.at("id").as_string()));
}
std::string refused(WriteDesk& desk, std::string_view mailbox) {
    return testing::refusal(set(desk, R"("create":{"c":)" + std::string(mailbox) + "}"), "notCreated");
}
std::string refused_update(WriteDesk& desk, const std::string& id, std::string_view patch) {
    return testing::refusal(set(desk, R"("update":{")" + id + "\":" + std::string(patch) + "}"), "notUpdated");
}
json::object mailbox(WriteDesk& desk, const std::string& id) {
    auto list = desk.call("Mailbox/get", R"("ids":[")" + id + "\"]").at("list").as_array();
    return list.empty() ? json::object{} : list.front().as_object();
}
std::string put_email(WriteDesk& desk, const std::string& boxes) {
    return desk.create(R"({"mailboxIds":{)" + boxes + "}}");
}

TEST(Rfc8621_2_5_Create, TellsWhatTheServerSetAndEveryDefault) {
    WriteDesk desk;
    auto before = desk.state("Mailbox");
    auto response = set(desk, R"("create":{"c":{"name":"Hearings"}})");
    auto created = testing::at(response, "created", "c");
    EXPECT_FALSE(created.contains("name")) << text(created);
    for (auto name : {"totalEmails", "unreadEmails", "totalThreads", "unreadThreads"}) EXPECT_EQ(created.at(name), 0);
    EXPECT_TRUE(created.at("parentId").is_null());
    EXPECT_TRUE(created.at("role").is_null());
    EXPECT_EQ(created.at("sortOrder"), 0);
    EXPECT_EQ(created.at("isSubscribed"), true);
    EXPECT_EQ(created.at("myRights").at("mayDelete"), true);
    EXPECT_EQ(response.at("oldState"), json::value(before));
    EXPECT_EQ(response.at("newState"), json::value(desk.state("Mailbox")));
    EXPECT_NE(response.at("newState"), json::value(before));
    auto got = mailbox(desk, std::string(text_of(created.at("id").as_string())));
    EXPECT_EQ(got.at("name"), "Hearings");
    EXPECT_EQ(created.at("shareWith"), json::value(nullptr)) << "which /get gives where it is asked for";
    for (auto& [name, value] : created)
        if (name != "shareWith") {
            EXPECT_EQ(text(got.at(name)), text(value)) << name;
        }
}

TEST(Rfc8621_2_5_Create, EverythingGivenIsKept) {
    WriteDesk desk;
    auto parent = make(desk, R"({"name":"Outer"})");
    auto id = make(desk, R"({"name":"Inner","parentId":")" + parent +
                             R"(","role":"flagged","sortOrder":2147483647,"isSubscribed":false})");
    auto got = mailbox(desk, id);
    EXPECT_EQ(got.at("parentId"), json::value(parent));
    EXPECT_EQ(got.at("role"), "flagged");
    EXPECT_EQ(got.at("sortOrder"), 2147483647);
    EXPECT_EQ(got.at("isSubscribed"), false);
}

TEST(Rfc8621_2_5_Create, ParentsMadeByTheSameCallAreNamedByCreationIds) {
    WriteDesk desk;
    auto response = set(desk, R"("create":{"c":{"name":"C","parentId":"#b"},"b":{"name":"B","parentId":"#a"},
        "a":{"name":"A"},"lost":{"name":"L","parentId":"#nobody"}},"update":{"#a":{"sortOrder":7,"name":"AA"}})");
    std::string a(text_of(testing::at(response, "created", "a").at("id").as_string()));
    std::string b(text_of(testing::at(response, "created", "b").at("id").as_string()));
    std::string c(text_of(testing::at(response, "created", "c").at("id").as_string()));
    EXPECT_EQ(mailbox(desk, c).at("parentId"), json::value(b));
    EXPECT_EQ(mailbox(desk, b).at("parentId"), json::value(a));
    EXPECT_EQ(mailbox(desk, a).at("name"), "AA");
    EXPECT_EQ(text(response.at("updated")), "{\"" + a + "\":null}");
    EXPECT_EQ(testing::refusal(response, "notCreated"), R"(invalidProperties: ["parentId"])");
    // The ids are known to the calls after it.
    auto responses = desk.calls(R"(["Mailbox/set",{"accountId":"$","create":{"x":{"name":"X"}}},"0"],
        ["Mailbox/set",{"accountId":"$","create":{"y":{"name":"Y","parentId":"#x"}}},"1"])");
    std::string x(text_of(responses.at(0).at(1).at("created").at("x").at("id").as_string()));
    std::string y(text_of(responses.at(1).at(1).at("created").at("y").at("id").as_string()));
    EXPECT_EQ(mailbox(desk, y).at("parentId"), json::value(x));
}

TEST(Rfc8621_2_5_Create, AChildOfWhatIsRefusedIsRefused) {
    WriteDesk desk;
    auto response = set(desk, R"("create":{"a":{"name":"A","role":"nonsense"},"b":{"name":"B","parentId":"#a"}})");
    EXPECT_EQ(testing::at(response, "notCreated", "a").at("type"), "invalidProperties");
    EXPECT_EQ(text(testing::at(response, "notCreated", "b").at("properties")), R"(["parentId"])");
    EXPECT_TRUE(response.at("created").is_null());
    EXPECT_EQ(response.at("oldState"), response.at("newState"));
}

TEST(Rfc8621_2_Properties, WhatIsNotValidIsNamed) {
    WriteDesk desk;
    auto inbox = desk.box("inbox");
    EXPECT_EQ(refused(desk, "{}"), R"(invalidProperties: ["name"])");
    EXPECT_EQ(refused(desk, R"({"name":""})"), R"(invalidProperties: ["name"])");
    EXPECT_EQ(refused(desk, R"({"name":null})"), R"(invalidProperties: ["name"])");
    EXPECT_EQ(refused(desk, R"({"name":"a\u0007b"})"), R"(invalidProperties: ["name"])");
    EXPECT_EQ(refused(desk, "{\"name\":\"" + std::string(251, 'x') + "\"}"), R"(invalidProperties: ["name"])");
    EXPECT_EQ(refused(desk, R"({"name":"a","role":"nonsense"})"), R"(invalidProperties: ["role"])");
    EXPECT_EQ(refused(desk, R"({"name":"a","role":"inbox"})"), R"(invalidProperties: ["role"])") << "one a role";
    EXPECT_EQ(refused(desk, R"({"name":"a","parentId":"m999"})"), R"(invalidProperties: ["parentId"])");
    EXPECT_EQ(refused(desk, R"({"name":"a","parentId":"nope"})"), R"(invalidProperties: ["parentId"])");
    EXPECT_EQ(refused(desk, R"({"name":"a","sortOrder":2147483648})"), R"(invalidProperties: ["sortOrder"])");
    EXPECT_EQ(refused(desk, R"({"name":"a","sortOrder":-1})"), R"(invalidProperties: ["sortOrder"])");
    EXPECT_EQ(refused(desk, R"({"name":"a","isSubscribed":"yes"})"), R"(invalidProperties: ["isSubscribed"])");
    EXPECT_EQ(refused(desk, R"({"name":"a","totalEmails":0,"id":"m9","myRights":{}})"),
              R"(invalidProperties: ["totalEmails","id","myRights"])");
    auto taken = testing::at(set(desk, R"("create":{"c":{"name":"Inbox"}})"), "notCreated", "c");
    EXPECT_EQ(taken.at("type"), "alreadyExists") << "no two siblings of one name";
    EXPECT_EQ(taken.at("existingId"), json::value(inbox));
    EXPECT_EQ(refused(desk, R"({"name":"Inbox","parentId":")" + inbox + "\"}"), "accepted");
}

TEST(Rfc8621_2_Properties, NamesAreKeptInNormalFormC) {
    WriteDesk desk;
    auto response = set(desk, R"("create":{"c":{"name":"W\u0302yn"}})");
    auto& created = testing::at(response, "created", "c");
    ASSERT_TRUE(created.contains("name"));
    EXPECT_EQ(created.at("name"), "Ŵyn");
    EXPECT_EQ(mailbox(desk, std::string(text_of(created.at("id").as_string()))).at("name"), "Ŵyn");
}

TEST(Rfc8621_2_5_Update, ChangesWhatIsAskedAndNothingElse) {
    WriteDesk desk;
    auto id = make(desk, R"({"name":"A"})"), other = make(desk, R"({"name":"B"})");
    auto response = set(desk, R"("update":{")" + id + R"(":{"name":"A2","parentId":")" + other +
                                  R"(","role":"important","sortOrder":3,"isSubscribed":false}})");
    EXPECT_EQ(text(response.at("updated")), "{\"" + id + "\":null}");
    auto got = mailbox(desk, id);
    EXPECT_EQ(got.at("name"), "A2");
    EXPECT_EQ(got.at("parentId"), json::value(other));
    EXPECT_EQ(got.at("role"), "important");
    EXPECT_EQ(got.at("sortOrder"), 3);
    EXPECT_EQ(got.at("isSubscribed"), false);
    set(desk, R"("update":{")" + id + R"(":{"parentId":null,"role":null}})");
    got = mailbox(desk, id);
    EXPECT_TRUE(got.at("parentId").is_null());
    EXPECT_TRUE(got.at("role").is_null());
    EXPECT_EQ(got.at("name"), "A2");
    auto state = desk.state("Mailbox");
    got["name"] = "A3";
    EXPECT_EQ(refused_update(desk, id, text(got)), "accepted") << "all of it, server-set properties as they are";
    EXPECT_EQ(mailbox(desk, id).at("name"), "A3");
    EXPECT_NE(desk.state("Mailbox"), state);
}

TEST(Rfc8621_2_5_Update, WhatIsNotValidIsNamed) {
    WriteDesk desk;
    auto inbox = desk.box("inbox");
    auto a = make(desk, R"({"name":"A"})");
    auto b = make(desk, R"({"name":"B","parentId":")" + a + "\"}");
    EXPECT_EQ(refused_update(desk, a, R"({"name":"Inbox"})"), "alreadyExists");
    EXPECT_EQ(refused_update(desk, a, R"({"name":""})"), R"(invalidProperties: ["name"])");
    EXPECT_EQ(refused_update(desk, a, R"({"parentId":")" + b + "\"}"), R"(invalidProperties: ["parentId"])")
        << "a loop";
    EXPECT_EQ(refused_update(desk, a, R"({"parentId":")" + a + "\"}"), R"(invalidProperties: ["parentId"])");
    EXPECT_EQ(refused_update(desk, a, R"({"parentId":"m999"})"), R"(invalidProperties: ["parentId"])");
    EXPECT_EQ(refused_update(desk, a, R"({"role":"trash"})"), R"(invalidProperties: ["role"])");
    EXPECT_EQ(refused_update(desk, a, R"({"totalEmails":5})"), R"(invalidProperties: ["totalEmails"])");
    EXPECT_EQ(refused_update(desk, a, R"({"colour":"red"})"), R"(invalidProperties: ["colour"])");
    EXPECT_EQ(refused_update(desk, inbox, R"({"role":null})"), "forbidden");
    EXPECT_EQ(refused_update(desk, "m999", R"({"name":"X"})"), "notFound");
    EXPECT_EQ(refused_update(desk, "nope", R"({"name":"X"})"), "notFound");
    make(desk, R"({"name":"B"})");
    EXPECT_EQ(refused_update(desk, b, R"({"parentId":null})"), "alreadyExists");
}

TEST(Rfc8620_5_3_Set, MailboxesMaySwapNamesAndRolesInOneCall) {
    WriteDesk desk;
    auto a = make(desk, R"({"name":"A","role":"flagged"})"), b = make(desk, R"({"name":"B","role":"important"})");
    auto response = set(desk, R"("update":{")" + a + R"(":{"name":"B","role":"important"},")" + b +
                                  R"(":{"name":"A","role":"flagged"}})");
    EXPECT_TRUE(response.at("notUpdated").is_null()) << text(response);
    EXPECT_EQ(mailbox(desk, a).at("name"), "B");
    EXPECT_EQ(mailbox(desk, a).at("role"), "important");
    response = set(desk, R"("create":{"c":{"name":"C","role":"important"}},"update":{")" + a + R"(":{"role":null}})");
    EXPECT_TRUE(response.at("notCreated").is_null()) << text(response);
}

TEST(Rfc8621_2_5_Destroy, AMailboxWithAChildStays) {
    WriteDesk desk;
    auto a = make(desk, R"({"name":"A"})");
    auto b = make(desk, R"({"name":"B","parentId":")" + a + "\"}");
    EXPECT_EQ(testing::refusal(set(desk, R"("destroy":[")" + a + "\"]"), "notDestroyed"), "mailboxHasChild");
    EXPECT_EQ(testing::refusal(set(desk, R"("onDestroyRemoveEmails":true,"destroy":[")" + a + "\"]"), "notDestroyed"),
              "mailboxHasChild");
    auto response = set(desk, R"("destroy":[")" + a + "\",\"" + b + "\"]");
    EXPECT_TRUE(response.at("notDestroyed").is_null()) << text(response);
    EXPECT_EQ(response.at("destroyed").as_array().size(), 2u);
    EXPECT_TRUE(mailbox(desk, a).empty());
}

TEST(Rfc8621_2_5_Destroy, AMailboxWithEmailsStaysUnlessTheyMayGo) {
    WriteDesk desk;
    auto box = make(desk, R"({"name":"A"})");
    auto only = put_email(desk, "\"" + box + "\":true");
    auto both = put_email(desk, "\"" + box + R"(":true,"m1":true)");
    EXPECT_EQ(testing::refusal(set(desk, R"("destroy":[")" + box + "\"]"), "notDestroyed"), "mailboxHasEmail");
    EXPECT_FALSE(desk.email(only, R"("id")").empty());
    auto before = desk.state("Email");
    auto response = set(desk, R"("onDestroyRemoveEmails":true,"destroy":[")" + box + "\"]");
    EXPECT_EQ(text(response.at("destroyed")), "[\"" + box + "\"]");
    EXPECT_TRUE(desk.email(only, R"("id")").empty()) << "it was in no other";
    EXPECT_EQ(text(desk.email(both, R"("mailboxIds")").at("mailboxIds")), R"({"m1":true})");
    EXPECT_NE(desk.state("Email"), before);
}

TEST(Rfc8621_2_5_Destroy, TheInboxStays) {
    WriteDesk desk;
    auto inbox = desk.box("inbox");
    EXPECT_EQ(testing::refusal(set(desk, R"("destroy":[")" + inbox + "\"]"), "notDestroyed"), "forbidden");
    EXPECT_EQ(testing::refusal(set(desk, R"("destroy":["m999"])"), "notDestroyed"), "notFound");
    EXPECT_EQ(testing::refusal(set(desk, R"("destroy":["nope"])"), "notDestroyed"), "notFound");
}

TEST(Rfc8621_2_5_Destroy, WhatTheSameCallMadeCanGoAgain) {
    WriteDesk desk;
    auto count = desk.boxes().size();
    auto response = set(desk, R"("create":{"c":{"name":"C"}},"destroy":["#c"])");
    auto id = testing::at(response, "created", "c").at("id");
    EXPECT_EQ(text(response.at("destroyed")), "[" + text(id) + "]");
    EXPECT_EQ(desk.boxes().size(), count);
    EXPECT_EQ(response.at("newState"), json::value(desk.state("Mailbox")));
}

TEST(Rfc8621_2_5_Set, NothingIsDoneInAnotherState) {
    WriteDesk desk;
    auto state = desk.state("Mailbox");
    make(desk, R"({"name":"A"})");
    EXPECT_EQ(desk.error_of("Mailbox/set", R"("ifInState":")" + state + R"(","create":{"c":{"name":"C"}})"),
              "stateMismatch");
    EXPECT_EQ(desk.error_of("Mailbox/set", R"("ifInState":")" + desk.state("Mailbox") +
                                               R"(","create":{"c":{"name":"C"},"d":{"name":"D"}})"),
              "");
    EXPECT_EQ(desk.error_of("Mailbox/set", R"("onDestroyRemoveEmails":1)"), "invalidArguments");
    EXPECT_EQ(desk.call("Mailbox/set", desk.read_only, R"("create":{})").at("type"), "accountReadOnly");
}

TEST(Rfc8621_2_5_Set, TooManyMailboxesAreOverTheQuota) {
    mailbox::MailboxLimits limits;
    limits.mailboxes = 8;
    limits.depth = 2;
    WriteDesk desk({.store = limits});
    auto a = make(desk, R"({"name":"A"})");
    auto b = make(desk, R"({"name":"B","parentId":")" + a + "\"}");
    EXPECT_EQ(refused(desk, R"({"name":"C"})"), "overQuota");
    set(desk, R"("destroy":[")" + desk.box("archive") + "\"]");
    EXPECT_EQ(refused(desk, R"({"name":"C","parentId":")" + b + "\"}"), R"(invalidProperties: ["parentId"])");
}

}  // namespace
}  // namespace bailey::jmap
