#include "net/http/caller.hpp"

#include <gmock/gmock.h>
#include <prometheus/counter.h>
#include <prometheus/registry.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include "base/text.hpp"
#include "net/http/rate_limits.hpp"
#include "net/workers.hpp"
#include "services/signin/signin_fixture.hpp"

namespace bailey::net::http {
namespace {

using namespace std::chrono_literals;
using signin::SessionKind;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class CallersTest : public signin::SignedInTest {
protected:
    void SetUp() override {
        SignedInTest::SetUp();
        if (HasFatalFailure() || IsSkipped()) return;
        callers = std::make_unique<Callers>(workers, *sign_in, *sessions, limits, metrics.protocol("https"));
    }

    template <class T>
    T run(awaitable<T> work) {
        loop.restart();
        std::optional<T> result;
        boost::asio::co_spawn(loop, std::move(work), [&](std::exception_ptr, T value) { result = std::move(value); });
        loop.run();
        return std::move(*result);
    }
    static Request request(Fields fields, Method method = Method::get) {
        Request r;
        r.method = method;
        r.method_name = to_string(method);
        r.fields = std::move(fields);
        r.host = "mail.bailey.test";
        r.peer = peer;
        r.secure = true;
        return r;
    }
    Result<Caller> identify(Fields fields, Method method = Method::get) {
        auto asked = request(std::move(fields), method);
        return run(callers->identify(asked));
    }
    Errc refused(Fields fields, Method method = Method::get) {
        auto caller = identify(std::move(fields), method);
        return caller ? Errc{} : errc_of(caller.error());
    }
    static Fields basic(const std::string& name, std::string_view password) {
        return {{"Authorization", "Basic " + base64(bytes_of(name + ":" + std::string(password)))}};
    }
    Acting herself() const { return Acting(Actor{.account = ann, .grants = {}}); }
    std::string begin(SessionKind kind) {
        return std::string(sessions->begin(signed_in(), kind, "test", peer).value().token.reveal());
    }
    // The statuses of so many requests to a handler for signed-in callers.
    std::vector<int> statuses(std::size_t count, const Fields& fields) {
        auto handler = callers->signed_in(
            [](Request&, const Caller& c) -> awaitable<Response> { co_return text(200, c.who.address); });
        std::vector<int> all;
        while (count-- > 0) {
            auto asked = request(fields);
            all.push_back(run(handler(asked)).status);
        }
        return all;
    }

    boost::asio::io_context loop;  // a worker may still be waking it when run() has its result
    Workers workers{2};
    RateLimits limits{Rates{.person = {.a_second = 0.001, .burst = 3}}};
    Metrics metrics{std::make_shared<prometheus::Registry>()};
    std::unique_ptr<Callers> callers;
};
BAILEY_ON_BOTH_ENGINES(CallersTest);

TEST_P(CallersTest, APasswordOpensAndAWrongOneDoesNot) {
    auto caller = identify(basic("ann@firm.com", right.reveal()));
    ASSERT_TRUE(caller);
    EXPECT_EQ(caller->who.account, ann);
    EXPECT_EQ(caller->who.address, "ann@firm.com.bailey.test");
    EXPECT_EQ(caller->how, How::basic);
    EXPECT_EQ(caller->session, 0);
    EXPECT_EQ(refused(basic("ann@firm.com", wrong.reveal())), Errc::denied);
    EXPECT_EQ(refused(basic("nobody@firm.com", right.reveal())), Errc::denied);
    EXPECT_EQ(refused({}), Errc::denied);
}

TEST_P(CallersTest, AnAppPasswordOpens) {
    auto made = app_passwords->create(herself(), ann, "a program");
    ASSERT_TRUE(made);
    auto caller = identify(basic("ann@firm.com", made->password.reveal()));
    ASSERT_TRUE(caller);
    EXPECT_EQ(caller->who.account, ann);
    ASSERT_TRUE(app_passwords->revoke(herself(), ann, made->about.id));
    clock.advance(1s);
    EXPECT_EQ(refused(basic("ann@firm.com", made->password.reveal())), Errc::denied);
}

// RFC 7617 section 2: the first colon ends the name; the rest, colons and all, is the password.
TEST_P(CallersTest, APasswordMayHaveColonsAndLettersBeyondAscii) {
    const Secret odd("walrus: orbit: k\xc3\xa9ttle");
    ASSERT_TRUE(users->set_password(system_actor(), ann, odd));
    EXPECT_TRUE(identify(basic("ann@firm.com", odd.reveal())));
    Fields lower{{"authorization", "basic " + base64(bytes_of("ann@firm.com:" + std::string(odd.reveal())))}};
    EXPECT_TRUE(identify(lower)) << "a scheme's case does not matter (RFC 9110 section 11.1)";
}

TEST_P(CallersTest, WhatIsNoAuthorizationIsNobody) {
    for (std::string value : {"", "Basic", "Basic ", "Basic !!!", "Basic YW5u", "Basic /////w==", "Bearer", "Bearer ",
                              "Bearer nonsense", "Digest username=\"ann\"", "YW5uOnB3"})
        EXPECT_EQ(refused({{"Authorization", value}}), Errc::denied) << value;
    auto twice = basic("ann@firm.com", right.reveal());
    twice.add("Authorization", twice.get("Authorization"));
    EXPECT_EQ(refused(twice), Errc::denied);
}

TEST_P(CallersTest, ABearerTokenOpensAndACookieIsNone) {
    auto token = begin(SessionKind::token), page = begin(SessionKind::page);
    auto caller = identify({{"Authorization", "Bearer " + token}}, Method::post);
    ASSERT_TRUE(caller);
    EXPECT_EQ(caller->how, How::bearer);
    EXPECT_NE(caller->session, 0);
    EXPECT_EQ(refused({{"Authorization", "Bearer " + page}}), Errc::denied);
    EXPECT_EQ(refused({{"Cookie", "__Host-bailey=" + token}}), Errc::denied);
}

TEST_P(CallersTest, ACookieReads) {
    auto token = begin(SessionKind::page);
    for (auto& cookie : {"__Host-bailey=" + token, "a=b; __Host-bailey=" + token + "; c=d"}) {
        auto caller = identify({{"Cookie", cookie}});
        ASSERT_TRUE(caller) << cookie;
        EXPECT_EQ(caller->how, How::cookie);
        EXPECT_NE(caller->session, 0);
    }
    EXPECT_EQ(refused({{"Cookie", "bailey=" + token}}), Errc::denied);
    EXPECT_EQ(refused({{"Cookie", "__Host-bailey="}}), Errc::denied);
    clock.advance(13h);
    EXPECT_EQ(refused({{"Cookie", "__Host-bailey=" + token}}), Errc::denied) << "not used for half a day";
}

TEST_P(CallersTest, ACookieWritesForOurOwnPageAlone) {
    const std::string cookie = "__Host-bailey=" + begin(SessionKind::page), own = "https://mail.bailey.test";
    const Fields sent{{"Cookie", cookie}};
    auto with = [&](std::initializer_list<std::pair<std::string, std::string>> more) {
        auto fields = sent;
        for (auto& [name, value] : more) fields.add(name, value);
        return fields;
    };
    for (auto method : {Method::post, Method::delete_, Method::put, Method::patch}) {
        EXPECT_EQ(refused(sent, method), Errc::conflict);
        EXPECT_EQ(refused(with({{"X-Bailey", "1"}}), method), Errc::conflict) << "no word of where it comes from";
        EXPECT_EQ(refused(with({{"Origin", own}}), method), Errc::conflict) << "no X-Bailey";
        EXPECT_EQ(refused(with({{"X-Bailey", "1"}, {"Origin", "https://evil.example"}}), method), Errc::conflict);
        EXPECT_EQ(refused(with({{"X-Bailey", "1"}, {"Origin", "null"}}), method), Errc::conflict);
        EXPECT_EQ(refused(with({{"X-Bailey", "1"}, {"Origin", own}, {"Sec-Fetch-Site", "same-site"}}), method),
                  Errc::conflict);
        EXPECT_EQ(refused(with({{"X-Bailey", "1"}, {"Sec-Fetch-Site", "cross-site"}}), method), Errc::conflict);
        EXPECT_EQ(refused(with({{"X-Bailey", "1"}, {"Origin", own}}), method), Errc{});
        EXPECT_EQ(refused(with({{"X-Bailey", "1"}, {"Sec-Fetch-Site", "same-origin"}}), method), Errc{});
    }
}

TEST_P(CallersTest, ASuspendedAndALockedAccountAreToldSo) {
    auto page = begin(SessionKind::page), token = begin(SessionKind::token);
    ASSERT_TRUE(users->suspend(system_actor(), ann));
    EXPECT_EQ(refused(basic("ann@firm.com", right.reveal())), Errc::suspended);
    EXPECT_EQ(refused({{"Cookie", "__Host-bailey=" + page}}), Errc::suspended);
    EXPECT_EQ(refused({{"Authorization", "Bearer " + token}}), Errc::suspended);
    ASSERT_TRUE(users->resume(system_actor(), ann));
    auto refusal = Errc{};
    for (int n = 0; n < 30 && refusal != Errc::locked; ++n) {
        refusal = refused(basic("ann@firm.com", wrong.reveal()));
        clock.advance(61s);
    }
    EXPECT_EQ(refused(basic("ann@firm.com", right.reveal())), Errc::locked);
    EXPECT_EQ(refused({{"Cookie", "__Host-bailey=" + page}}), Errc::locked);
}

TEST_P(CallersTest, SignInsWithAPasswordAreCounted) {
    auto counted = metrics.protocol("https");
    EXPECT_TRUE(identify(basic("ann@firm.com", right.reveal())));
    EXPECT_FALSE(identify(basic("ann@firm.com", wrong.reveal())));
    EXPECT_FALSE(identify({{"Authorization", "Bearer nonsense"}}));
    EXPECT_FALSE(identify({}));
    EXPECT_EQ(counted.signed_in.Value(), 1);
    EXPECT_EQ(counted.sign_in_failed.Value(), 1);
}

TEST_P(CallersTest, GuessesAreSlowedDown) {
    for (int n = 0; n < 3; ++n) EXPECT_EQ(refused(basic("ann@firm.com", wrong.reveal())), Errc::denied);
    EXPECT_EQ(refused(basic("ann@firm.com", wrong.reveal())), Errc::too_many);
}

TEST_P(CallersTest, AOneTimePasswordOpensNothingHere) {
    auto one_time = users->set_password(system_actor(), ann, std::nullopt);
    ASSERT_TRUE(one_time && *one_time);
    EXPECT_EQ(refused(basic("ann@firm.com", (*one_time)->reveal())), Errc::locked);
}

TEST_P(CallersTest, APersonWhoAsksTooMuchMustWait) {
    EXPECT_THAT(statuses(4, basic("ann@firm.com", right.reveal())), ElementsAre(200, 200, 200, 429));
    EXPECT_THAT(statuses(1, {{"Authorization", "Bearer " + begin(SessionKind::token)}}), ElementsAre(429))
        << "a person, however signed in";
    create("bob@firm.com");
    EXPECT_THAT(statuses(1, basic("bob@firm.com", right.reveal())), ElementsAre(200));
}

TEST(CallersRefusal, SaysHowToSignIn) {
    Request plain;
    auto refused = Callers::refusal(plain, Errc::denied);
    EXPECT_EQ(refused.status, 401);
    EXPECT_EQ(refused.fields.joined("WWW-Authenticate"),
              R"(Basic realm="Bailey", charset="UTF-8", Bearer realm="Bailey")");
    Request bearer;
    bearer.fields.add("Authorization", "Bearer x");
    EXPECT_THAT(Callers::refusal(bearer, Errc::denied).fields.joined("WWW-Authenticate"),
                HasSubstr(R"(error="invalid_token")"));
}

// A window of the browser's that asks for a password would be taken for ours.
TEST(CallersRefusal, DoesNotOfferBasicToAScript) {
    Request page, fetch, navigation;
    page.fields.add("X-Bailey", "1");
    fetch.fields.add("Sec-Fetch-Mode", "cors");
    navigation.fields.add("Sec-Fetch-Mode", "navigate");
    EXPECT_EQ(Callers::refusal(page, Errc::denied).fields.joined("WWW-Authenticate"), R"(Bearer realm="Bailey")");
    EXPECT_EQ(Callers::refusal(fetch, Errc::denied).fields.joined("WWW-Authenticate"), R"(Bearer realm="Bailey")");
    EXPECT_THAT(Callers::refusal(navigation, Errc::denied).fields.joined("WWW-Authenticate"), HasSubstr("Basic"));
}

TEST(CallersRefusal, HasAStatusForEveryReason) {
    Request r;
    struct {
        Errc error;
        int status;
        bool retry;
    } cases[] = {{Errc::conflict, 403, false}, {Errc::locked, 403, false},   {Errc::suspended, 403, false},
                 {Errc::too_many, 429, true},  {Errc::try_later, 503, true}, {Errc::corrupt, 500, false}};
    for (auto& c : cases) {
        auto refused = Callers::refusal(r, c.error);
        EXPECT_EQ(refused.status, c.status);
        EXPECT_EQ(refused.fields.has("Retry-After"), c.retry) << c.status;
        EXPECT_EQ(refused.fields.get("Content-Type"), "application/problem+json");
        EXPECT_FALSE(refused.fields.has("WWW-Authenticate"));
    }
}

}  // namespace
}  // namespace bailey::net::http
