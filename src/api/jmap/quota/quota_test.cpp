// RFC 9425.
#include "api/jmap/quota/quota.hpp"

#include <gtest/gtest.h>

#include "api/jmap/push/mailbox_states.hpp"
#include "api/jmap/testing/notes.hpp"
#include "api/jmap/testing/write_desk.hpp"

namespace bailey::jmap {
namespace {

using testing::text;
using testing::WriteDesk;

constexpr auto a_message = "Subject: one\r\nFrom: a@b\r\n\r\nhello\r\n";

std::string query(WriteDesk& desk, std::string_view inside) {
    auto response = desk.call("Quota/query", inside);
    return response.contains("ids") ? text(response.at("ids")) : std::string(text_of(response.at("type").as_string()));
}

TEST(Rfc9425_3_1_Capability, IsEmptyInTheSessionAndInAccounts) {
    WriteDesk desk;
    auto session = desk.api.session(desk.caller, Origin{"https://m"}).value();
    EXPECT_EQ(text(session.at("capabilities").at(std::string(quota_uri))), "{}");
    EXPECT_EQ(text(session.at("accounts").at(desk.own).at("accountCapabilities").at(std::string(quota_uri))), "{}");
}

TEST(Rfc9425_4_2_Get, TellsWhatIsUsedAndWhatMayBe) {
    WriteDesk desk;
    desk.add(a_message);
    auto response = desk.call("Quota/get", R"("ids":null)");
    ASSERT_EQ(response.at("list").as_array().size(), 1u) << text(response);
    auto quota = response.at("list").at(0).as_object();
    EXPECT_EQ(quota.at("resourceType"), "octets");
    EXPECT_EQ(quota.at("used"), std::string_view(a_message).size());
    EXPECT_EQ(quota.at("hardLimit"), desk.account.capacity);
    EXPECT_EQ(quota.at("scope"), "account");
    EXPECT_EQ(quota.at("name"), "ann@example.com");
    EXPECT_EQ(text(quota.at("types")), R"(["Email"])");
    auto id = text(quota.at("id"));
    response = desk.call("Quota/get", "\"ids\":[" + id + R"(,"nope"],"properties":["used"])");
    EXPECT_EQ(text(response.at("list")), R"([{"id":)" + id + R"(,"used":)" + text(quota.at("used")) + "}]");
    EXPECT_EQ(text(response.at("notFound")), R"(["nope"])");
}

TEST(Rfc9425_4_1_Types, ThoseWhoseCapabilityIsNotUsedAreNotShown) {
    WriteDesk desk;
    desk.uses = R"("urn:ietf:params:jmap:quota")";
    EXPECT_EQ(text(desk.call("Quota/get", R"("ids":null)").at("list")), "[]");
    EXPECT_EQ(query(desk, R"("filter":null)"), "[]");
}

TEST(Rfc9425_4_3_Changes, TellTheQuotaWhereItMovedAndThatOnlyUsedDid) {
    WriteDesk desk;
    auto before = desk.state("Quota");
    auto response = desk.call("Quota/changes", R"("sinceState":")" + before + "\"");
    EXPECT_EQ(response.at("newState"), json::value(before));
    EXPECT_EQ(text(response.at("updated")), "[]");
    auto id = desk.add(a_message);
    EXPECT_NE(desk.state("Quota"), before);
    response = desk.call("Quota/changes", R"("sinceState":")" + before + "\"");
    EXPECT_EQ(response.at("newState"), json::value(desk.state("Quota")));
    EXPECT_EQ(text(response.at("updated")), R"(["mail"])");
    EXPECT_EQ(text(response.at("updatedProperties")), R"(["used"])");
    EXPECT_EQ(response.at("hasMoreChanges"), false);
    desk.call("Email/set", R"("update":{")" + id + R"(":{"keywords/$seen":true}})");
    EXPECT_EQ(desk.state("Quota"), text_of(response.at("newState").as_string())) << "nothing was used or freed";
    desk.call("Email/set", R"("destroy":[")" + id + "\"]");
    EXPECT_EQ(desk.state("Quota"), before);
    // Of a time when more was allowed.
    response = desk.call("Quota/changes", R"("sinceState":")" + before + "0\"");
    EXPECT_EQ(text(response.at("updated")), R"(["mail"])");
    EXPECT_TRUE(response.at("updatedProperties").is_null());
    EXPECT_EQ(desk.error_of("Quota/changes", R"("sinceState":"nonsense")"), "cannotCalculateChanges");
}

TEST(Rfc9425_4_4_Query, FiltersAndSorts) {
    WriteDesk desk;
    const std::string found = R"(["mail"])";
    EXPECT_EQ(query(desk, R"("filter":{})"), found);
    EXPECT_EQ(query(desk, R"("filter":{"name":"ann"})"), found);
    EXPECT_EQ(query(desk, R"("filter":{"name":"ben"})"), "[]");
    EXPECT_EQ(query(desk, R"("filter":{"scope":"account","resourceType":"octets","type":"Email"})"), found);
    EXPECT_EQ(query(desk, R"("filter":{"scope":"domain"})"), "[]");
    EXPECT_EQ(query(desk, R"("filter":{"resourceType":"count"})"), "[]");
    EXPECT_EQ(query(desk, R"("filter":{"type":"Calendar"})"), "[]");
    EXPECT_EQ(query(desk, R"("filter":{"colour":"red"})"), "unsupportedFilter");
    EXPECT_EQ(query(desk, R"("sort":[{"property":"name"},{"property":"used","isAscending":false}])"), found);
    EXPECT_EQ(query(desk, R"("sort":[{"property":"scope"}])"), "unsupportedSort");
}

TEST(Rfc9425_4_5_QueryChanges, PutTheQuotaInItsPlaceAgain) {
    WriteDesk desk;
    auto before = desk.call("Quota/query", R"("filter":null)").at("queryState");
    desk.add(a_message);
    auto response = desk.call("Quota/queryChanges", R"("sinceQueryState":)" + text(before));
    EXPECT_EQ(text(response.at("removed")), R"(["mail"])");
    EXPECT_EQ(text(response.at("added")), R"([{"id":"mail","index":0}])");
}

TEST(Rfc9425_6_Push, TheStateIsToldWithThatOfEmails) {
    WriteDesk desk;
    auto states = mailbox_states(desk.home.accounts())(desk.account.id, mailbox::types::email);
    ASSERT_TRUE(states);
    EXPECT_EQ(states->at("Quota"), desk.state("Quota"));
}

}  // namespace
}  // namespace bailey::jmap
