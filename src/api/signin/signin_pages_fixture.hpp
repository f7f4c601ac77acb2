// For tests: a browser before the endpoints of signing in.
#pragma once
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include "api/signin/endpoints.hpp"
#include "base/text.hpp"
#include "net/http/rate_limits.hpp"
#include "net/workers.hpp"
#include "protocol/jmap/json.hpp"
#include "services/signin/signin_fixture.hpp"

namespace bailey::signin_pages {

using namespace net::http;
namespace json = boost::json;

class SignInPagesTest : public signin::SignedInTest {
protected:
    void SetUp() override {
        SignedInTest::SetUp();
        if (HasFatalFailure() || IsSkipped()) return;
        callers = std::make_unique<Callers>(workers, *sign_in, *sessions, limits);
        endpoints =
            std::make_unique<Endpoints>(Endpoints{workers, *sign_in, *sessions, *app_passwords, *entrance,
                                                  *second_factor, *recovery, conditions, *community, *callers, tries});
        add_routes(router, *endpoints);
        handler = router.handler();
    }

    void TearDown() override {
        workers.join();  // what is done behind an answer still uses the rest
        SignedInTest::TearDown();
    }

    // A request of our own page in a browser that keeps the cookie.
    Response send(Method method, const std::string& path, const std::string& body = "") {
        Request request = asked(method, path, body);
        request.fields.add("X-Bailey", "1");
        request.fields.add("Sec-Fetch-Site", "same-origin");
        if (!cookie.empty()) request.fields.add("Cookie", cookie + "; " + browser);
        auto response = run(request);
        for (auto& [field, value] : response.fields) {
            if (field != "Set-Cookie") continue;
            auto pair = value.substr(0, value.find(';'));
            (pair.starts_with("__Host-bailey-browser=") ? browser : cookie) = pair;
        }
        return response;
    }
    Response post(const std::string& path, const std::string& body) { return send(Method::post, path, body); }
    Response enter(const std::string& name, const Secret& password) {
        return post("/api/sign-in",
                    R"({"username":")" + name + R"(","password":")" + std::string(password.reveal()) + R"("})");
    }
    // A form whose members are all texts.
    Response form(const std::string& path,
                  std::initializer_list<std::pair<std::string_view, std::string_view>> members) {
        json::object object;
        for (auto& [name, value] : members) object[name] = value;
        return post(path, jmap::write_json(object));
    }
    std::string next() { return member(send(Method::get, "/api/me"), "next"); }
    Response change(const Secret& from, std::string_view to) {
        return post("/api/password", R"({"password":")" + std::string(from.reveal()) + R"(","newPassword":")" +
                                         std::string(to) + R"("})");
    }
    static Request asked(Method method, const std::string& path, const std::string& body) {
        Request request;
        request.method = method;
        request.method_name = to_string(method);
        request.path = path;
        request.host = "mail.bailey.test";
        request.peer = peer;
        request.secure = true;
        request.fields.add("User-Agent", "Firefox on Linux");
        if (!body.empty()) request.fields.add("Content-Type", "application/json");
        request.body = body_from(body);
        return request;
    }
    Response run(Request& request) {
        loop.restart();
        Response answer;
        boost::asio::co_spawn(loop, handler(request), [&](std::exception_ptr, Response r) { answer = std::move(r); });
        loop.run();
        return answer;
    }
    static json::object object(const Response& r) {
        auto* text = std::get_if<std::string>(&r.body);
        auto value = jmap::parse_json(text ? *text : "{}");
        EXPECT_TRUE(value && value->is_object());
        return value && value->is_object() ? value->as_object() : json::object{};
    }
    static std::string member(const Response& r, std::string_view name) {
        auto all = object(r);
        auto* value = all.if_contains(name);
        return value && value->is_string() ? std::string(jmap::text_of(value->as_string())) : "";
    }
    static std::string error(const Response& r) {
        auto type = member(r, "type");
        return type.substr(type.rfind(':') + 1);
    }
    json::array list(const std::string& path) { return object(send(Method::get, path)).at("list").as_array(); }
    int status_with(std::string_view authorization, const std::string& path) {
        auto request = asked(Method::get, path, "");
        request.fields.add("Authorization", authorization);
        return run(request).status;
    }

    boost::asio::io_context loop;  // a worker may still be waking it when run() has its answer
    net::Workers workers{2};
    RateLimits limits, tries{Rates{.address = {.a_second = 0.001, .burst = 60}}};
    Router router;
    std::unique_ptr<Callers> callers;
    std::unique_ptr<Endpoints> endpoints;
    Handler handler;
    std::string cookie, browser;
};

}  // namespace bailey::signin_pages
