// Signing in as the pages do it.
#include <gmock/gmock.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include "api/signin/endpoints.hpp"
#include "base/text.hpp"
#include "net/http/rate_limits.hpp"
#include "net/workers.hpp"
#include "protocol/jmap/json.hpp"
#include "services/signin/signin_fixture.hpp"

namespace bailey::signin_pages {
namespace {

using namespace net::http;
namespace json = boost::json;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::StartsWith;

class SignInPagesTest : public signin::SignedInTest {
protected:
    void SetUp() override {
        SignedInTest::SetUp();
        if (HasFatalFailure() || IsSkipped()) return;
        callers = std::make_unique<Callers>(workers, *sign_in, *sessions, limits);
        endpoints =
            std::make_unique<Endpoints>(Endpoints{workers, *sign_in, *sessions, *app_passwords, *callers, tries});
        add_routes(router, *endpoints);
        handler = router.handler();
    }

    // A request of our own page in a browser that keeps the cookie.
    Response send(Method method, const std::string& path, const std::string& body = "") {
        Request request = asked(method, path, body);
        request.fields.add("X-Bailey", "1");
        request.fields.add("Sec-Fetch-Site", "same-origin");
        if (!cookie.empty()) request.fields.add("Cookie", cookie);
        auto response = run(request);
        auto set = response.fields.get("Set-Cookie");
        if (!set.empty()) cookie = set.substr(0, set.find(';'));
        return response;
    }
    Response post(const std::string& path, const std::string& body) { return send(Method::post, path, body); }
    Response enter(const std::string& name, const Secret& password) {
        return post("/api/sign-in",
                    R"({"username":")" + name + R"(","password":")" + std::string(password.reveal()) + R"("})");
    }
    Response change(const Secret& from, std::string_view to) {
        return post("/api/password", R"({"username":"ann@firm.com","password":")" + std::string(from.reveal()) +
                                         R"(","newPassword":")" + std::string(to) + R"("})");
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
    RateLimits limits, tries{Rates{.address = {.a_second = 0.001, .burst = 20}}};
    Router router;
    std::unique_ptr<Callers> callers;
    std::unique_ptr<Endpoints> endpoints;
    Handler handler;
    std::string cookie;
};
BAILEY_ON_BOTH_ENGINES(SignInPagesTest);

TEST_P(SignInPagesTest, TheRightPasswordGetsACookieForThisHostAlone) {
    auto in = enter("ann@firm.com", right);
    EXPECT_EQ(in.status, 200);
    EXPECT_EQ(member(in, "username"), "ann@firm.com.bailey.test");
    std::string set(in.fields.get("Set-Cookie"));
    EXPECT_THAT(set, StartsWith("__Host-bailey="));
    EXPECT_THAT(set, EndsWith("; Path=/; Secure; HttpOnly; SameSite=Strict"));
    auto seen = list("/api/sessions");
    ASSERT_EQ(seen.size(), 1u);
    auto& session = seen[0].as_object();
    EXPECT_EQ(session.at("kind"), "page");
    EXPECT_EQ(session.at("name"), "Firefox on Linux");
    EXPECT_EQ(jmap::text_of(session.at("address").as_string()), std::string_view(peer));
    EXPECT_EQ(session.at("current"), true);
}

TEST_P(SignInPagesTest, AnythingElseGetsNone) {
    auto wrong_password = enter("ann@firm.com", wrong), unknown = enter("nobody@firm.com", right);
    for (auto* refused : {&wrong_password, &unknown}) {
        EXPECT_EQ(refused->status, 403);
        EXPECT_EQ(error(*refused), "wrongPassword");
        EXPECT_FALSE(refused->fields.has("WWW-Authenticate")) << "the browser would ask in a window of its own";
        EXPECT_FALSE(refused->fields.has("Set-Cookie"));
    }
    auto made = app_passwords->create(Acting(Actor{.account = ann, .grants = {}}), ann, "program");
    EXPECT_EQ(error(enter("ann@firm.com", made->password)), "wrongPassword") << "app passwords open mail alone";
    ASSERT_TRUE(users->suspend(system_actor(), ann));
    EXPECT_EQ(error(enter("ann@firm.com", right)), "suspended");
    EXPECT_EQ(send(Method::get, "/api/sessions").status, 401);
}

TEST_P(SignInPagesTest, GuessesAreSlowedDown) {
    for (int n = 0; n < 3; ++n) enter("ann@firm.com", wrong);
    auto slowed = enter("ann@firm.com", right);
    EXPECT_EQ(slowed.status, 429);
    EXPECT_EQ(error(slowed), "tooManyTries");
    EXPECT_TRUE(slowed.fields.has("Retry-After"));
}

TEST_P(SignInPagesTest, AnAddressTriesSoOften) {
    int last = 0;
    for (int n = 0; n < 21; ++n) last = enter("nobody" + std::to_string(n) + "@firm.com", wrong).status;
    EXPECT_EQ(last, 429);
    EXPECT_EQ(enter("ann@firm.com", right).status, 429);
}

TEST_P(SignInPagesTest, AStrangersPageSignsNobodyIn) {
    auto request = asked(Method::post, "/api/sign-in",
                         R"({"username":"ann@firm.com","password":")" + std::string(right.reveal()) + R"("})");
    EXPECT_EQ(run(request).status, 403) << "no X-Bailey";
    auto cross = asked(Method::post, "/api/sign-in", "{}");
    cross.fields.add("X-Bailey", "1");
    cross.fields.add("Origin", "https://evil.example");
    EXPECT_EQ(run(cross).status, 403);
}

TEST_P(SignInPagesTest, AFormMustBeComplete) {
    auto form = [&](const std::string& body, std::string_view type) {
        auto request = asked(Method::post, "/api/sign-in", body);
        request.fields.set("Content-Type", type);
        request.fields.add("X-Bailey", "1");
        request.fields.add("Sec-Fetch-Site", "same-origin");
        return run(request);
    };
    for (auto* body : {"", "[]", "{", "{}", R"({"username":"ann@firm.com"})", R"({"username":"a","password":1})",
                       R"({"username":"a","password":""})", R"({"username":"a","password":"b","more":"c"})"}) {
        auto refused = form(body, "application/json; charset=utf-8");
        EXPECT_EQ(refused.status, 400) << body;
        EXPECT_EQ(error(refused), "badForm") << body;
    }
    EXPECT_EQ(form("username=ann", "application/x-www-form-urlencoded").status, 415);
    EXPECT_EQ(form(std::string(20'000, ' '), "application/json").status, 413);
}

// service.md section 6: the first login changes the one-time password.
TEST_P(SignInPagesTest, AOneTimePasswordIsGoodForSettingAnother) {
    auto one_time = users->set_password(system_actor(), ann, std::nullopt);
    ASSERT_TRUE(one_time && *one_time);
    auto first = enter("ann@firm.com", **one_time);
    EXPECT_EQ(first.status, 403);
    EXPECT_EQ(error(first), "passwordMustChange");
    EXPECT_EQ(cookie, "");
    auto changed = change(**one_time, other.reveal());
    EXPECT_EQ(changed.status, 200);
    EXPECT_THAT(cookie, StartsWith("__Host-bailey="));
    EXPECT_EQ(list("/api/sessions").size(), 1u);
    EXPECT_EQ(enter("ann@firm.com", other).status, 200);
}

TEST_P(SignInPagesTest, APasswordThatWillNotDoIsSaidToBeWhy) {
    struct {
        std::string_view password;
        const char *type, *weakness;
    } cases[] = {{"short", "weakPassword", "tooShort"},
                 {"password1234", "weakPassword", "common"},
                 {right.reveal(), "samePassword", ""}};
    for (auto& c : cases) {
        auto refused = change(right, c.password);
        EXPECT_EQ(refused.status, 422) << c.password;
        EXPECT_EQ(error(refused), c.type);
        EXPECT_EQ(member(refused, "weakness"), c.weakness);
    }
    EXPECT_EQ(error(change(wrong, other.reveal())), "wrongPassword");
    EXPECT_EQ(enter("ann@firm.com", right).status, 200) << "nothing was changed";
}

TEST_P(SignInPagesTest, ANewPasswordSignsEverybodyElseOut) {
    enter("ann@firm.com", right);
    auto elsewhere = cookie;
    ASSERT_EQ(change(right, other.reveal()).status, 200);
    EXPECT_EQ(send(Method::get, "/api/sessions").status, 200);
    cookie = elsewhere;
    EXPECT_EQ(send(Method::get, "/api/sessions").status, 401);
}

TEST_P(SignInPagesTest, SigningOutEndsTheSessionAndTakesTheCookieBack) {
    enter("ann@firm.com", right);
    auto kept = cookie;
    auto out = send(Method::post, "/api/sign-out");
    EXPECT_EQ(out.status, 204);
    EXPECT_EQ(cookie, "__Host-bailey=");
    EXPECT_THAT(std::string(out.fields.get("Set-Cookie")), EndsWith("; Max-Age=0"));
    cookie = kept;
    EXPECT_EQ(send(Method::get, "/api/sessions").status, 401);
}

TEST_P(SignInPagesTest, ASessionOfAnotherDeviceIsEnded) {
    enter("ann@firm.com", right);
    auto phone = cookie;
    enter("ann@firm.com", right);
    auto all = list("/api/sessions");
    ASSERT_EQ(all.size(), 2u);
    std::string other_id;
    for (auto& one : all)
        if (!one.as_object().at("current").as_bool())
            other_id = std::string(jmap::text_of(one.as_object().at("id").as_string()));
    EXPECT_EQ(send(Method::delete_, "/api/sessions/" + other_id).status, 204);
    EXPECT_EQ(send(Method::delete_, "/api/sessions/" + other_id).status, 404);
    EXPECT_EQ(send(Method::delete_, "/api/sessions/nonsense").status, 404);
    cookie = phone;
    EXPECT_EQ(send(Method::get, "/api/sessions").status, 401);
}

TEST_P(SignInPagesTest, AppPasswordsAreMadeListedAndRevoked) {
    enter("ann@firm.com", right);
    auto made = post("/api/app-passwords", R"({"name":"Thunderbird"})");
    EXPECT_EQ(made.status, 201);
    EXPECT_TRUE(signin::AppPasswords::looks_like_one(Secret(member(made, "password"))));
    auto all = list("/api/app-passwords");
    ASSERT_EQ(all.size(), 1u);
    EXPECT_EQ(all[0].as_object().at("name"), "Thunderbird");
    EXPECT_FALSE(all[0].as_object().contains("password")) << "shown once";
    auto path = "/api/app-passwords/" + member(made, "id");
    EXPECT_TRUE(sign_in->with_password("ann@firm.com", Secret(member(made, "password")), peer));
    EXPECT_EQ(send(Method::delete_, path).status, 204);
    EXPECT_EQ(send(Method::delete_, path).status, 404);
    EXPECT_FALSE(sign_in->with_password("ann@firm.com", Secret(member(made, "password")), peer));
}

TEST_P(SignInPagesTest, ATokenIsMadeForAProgramAndEndedLikeASession) {
    enter("ann@firm.com", right);
    auto made = post("/api/tokens", R"({"name":"Case system"})");
    EXPECT_EQ(made.status, 201);
    EXPECT_TRUE(sessions->find(Secret(member(made, "token")), signin::SessionKind::token, peer));
    EXPECT_EQ(send(Method::delete_, "/api/sessions/" + member(made, "id")).status, 204);
    EXPECT_FALSE(sessions->find(Secret(member(made, "token")), signin::SessionKind::token, peer));
}

TEST_P(SignInPagesTest, NeitherAPasswordNorATokenManagesTheAccount) {
    enter("ann@firm.com", right);
    auto token = member(post("/api/tokens", R"({"name":"x"})"), "token");
    auto password = member(post("/api/app-passwords", R"({"name":"x"})"), "password");
    auto basic = "Basic " + base64(bytes_of("ann@firm.com:" + password));
    for (auto* path : {"/api/sessions", "/api/app-passwords"}) {
        EXPECT_EQ(status_with("Bearer " + token, path), 403) << path;
        EXPECT_EQ(status_with(basic, path), 403) << path;
    }
}

}  // namespace
}  // namespace bailey::signin_pages
