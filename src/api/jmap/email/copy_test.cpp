// RFC 8621 section 4.7.
#include <gtest/gtest.h>

#include "api/jmap/testing/notes.hpp"
#include "api/jmap/testing/write_desk.hpp"

namespace bailey::jmap {
namespace {

using testing::text;
using testing::WriteDesk;

std::string add(WriteDesk& desk) {
    return desk.create(R"({"mailboxIds":{"m1":true},"keywords":{"$seen":true,"work":true},
        "receivedAt":"2001-02-03T04:05:06Z","subject":"one"})");
}
json::array copy(WriteDesk& desk, std::string_view email, std::string_view more = {}) {
    return desk.calls(R"(["Email/copy",{"fromAccountId":")" + desk.own + R"(","accountId":")" + desk.shared +
                      R"(","create":{"c":)" + std::string(email) + "}" + std::string(more) + R"(},"0"])");
}
std::string refused(WriteDesk& desk, std::string_view email) {
    return testing::refusal(copy(desk, email).at(0).at(1).as_object(), "notCreated");
}
json::object there(WriteDesk& desk, const std::string& id, std::string_view properties) {
    auto response = desk.call("Email/get", desk.shared,
                              R"("ids":[")" + id + R"("],"properties":[)" + std::string(properties) + "]");
    return response.at("list").as_array().empty() ? json::object{} : response.at("list").at(0).as_object();
}

TEST(Rfc8621_4_7_Copy, TellsIdBlobIdThreadIdAndSizeAndKeepsWhatIsNotGiven) {
    WriteDesk desk;
    auto id = add(desk);
    auto responses = copy(desk, R"({"id":")" + id + R"(","mailboxIds":{"m1":true}})");
    ASSERT_EQ(responses.size(), 1u);
    auto response = responses.at(0).at(1).as_object();
    auto created = testing::at(response, "created", "c");
    EXPECT_EQ(created.size(), 4u) << text(response);
    std::string copied(text_of(created.at("id").as_string()));
    auto got = there(desk, copied, R"("blobId","threadId","size","keywords","receivedAt","subject","mailboxIds")");
    for (auto name : {"blobId", "threadId", "size"}) EXPECT_EQ(text(got.at(name)), text(created.at(name)));
    EXPECT_EQ(text(got.at("keywords")), R"({"$seen":true,"work":true})");
    EXPECT_EQ(got.at("receivedAt"), "2001-02-03T04:05:06Z");
    EXPECT_EQ(got.at("subject"), "one");
    EXPECT_FALSE(desk.email(id, R"("id")").empty()) << "the original stays";
}

TEST(Rfc8621_4_7_Copy, MailboxesKeywordsAndReceivedAtMayBeSet) {
    WriteDesk desk;
    auto id = add(desk);
    auto response = copy(desk, R"({"id":")" + id + R"(","mailboxIds":{"m1":true,"m2":true},"keywords":{"new":true},
        "receivedAt":"2011-02-03T04:05:06Z"})");
    std::string copied(text_of(testing::at(response.at(0).at(1).as_object(), "created", "c").at("id").as_string()));
    auto got = there(desk, copied, R"("keywords","receivedAt","mailboxIds")");
    EXPECT_EQ(text(got.at("keywords")), R"({"new":true})");
    EXPECT_EQ(got.at("receivedAt"), "2011-02-03T04:05:06Z");
    EXPECT_EQ(text(got.at("mailboxIds")), R"({"m1":true,"m2":true})");
    EXPECT_EQ(text(desk.email(id, R"("keywords")").at("keywords")), R"({"$seen":true,"work":true})");
}

TEST(Rfc8621_4_7_Copy, NothingElseMayBeSet) {
    WriteDesk desk;
    auto id = add(desk);
    auto with = [&](std::string_view more) { return R"({"id":")" + id + "\"," + std::string(more) + "}"; };
    EXPECT_EQ(refused(desk, with(R"("mailboxIds":{"m1":true},"subject":"two")")), R"(invalidProperties: ["subject"])");
    EXPECT_EQ(refused(desk, with(R"("mailboxIds":{"m1":true},"header:X-A":" 1")")),
              R"(invalidProperties: ["header:X-A"])");
    EXPECT_EQ(refused(desk, with(R"("keywords":{})")), R"(invalidProperties: ["mailboxIds"])");
    EXPECT_EQ(refused(desk, with(R"("mailboxIds":{})")), R"(invalidProperties: ["mailboxIds"])");
    EXPECT_EQ(refused(desk, with(R"("mailboxIds":{"m999":true})")), R"(invalidProperties: ["mailboxIds"])");
    EXPECT_EQ(refused(desk, with(R"("mailboxIds":{"m1":true},"keywords":{"a b":true})")),
              R"(invalidProperties: ["keywords"])");
    EXPECT_EQ(refused(desk, R"({"id":"e9","mailboxIds":{"m1":true}})"), "notFound");
    EXPECT_EQ(refused(desk, R"({"mailboxIds":{"m1":true}})"), R"(invalidProperties: ["id"])");
}

TEST(Rfc8620_5_4_Copy, TheOriginalIsDestroyedWhereThatIsAskedFor) {
    WriteDesk desk;
    auto id = add(desk);
    auto responses =
        copy(desk, R"({"id":")" + id + R"(","mailboxIds":{"m1":true}})", R"(,"onSuccessDestroyOriginal":true)");
    ASSERT_EQ(responses.size(), 2u);
    EXPECT_EQ(responses.at(1).at(0), "Email/set");
    EXPECT_EQ(responses.at(1).at(2), "0");
    EXPECT_EQ(text(responses.at(1).at(1).at("destroyed")), "[\"" + id + "\"]");
    EXPECT_TRUE(desk.email(id, R"("id")").empty());
    std::string copied(text_of(testing::at(responses.at(0).at(1).as_object(), "created", "c").at("id").as_string()));
    EXPECT_EQ(there(desk, copied, R"("subject")").at("subject"), "one") << "the copy lives by itself";
}

TEST(Rfc8620_5_4_Copy, StatesOfBothAccountsAreHeeded) {
    WriteDesk desk;
    auto id = add(desk);
    auto email = R"({"id":")" + id + R"(","mailboxIds":{"m1":true}})";
    EXPECT_EQ(copy(desk, email, R"(,"ifFromInState":"0")").at(0).at(1).at("type"), "stateMismatch");
    EXPECT_EQ(copy(desk, email, R"(,"ifInState":"nope")").at(0).at(1).at("type"), "stateMismatch");
    EXPECT_TRUE(
        copy(desk, email, R"(,"ifFromInState":")" + desk.state("Email") + "\"").at(0).at(1).at("created").is_object());
}

}  // namespace
}  // namespace bailey::jmap
