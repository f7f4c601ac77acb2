// RFC 8620 sections 2 to 4: the Session object, requests, errors, references.
#include "api/jmap/api.hpp"

#include <gtest/gtest.h>

#include "api/jmap/testing/notes.hpp"
#include "base/log.hpp"

namespace bailey::jmap {
namespace {

using testing::Desk;
using testing::text;

json::object refusal(Desk& desk, std::string_view body) {
    auto reply = desk.process(body);
    EXPECT_TRUE(reply.problem);
    EXPECT_EQ(reply.status, 400);
    return testing::object(reply.body);
}

TEST(Rfc8620_2_Session, has_every_property_with_absolute_urls) {
    Desk desk;
    auto session = desk.api.session(desk.caller, Origin{"https://mail.example:8443"}).value();
    EXPECT_EQ(session.at("username"), "ann@example.com");
    EXPECT_EQ(session.at("apiUrl"), "https://mail.example:8443/jmap/api");
    EXPECT_EQ(session.at("uploadUrl"), "https://mail.example:8443/jmap/upload/{accountId}");
    EXPECT_EQ(session.at("downloadUrl"),
              "https://mail.example:8443/jmap/download/{accountId}/{blobId}/{name}?type={type}");
    EXPECT_EQ(session.at("eventSourceUrl"),
              "https://mail.example:8443/jmap/eventsource?types={types}&closeafter={closeafter}&ping={ping}");
    auto& core = session.at("capabilities").as_object().at("urn:ietf:params:jmap:core").as_object();
    for (auto name : {"maxSizeUpload", "maxConcurrentUpload", "maxSizeRequest", "maxConcurrentRequests",
                      "maxCallsInRequest", "maxObjectsInGet", "maxObjectsInSet"}) {
        EXPECT_TRUE(core.at(name).is_number()) << name;
    }
    EXPECT_TRUE(core.at("collationAlgorithms").is_array());
}

TEST(Rfc8620_2_Session, tells_each_account_its_capabilities) {
    Desk desk;
    auto session = desk.api.session(desk.caller, Origin{"https://m"}).value();
    auto& accounts = session.at("accounts").as_object();
    EXPECT_EQ(
        text(accounts.at("a1")),
        R"({"name":"ann@example.com","isPersonal":true,"isReadOnly":false,"accountCapabilities":{"urn:example:notes":{"maxNotes":9}}})");
    EXPECT_EQ(accounts.at("a2").as_object().at("isPersonal"), false);
    EXPECT_EQ(accounts.at("a3").as_object().at("isReadOnly"), true);
    EXPECT_EQ(text(accounts.at("a4").as_object().at("accountCapabilities")), "{}");
    EXPECT_EQ(text(session.at("primaryAccounts")), R"({"urn:example:notes":"a1"})");
}

TEST(Rfc8620_2_Session, state_changes_with_any_other_property_and_is_in_every_response) {
    Desk desk;
    auto before = desk.api.session(desk.caller, Origin{"https://m"}).value().at("state");
    EXPECT_EQ(before, desk.api.session(desk.caller, Origin{"https://m"}).value().at("state"));
    auto reply = desk.api.process(desk.caller, R"({"using":[],"methodCalls":[]})", Origin{"https://m"});
    EXPECT_EQ(testing::object(reply.body).at("sessionState"), before);
    desk.api.add(Capability{"urn:example:more", {}});
    EXPECT_NE(before, desk.api.session(desk.caller, Origin{"https://m"}).value().at("state"));
}

TEST(Rfc8620_3_6_1_UnknownCapability, refuses_the_request) {
    Desk desk;
    auto problem =
        refusal(desk, R"({"using":["urn:ietf:params:jmap:core","https://example.com/foobar"],"methodCalls":[]})");
    EXPECT_EQ(problem.at("type"), "urn:ietf:params:jmap:error:unknownCapability");
    EXPECT_NE(text(problem.at("detail")).find("https://example.com/foobar"), std::string::npos);
}

TEST(Rfc8620_3_6_1_Errors, of_a_whole_request_run_nothing) {
    Desk desk;
    EXPECT_EQ(refusal(desk, "{").at("type"), "urn:ietf:params:jmap:error:notJSON");
    EXPECT_EQ(refusal(desk, "[]").at("type"), "urn:ietf:params:jmap:error:notRequest");
    std::string calls = R"({"using":["urn:ietf:params:jmap:core","urn:example:notes"],"methodCalls":[)";
    for (int i = 0; i < 10'000; ++i) {
        calls += std::string(i ? "," : "") + R"(["Note/set",{"accountId":"a1","create":{"c":{"title":"t"}}},"c"])";
    }
    auto problem = refusal(desk, calls + "]}");
    EXPECT_EQ(problem.at("limit"), "maxCallsInRequest");
    EXPECT_TRUE(desk.book().notes.empty());
}

TEST(Rfc8620_3_2_Invocation, responses_come_in_order_with_their_call_ids) {
    Desk desk;
    auto responses = desk.call(R"(["Core/echo",{"n":1},"x"],["Core/echo",{"n":2},"x"],["Core/echo",{"n":3},""])");
    EXPECT_EQ(text(responses), R"([["Core/echo",{"n":1},"x"],["Core/echo",{"n":2},"x"],["Core/echo",{"n":3},""]])");
}

TEST(Rfc8620_4_Echo, returns_its_arguments) {
    Desk desk;
    auto arguments = R"({"hello":true,"high":5,"deep":{"a":[null,1.5,"é"]}})";
    EXPECT_EQ(text(desk.one("Core/echo", arguments)), arguments);
}

TEST(Rfc8620_3_6_2_UnknownMethod, does_not_keep_the_others_from_running) {
    Desk desk;
    auto responses = desk.call(R"(["Foo/get",{},"a"],["Core/echo",{},"b"])");
    EXPECT_EQ(text(responses), R"([["error",{"type":"unknownMethod"},"a"],["Core/echo",{},"b"]])");
}

TEST(Rfc8620_1_8_Capabilities, that_a_request_does_not_use_have_no_methods) {
    Desk desk;
    auto reply =
        desk.process(R"({"using":["urn:ietf:params:jmap:core"],"methodCalls":[["Note/get",{"accountId":"a1"},"0"]]})");
    EXPECT_NE(reply.body.find("unknownMethod"), std::string::npos);
}

TEST(Rfc8620_3_6_2_Accounts, are_checked_in_every_method) {
    Desk desk;
    for (auto method : {"Note/get", "Note/query"}) {
        EXPECT_EQ(desk.error_of(method, R"({"accountId":"a9"})"), "accountNotFound") << method;
        EXPECT_EQ(desk.error_of(method, R"({"accountId":"nobody"})"), "accountNotFound") << method;
        EXPECT_EQ(desk.error_of(method, R"({"accountId":"a01"})"), "accountNotFound") << method;
        EXPECT_EQ(desk.error_of(method, R"({"accountId":"a4"})"), "accountNotSupportedByMethod") << method;
        EXPECT_EQ(desk.error_of(method, R"({"accountId":"a3"})"), "") << method;
        EXPECT_EQ(desk.error_of(method, "{}"), "invalidArguments") << method;
        EXPECT_EQ(desk.error_of(method, R"({"accountId":1})"), "invalidArguments") << method;
    }
    EXPECT_EQ(desk.error_of("Note/set", R"({"accountId":"a3"})"), "accountReadOnly");
    EXPECT_EQ(desk.error_of("Note/set", R"({"accountId":"a2"})"), "");
}

TEST(Rfc8620_3_6_2_ServerFail, is_what_a_bug_comes_to_and_the_rest_goes_on) {
    Desk desk;
    log::Capture log;
    auto responses =
        desk.call(R"(["Note/set",{"accountId":"a1","create":{"c":{"title":"boom"}}},"a"],["Core/echo",{},"b"])");
    auto& error = responses.at(0).as_array().at(1).as_object();
    EXPECT_EQ(error.at("type"), "serverFail");
    EXPECT_TRUE(error.contains("description"));
    EXPECT_EQ(text(error).find("a bug"), std::string::npos);
    EXPECT_TRUE(log.saw("a bug"));
    EXPECT_EQ(text(responses.at(1)), R"(["Core/echo",{},"b"])");
}

TEST(Rfc8620_3_3_CreatedIds, are_taken_over_added_to_and_given_back) {
    Desk desk;
    desk.book().add({{"title", "parent"}}, "p1");
    auto reply = desk.process(
        R"({"using":["urn:ietf:params:jmap:core","urn:example:notes"],"createdIds":{"old":"p1"},"methodCalls":[
            ["Note/set",{"accountId":"a1","create":{"new":{"title":"child","parentId":"#old"}}},"0"]]})");
    EXPECT_EQ(text(testing::object(reply.body).at("createdIds")), R"({"new":"n2","old":"p1"})");
    EXPECT_EQ(desk.book().notes.at("n2").at("parentId"), "p1");
    auto without = desk.process(R"({"using":[],"methodCalls":[]})");
    EXPECT_FALSE(testing::object(without.body).contains("createdIds"));
}

TEST(Rfc8620_3_7_References, chain_methods) {
    Desk desk;
    desk.fill({3, 1, 2});
    auto responses = desk.call(R"(
        ["Note/query",{"accountId":"a1","sort":[{"property":"rank"}],"limit":2},"q"],
        ["Note/get",{"accountId":"a1","#ids":{"resultOf":"q","name":"Note/query","path":"/ids"},"properties":["rank"]},"g"],
        ["Core/echo",{"#ids":{"resultOf":"g","name":"Note/get","path":"/list/*/id"}},"e"],
        ["Note/get",{"accountId":"a1","#ids":{"resultOf":"g","name":"Note/get","path":"/nothing"}},"f"],
        ["Note/get",{"accountId":"a1","ids":[],"#ids":{"resultOf":"q","name":"Note/query","path":"/ids"}},"t"])");
    EXPECT_EQ(responses.at(1).as_array().at(1).as_object().at("list"),
              parse_json(R"([{"id":"n2","rank":1},{"id":"n3","rank":2}])").value());
    EXPECT_EQ(text(responses.at(2).as_array().at(1)), R"({"ids":["n2","n3"]})");
    EXPECT_EQ(responses.at(3).as_array().at(1).as_object().at("type"), "invalidResultReference");
    EXPECT_EQ(responses.at(4).as_array().at(1).as_object().at("type"), "invalidArguments");
}

TEST(Rfc8620_3_7_References, see_that_earlier_calls_failed) {
    Desk desk;
    auto responses = desk.call(R"(["Note/get",{},"a"],
        ["Core/echo",{"#x":{"resultOf":"a","name":"error","path":"/type"}},"b"],
        ["Core/echo",{"#x":{"resultOf":"a","name":"Note/get","path":"/list"}},"c"],
        ["Core/echo",{"#x":{"resultOf":"later","name":"Core/echo","path":""}},"d"])");
    EXPECT_EQ(text(responses.at(1).as_array().at(1)), R"({"x":"invalidArguments"})");
    EXPECT_EQ(responses.at(2).as_array().at(1).as_object().at("type"), "invalidResultReference");
    EXPECT_EQ(responses.at(3).as_array().at(1).as_object().at("type"), "invalidResultReference");
}

// Each echo holds the one before twice: two to the power of the number of calls, were it not bounded.
TEST(Rfc8620_8_5_References, that_double_at_every_call_are_cut_off) {
    Desk desk;
    std::string calls = R"(["Core/echo",{"x":"0123456789012345678901234567890123456789"},"c0"])";
    for (int i = 1; i < 16; ++i) {
        auto reference = R"({"resultOf":"c)" + std::to_string(i - 1) + R"(","name":"Core/echo","path":""})";
        calls += R"(,["Core/echo",{"#a":)" + reference + R"(,"#b":)" + reference + "},\"c" + std::to_string(i) + "\"]";
    }
    auto responses = desk.call(calls);
    ASSERT_EQ(responses.size(), 16u);
    EXPECT_EQ(responses.back().as_array().at(1).as_object().at("type"), "invalidResultReference");
    EXPECT_LT(text(responses).size(), 500'000u);
}

TEST(Rfc8620_3_6_Errors, leave_the_server_unchanged) {
    Desk desk;
    desk.fill({1});
    auto before = desk.book().state();
    for (auto arguments :
         {R"({"accountId":"a1","create":[]})", R"({"accountId":"a1","create":{"c":1}})",
          R"({"accountId":"a1","update":{"n1":null}})", R"({"accountId":"a1","destroy":"n1"})",
          R"({"accountId":"a1","destroy":[1]})", R"({"accountId":"a1","ifInState":1})",
          R"({"accountId":"a1","destroy":["n1"],"unknown":1})", R"({"accountId":"a1","create":{"not an id":{}}})"}) {
        EXPECT_EQ(desk.error_of("Note/set", arguments), "invalidArguments") << arguments;
    }
    EXPECT_EQ(desk.book().state(), before);
}

}  // namespace
}  // namespace bailey::jmap
