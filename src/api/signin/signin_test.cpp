// Signing in as the pages do it.
#include <gmock/gmock.h>

#include "api/signin/signin_pages_fixture.hpp"

namespace bailey::signin_pages {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::StartsWith;

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
    EXPECT_EQ(session.at("device"), "Firefox on Linux");
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
    for (int n = 0; n < 61; ++n) last = enter("nobody" + std::to_string(n) + "@firm.com", wrong).status;
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

TEST_P(SignInPagesTest, APasswordThatWillNotDoIsSaidToBeWhy) {
    struct {
        std::string_view password;
        const char *type, *weakness;
    } cases[] = {{"short", "weakPassword", "tooShort"},
                 {"password1234", "weakPassword", "common"},
                 {right.reveal(), "samePassword", ""}};
    for (auto& c : cases) {
        if (cookie.empty()) enter("ann@firm.com", right);
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

TEST_P(SignInPagesTest, AllOtherPagesAreSignedOutAtOnce) {
    enter("ann@firm.com", right);
    auto phone = cookie;
    post("/api/tokens", R"({"name":"Case system"})");
    enter("ann@firm.com", right);
    EXPECT_EQ(send(Method::delete_, "/api/sessions").status, 204);
    auto left = list("/api/sessions");
    ASSERT_EQ(left.size(), 2u) << "this page, and the token";
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
