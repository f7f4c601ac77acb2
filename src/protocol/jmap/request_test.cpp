// RFC 8620 sections 3.2 to 3.7.
#include "protocol/jmap/request.hpp"

#include <gtest/gtest.h>

namespace bailey::jmap {
namespace {

std::string problem(std::string_view text, RequestLimits limits = {}) {
    auto value = parse_body(text, limits);
    if (!value) return write_json(to_json(value.error()).at("type"));
    auto request = request_from(std::move(*value), limits);
    return request ? "accepted" : write_json(to_json(request.error()).at("type"));
}

TEST(Rfc8620_3_3_Request, reads_using_calls_and_created_ids) {
    auto value =
        parse_body(R"({"using":["u"],"methodCalls":[["A/get",{"x":1},"c1"]],"createdIds":{"k":"id1"},"new":1})", {});
    auto request = request_from(std::move(*value), {});
    ASSERT_TRUE(request);
    EXPECT_EQ(request->using_, std::vector<std::string>{"u"});
    ASSERT_EQ(request->calls.size(), 1u);
    EXPECT_EQ(request->calls[0].name, "A/get");
    EXPECT_EQ(request->calls[0].call_id, "c1");
    EXPECT_TRUE(request->with_created_ids);
    EXPECT_EQ(request->created_ids.at("k"), "id1");
}

TEST(Rfc8620_3_6_1_NotJSON, is_for_what_does_not_parse_as_i_json) {
    auto not_json = R"("urn:ietf:params:jmap:error:notJSON")";
    EXPECT_EQ(problem("The quick brown fox"), not_json);
    EXPECT_EQ(problem(""), not_json);
    EXPECT_EQ(problem(R"({"using":[],"using":[],"methodCalls":[]})"), not_json);
    EXPECT_EQ(problem("{\"using\":[\"\xFF\"],\"methodCalls\":[]}"), not_json);
    EXPECT_EQ(problem(R"({"using":[],"methodCalls":[["a",{"n":1e999},"0"]]})"), not_json);
    EXPECT_EQ(problem(std::string(1'000'000, '[')), not_json);
}

TEST(Rfc8620_3_6_1_NotRequest, is_for_json_of_another_shape) {
    auto not_request = R"("urn:ietf:params:jmap:error:notRequest")";
    for (auto text :
         {"[]", "1", "null", "{}", R"({"using":[]})", R"({"methodCalls":[]})", R"({"using":"u","methodCalls":[]})",
          R"({"using":[1],"methodCalls":[]})", R"({"using":[],"methodCalls":{}})", R"({"using":[],"methodCalls":[1]})",
          R"({"using":[],"methodCalls":[["a",{}]]})", R"({"using":[],"methodCalls":[["a",{},"c","d"]]})",
          R"({"using":[],"methodCalls":[[1,{},"c"]]})", R"({"using":[],"methodCalls":[["a",[],"c"]]})",
          R"({"using":[],"methodCalls":[["a",{},1]]})", R"({"using":[],"methodCalls":[],"createdIds":[]})",
          R"({"using":[],"methodCalls":[],"createdIds":{"a":1}})",
          R"({"using":[],"methodCalls":[],"createdIds":{"a b":"c"}})"}) {
        EXPECT_EQ(problem(text), not_request) << text;
    }
    EXPECT_EQ(problem(R"({"using":[],"methodCalls":[]})"), "accepted");
}

TEST(Rfc8620_3_6_1_Limit, names_the_limit) {
    RequestLimits limits;
    limits.size = 50;
    auto large = parse_body(std::string(51, ' '), limits);
    ASSERT_FALSE(large);
    auto json = to_json(large.error());
    EXPECT_EQ(json.at("type"), "urn:ietf:params:jmap:error:limit");
    EXPECT_EQ(json.at("limit"), "maxSizeRequest");
    EXPECT_EQ(json.at("status"), 400);

    std::string calls = R"({"using":[],"methodCalls":[)";
    for (int i = 0; i < 10'000; ++i) calls += std::string(i ? "," : "") + R"(["Core/echo",{},"c"])";
    auto many = request_from(*parse_body(calls + "]}", {}), {});
    ASSERT_FALSE(many);
    EXPECT_EQ(to_json(many.error()).at("limit"), "maxCallsInRequest");
}

TEST(Rfc8620_3_4_Response, has_created_ids_only_where_the_request_had) {
    Response response;
    response.responses.push_back({"A/get", {{"x", 1}}, "c\"1"});
    response.session_state = "s";
    EXPECT_EQ(write_response(response), R"({"methodResponses":[["A/get",{"x":1},"c\"1"]],"sessionState":"s"})");
    response.with_created_ids = true;
    response.created_ids["k"] = "id";
    EXPECT_EQ(
        write_response(response, {{"@type", "Response"}}),
        R"({"@type":"Response","methodResponses":[["A/get",{"x":1},"c\"1"]],"createdIds":{"k":"id"},"sessionState":"s"})");
}

std::string resolved(std::string_view arguments) {
    std::vector<Invocation> earlier;
    earlier.push_back({"A/query", parse_json(R"({"ids":["x","y"],"n":1})").value().as_object(), "t0"});
    earlier.push_back({"A/other", parse_json(R"({"ids":["late"]})").value().as_object(), "t0"});
    earlier.push_back({"error", parse_json(R"({"type":"serverFail"})").value().as_object(), "t1"});
    auto object = parse_json(arguments).value().as_object();
    std::size_t budget = 100'000;
    auto done = resolve_references(object, earlier, budget);
    return done ? write_json(object) : std::string(to_string(done.error().type));
}

TEST(Rfc8620_3_7_ResultReference, takes_the_first_response_of_that_call) {
    EXPECT_EQ(resolved(R"({"#ids":{"resultOf":"t0","name":"A/query","path":"/ids"},"k":1})"),
              R"({"k":1,"ids":["x","y"]})");
    EXPECT_EQ(resolved(R"({"#ids":{"resultOf":"t0","name":"A/other","path":"/ids"}})"), "invalidResultReference");
    EXPECT_EQ(resolved(R"({"a":{"#ids":"left alone"}})"), R"({"a":{"#ids":"left alone"}})");
}

TEST(Rfc8620_3_7_ResultReference, that_fails_to_resolve_fails_the_method) {
    for (auto reference :
         {R"({"resultOf":"t9","name":"A/query","path":"/ids"})", R"({"resultOf":"t1","name":"A/query","path":"/ids"})",
          R"({"resultOf":"t0","name":"A/query","path":"/none"})", R"({"resultOf":"t0","name":"A/query","path":"ids"})",
          R"({"resultOf":"t0","path":"/ids"})", R"({"resultOf":1,"name":"A/query","path":"/ids"})", R"("t0")",
          "null"}) {
        EXPECT_EQ(resolved(std::string(R"({"#ids":)") + reference + "}"), "invalidResultReference") << reference;
    }
}

TEST(Rfc8620_3_7_ResultReference, and_the_same_argument_plain_is_invalid) {
    EXPECT_EQ(resolved(R"({"ids":[],"#ids":{"resultOf":"t0","name":"A/query","path":"/ids"}})"), "invalidArguments");
}

}  // namespace
}  // namespace bailey::jmap
