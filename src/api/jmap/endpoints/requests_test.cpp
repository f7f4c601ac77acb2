// RFC 8620 sections 2 and 3 over HTTP: where everything is, and requests that are refused as a whole.
#include "api/jmap/endpoints/endpoints_fixture.hpp"

namespace bailey::jmap {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

class RequestsTest : public EndpointsTest {};

class BehindAProxyTest : public EndpointsTest {
protected:
    BehindAProxyTest() : EndpointsTest("https://mail.secure.example") {}
};

constexpr auto echo = R"({"using":["urn:ietf:params:jmap:core"],"methodCalls":[["Core/echo",{"hello":true},"c1"]]})";

void expect_urls(const json::object& session, const std::string& origin, const std::string& socket) {
    auto text = [](const json::value& value) { return std::string(text_of(value.as_string())); };
    EXPECT_EQ(text(session.at("apiUrl")), origin + "/jmap/api");
    EXPECT_EQ(text(session.at("uploadUrl")), origin + "/jmap/upload/{accountId}");
    EXPECT_EQ(text(session.at("downloadUrl")), origin + "/jmap/download/{accountId}/{blobId}/{name}?type={type}");
    EXPECT_EQ(text(session.at("eventSourceUrl")),
              origin + "/jmap/eventsource?types={types}&closeafter={closeafter}&ping={ping}");
    auto& capabilities = session.at("capabilities").as_object();
    EXPECT_EQ(text(capabilities.at("urn:ietf:params:jmap:websocket").as_object().at("url")), socket + "/jmap/ws");
}

TEST_F(RequestsTest, Rfc8620_2_TheSessionTellsAbsoluteUrlsUnderTheNameThatWasAsked) {
    auto got = get("/jmap/session");
    EXPECT_EQ(got.status, 200);
    EXPECT_EQ(got.fields.get("Content-Type"), "application/json");
    EXPECT_EQ(got.fields.get("Cache-Control"), "no-cache, no-store, must-revalidate");
    EXPECT_EQ(got.member("username"), "ann@example.com");
    expect_urls(got.object(), "http://mail.example:8443", "ws://mail.example:8443");
    auto tag = std::string(got.fields.get("ETag"));
    EXPECT_EQ(tag, '"' + got.member("state") + '"');
    EXPECT_EQ(get("/jmap/session", "If-None-Match: " + tag + "\r\n").status, 304);
}

TEST_F(BehindAProxyTest, Rfc8620_2_TheSessionTellsTheUrlsThatTheOperatorSays) {
    auto got = get("/jmap/session");
    expect_urls(got.object(), "https://mail.secure.example", "wss://mail.secure.example");
    EXPECT_EQ(get("/.well-known/jmap").fields.get("Location"), "https://mail.secure.example/jmap/session");
}

// Section 2.2.
TEST_F(RequestsTest, Rfc8620_2_2_TheWellKnownAddressLeadsToTheSession) {
    auto got = send(head("GET", "/.well-known/jmap", "Connection: close\r\n\r\n", ""));
    EXPECT_EQ(got.status, 307);
    EXPECT_EQ(got.fields.get("Location"), "http://mail.example:8443/jmap/session");
}

TEST_F(RequestsTest, NothingIsSaidToWhoIsNotSignedIn) {
    for (auto* target : {"GET /jmap/session", "POST /jmap/api", "POST /jmap/upload/a1", "GET /jmap/download/a1/B1/x",
                         "GET /jmap/eventsource", "GET /jmap/ws"}) {
        auto got = send(std::string(target) + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
        EXPECT_EQ(got.status, 401) << target;
        EXPECT_THAT(std::string(got.fields.get("WWW-Authenticate")), HasSubstr("Basic")) << target;
        EXPECT_EQ(got.fields.get("Content-Type"), "application/problem+json") << target;
    }
    EXPECT_EQ(get("/jmap/api").status, 405);
    EXPECT_EQ(get("/jmap/nothing").status, 404);
}

TEST_F(RequestsTest, Rfc8620_4_EchoAnswersWhatItWasTold) {
    auto got = call(echo);
    EXPECT_EQ(got.status, 200);
    EXPECT_EQ(got.fields.get("Content-Type"), "application/json");
    EXPECT_EQ(got.fields.get("Cache-Control"), "no-store");
    EXPECT_THAT(got.body, StartsWith(R"({"methodResponses":[["Core/echo",{"hello":true},"c1"]])"));
    EXPECT_EQ(got.member("sessionState"), get("/jmap/session").member("state"));
    EXPECT_EQ(post("/jmap/api", "application/json; charset=utf-8", echo).status, 200);
}

TEST_F(RequestsTest, Rfc8620_3_6_1_ARefusedRequestIsToldWhyAsProblemDetails) {
    std::string many = R"({"using":["urn:ietf:params:jmap:core"],"methodCalls":[)";
    for (int n = 0; n < 17; ++n) many += std::string(n ? "," : "") + R"(["Core/echo",{},"c"])";
    many += "]}";
    struct {
        std::string type, body, error, limit;
    } cases[] = {{"application/json", "{", "notJSON", ""},
                 {"application/json", R"({"using":[],"using":[],"methodCalls":[]})", "notJSON", ""},
                 {"application/json", "{\"using\":[\"\xff\"],\"methodCalls\":[]}", "notJSON", ""},
                 {"text/plain", echo, "notJSON", ""},
                 {"", echo, "notJSON", ""},
                 {"application/json", "[]", "notRequest", ""},
                 {"application/json", R"({"using":[]})", "notRequest", ""},
                 {"application/json", R"({"using":["urn:x"],"methodCalls":[]})", "unknownCapability", ""},
                 {"application/json", many, "limit", "maxCallsInRequest"}};
    for (auto& c : cases) {
        auto got = post("/jmap/api", c.type, c.body);
        EXPECT_EQ(got.status, 400) << c.body;
        EXPECT_EQ(got.fields.get("Content-Type"), "application/problem+json") << c.body;
        EXPECT_EQ(got.member("type"), "urn:ietf:params:jmap:error:" + c.error) << c.body;
        EXPECT_EQ(got.member("limit"), c.limit);
        EXPECT_EQ(got.object().at("status"), 400);
    }
}

TEST_F(RequestsTest, Rfc8620_3_6_1_ARequestThatIsTooLargeIsRefusedBeforeItComes) {
    auto got = send(head("POST", "/jmap/api", "Content-Type: application/json\r\nContent-Length: 10000001\r\n\r\n"));
    EXPECT_EQ(got.member("type"), "urn:ietf:params:jmap:error:limit");
    EXPECT_EQ(got.member("limit"), "maxSizeRequest");
}

TEST_F(RequestsTest, Rfc8620_2_APersonMakesSoManyRequestsAtATime) {
    auto most = desk.api.limits().max_concurrent_requests;
    std::vector<std::unique_ptr<Client>> held;
    while (held.size() < most) hold(*held.emplace_back(std::make_unique<Client>(port)), "/jmap/api");
    auto refused = call(echo);
    EXPECT_EQ(refused.status, 429);
    EXPECT_EQ(refused.member("type"), "urn:ietf:params:jmap:error:limit");
    EXPECT_EQ(refused.member("limit"), "maxConcurrentRequests");
    EXPECT_EQ(post("/jmap/api", "application/json", echo, "bob").status, 200) << "somebody else has places of his own";
    for (auto& client : held) {
        client->send("{}");
        client->end();
        EXPECT_EQ(parsed(client->rest()).member("type"), "urn:ietf:params:jmap:error:notRequest");
    }
    EXPECT_EQ(call(echo).status, 200);
}

}  // namespace
}  // namespace bailey::jmap
