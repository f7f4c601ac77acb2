// The steps of signing in, the second factor and the recovery address, as the pages go through them.
#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <thread>

#include "api/signin/device.hpp"
#include "api/signin/signin_pages_fixture.hpp"

namespace bailey::signin_pages {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using ::testing::StartsWith;

class StepsTest : public SignInPagesTest {
protected:
    Response step(std::string_view way, const Secret& code, bool remember = false) {
        json::object body{{"way", way}, {"code", code.reveal()}, {"remember", remember}};
        return post("/api/sign-in/second-factor", jmap::write_json(body));
    }
    static std::vector<std::string> texts(const Response& r, std::string_view name) {
        std::vector<std::string> found;
        auto all = object(r);
        for (auto& one : all.at(name).as_array()) found.emplace_back(jmap::text_of(one.as_string()));
        return found;
    }
    static json::object part(const Response& r, std::string_view name) { return object(r).at(name).as_object(); }
    // What was asked for behind the answer has been done.
    outbox::Letter next_letter(std::size_t after) {
        for (int n = 0; n < 500 && outbox().size() <= after; ++n) std::this_thread::sleep_for(10ms);
        auto all = outbox();
        EXPECT_GT(all.size(), after);
        return all.size() > after ? all.back() : outbox::Letter{};
    }
    void write_conditions() {
        auto path = std::filesystem::temp_directory_path() /
                    ("bailey-terms-" + std::to_string(reinterpret_cast<std::uintptr_t>(this)) + ".txt");
        std::ofstream(path) << "2026-11\n\nBe kind.\n";
        conditions = signin::Conditions::load(path.string()).value();
        std::filesystem::remove(path);
    }
};
BAILEY_ON_BOTH_ENGINES(StepsTest);

TEST_P(StepsTest, TheFirstSignInFromALetterToTheInbox) {
    write_conditions();
    require_second_factor(true);
    auto once = users->set_password(system_actor(), ann, std::nullopt);
    EXPECT_EQ(next(), "signIn");
    auto in = enter("ann@firm.com", **once);
    EXPECT_EQ(in.status, 200);
    EXPECT_EQ(member(in, "next"), "password");
    EXPECT_THAT(cookie, StartsWith("__Host-bailey="));
    EXPECT_EQ(send(Method::get, "/api/sessions").status, 401) << "half signed in";
    EXPECT_EQ(post("/api/tokens", R"({"name":"x"})").status, 401);
    EXPECT_EQ(next(), "password") << "after a reload";
    EXPECT_EQ(error(post("/api/sign-in/skip", "{}")), "notThisStep");
    EXPECT_EQ(error(form("/api/sign-in/password", {{"newPassword", "short"}})), "weakPassword");
    EXPECT_EQ(error(form("/api/sign-in/password", {{"newPassword", (*once)->reveal()}})), "samePassword");
    auto set = form("/api/sign-in/password", {{"newPassword", other.reveal()}});
    EXPECT_EQ(member(set, "next"), "conditions");
    EXPECT_EQ(member(set, "version"), "2026-11");
    EXPECT_EQ(member(send(Method::get, "/api/conditions"), "text"), "Be kind.\n");
    EXPECT_EQ(error(form("/api/sign-in/conditions", {{"version", "2025"}})), "conditionsChanged");
    auto accepted = form("/api/sign-in/conditions", {{"version", "2026-11"}});
    EXPECT_EQ(member(accepted, "next"), "setUp");
    EXPECT_EQ(object(accepted).at("mayBeSkipped"), false);
    EXPECT_EQ(error(post("/api/sign-in/skip", "{}")), "secondFactorRequired");
    auto begun = post("/api/second-factor/totp", "{}");
    EXPECT_THAT(member(begun, "uri"), StartsWith("otpauth://totp/Bailey:ann%40firm.com.bailey.test?secret="));
    auto secret = from_base32(member(begun, "secret"));
    EXPECT_EQ(error(form("/api/second-factor/totp/confirm", {{"code", "000000"}})), "wrongCode");
    auto done = form("/api/second-factor/totp/confirm", {{"code", code_now(secret).reveal()}});
    EXPECT_EQ(done.status, 200);
    EXPECT_TRUE(object(done).at("next").is_null());
    EXPECT_EQ(texts(done, "recoveryCodes").size(), 10u);
    EXPECT_EQ(list("/api/sessions").size(), 1u);
}

TEST_P(StepsTest, TheSecondFactorAndARememberedBrowser) {
    auto secret = with_totp(ann);
    auto in = enter("ann@firm.com", right);
    EXPECT_EQ(member(in, "next"), "secondFactor");
    EXPECT_EQ(texts(in, "ways"), (std::vector<std::string>{"totp", "recoveryCode"}));
    EXPECT_EQ(error(post("/api/sign-in/code", "{}")), "noRecoveryAddress");
    EXPECT_EQ(error(step("totp", Secret("000000"))), "wrongCode");
    EXPECT_EQ(step("psychic", Secret("000000")).status, 400);
    auto shown = step("totp", code_now(secret), true);
    EXPECT_TRUE(object(shown).at("next").is_null());
    EXPECT_THAT(browser, StartsWith("__Host-bailey-browser="));
    post("/api/sign-out", "{}");
    EXPECT_EQ(next(), "signIn");
    EXPECT_TRUE(object(enter("ann@firm.com", right)).at("next").is_null());
    EXPECT_EQ(post("/api/second-factor/forget-browsers", "{}").status, 204);
    EXPECT_EQ(member(enter("ann@firm.com", right), "next"), "secondFactor");
    EXPECT_EQ(step("recoveryCode", recovery_codes[0]).status, 200);
}

TEST_P(StepsTest, ACodeByMail) {
    verify_address(ann);
    require_second_factor(true);
    auto in = enter("ann@firm.com", right);
    EXPECT_EQ(member(in, "email"), "a…@e…");
    EXPECT_EQ(error(step("email", Secret("123456"))), "codeNotValid") << "none was sent";
    EXPECT_EQ(post("/api/sign-in/code", "{}").status, 204);
    auto code = code_in(outbox().back());
    EXPECT_TRUE(object(step("email", code)).at("next").is_null());
}

TEST_P(StepsTest, WhoIsSignedInAndWhatIsSetUp) {
    enter("ann@firm.com", right);
    auto me = send(Method::get, "/api/me");
    EXPECT_TRUE(object(me).at("next").is_null());
    EXPECT_EQ(member(me, "username"), "ann@firm.com.bailey.test");
    EXPECT_EQ(member(me, "language"), "en");
    EXPECT_EQ(part(me, "organisation").at("name"), "Firm");
    EXPECT_EQ(part(me, "secondFactor").at("on"), false);
    EXPECT_TRUE(part(me, "recovery").at("address").is_null());
    EXPECT_EQ(texts(me, "toSetUp"), (std::vector<std::string>{"secondFactor", "recoveryAddress"}));
    EXPECT_EQ(form("/api/language", {{"language", "cy"}}).status, 204);
    EXPECT_EQ(form("/api/language", {{"language", "fr"}}).status, 422);
    auto given = form("/api/recovery-address", {{"address", "ann@example.org"}, {"password", right.reveal()}});
    EXPECT_EQ(given.status, 202);
    EXPECT_THAT(outbox().back().message, HasSubstr("Cadarnhewch"));
    me = send(Method::get, "/api/me");
    EXPECT_EQ(part(me, "recovery").at("pending"), "ann@example.org");
    EXPECT_EQ(form("/api/recovery-address/verify", {{"code", code_in(outbox().back()).reveal()}}).status, 204);
    me = send(Method::get, "/api/me");
    EXPECT_EQ(part(me, "recovery").at("address"), "ann@example.org");
    EXPECT_EQ(part(me, "recovery").at("verified"), true);
    EXPECT_EQ(member(me, "language"), "cy");
}

TEST_P(StepsTest, ChangingTheWayInTakesThePassword) {
    enter("ann@firm.com", right);
    auto bad = std::string(wrong.reveal());
    EXPECT_EQ(error(form("/api/recovery-address", {{"address", "ann@example.org"}, {"password", bad}})),
              "wrongPassword");
    EXPECT_EQ(error(form("/api/second-factor/totp", {{"password", bad}})), "wrongPassword");
    EXPECT_EQ(error(form("/api/second-factor/totp/remove", {{"password", bad}})), "wrongPassword");
    clock.advance(2min);
    EXPECT_EQ(error(post("/api/second-factor/totp", "{}")), "wrongPassword") << "none given";
    clock.advance(2min);
    EXPECT_EQ(error(form("/api/recovery-address", {{"address", "ann@firm.com"}, {"password", right.reveal()}})),
              "badAddress");
    EXPECT_EQ(post("/api/second-factor/email", R"({"on":true,"password":"walrus orbit kettle"})").status, 409);
    auto begun = form("/api/second-factor/totp", {{"password", right.reveal()}});
    auto secret = from_base32(member(begun, "secret"));
    EXPECT_EQ(form("/api/second-factor/totp/confirm", {{"code", code_now(secret).reveal()}}).status, 200);
    EXPECT_EQ(texts(form("/api/second-factor/recovery-codes", {{"password", right.reveal()}}), "recoveryCodes").size(),
              10u);
    EXPECT_EQ(form("/api/second-factor/totp/remove", {{"password", right.reveal()}}).status, 204);
}

TEST_P(StepsTest, AForgottenPasswordByLinkAndByCode) {
    verify_address(ann);
    auto before = outbox().size();
    EXPECT_EQ(form("/api/forgotten", {{"username", "ann@firm.com"}}).status, 202);
    auto letter = next_letter(before);
    auto token = std::string(token_in(letter, "reset").reveal()), code = std::string(code_in(letter).reveal());
    auto checked = form("/api/forgotten/check", {{"token", token}});
    EXPECT_EQ(member(checked, "username"), "ann@firm.com.bailey.test");
    EXPECT_TRUE(texts(checked, "ways").empty());
    EXPECT_EQ(form("/api/forgotten/check", {{"username", "ann@firm.com"}, {"code", code}}).status, 200);
    EXPECT_EQ(form("/api/forgotten/check", {{"username", "ann@firm.com"}}).status, 400);
    EXPECT_EQ(error(form("/api/forgotten/password", {{"token", token}, {"newPassword", "short"}})), "weakPassword");
    auto set = form("/api/forgotten/password", {{"token", token}, {"newPassword", other.reveal()}});
    EXPECT_TRUE(object(set).at("next").is_null());
    EXPECT_EQ(next(), "");
    auto again = form("/api/forgotten/password", {{"token", token}, {"newPassword", right.reveal()}});
    EXPECT_EQ(again.status, 410) << "good once";
    EXPECT_EQ(form("/api/forgotten/check", {{"username", "ann@firm.com"}, {"code", code}}).status, 410);
}

TEST_P(StepsTest, AForgottenPasswordTakesTheSecondFactorAsWell) {
    verify_address(ann);
    auto secret = with_totp(ann);
    auto before = outbox().size();
    form("/api/forgotten", {{"username", "ann@firm.com"}});
    auto token = std::string(token_in(next_letter(before), "reset").reveal());
    EXPECT_EQ(texts(form("/api/forgotten/check", {{"token", token}}), "ways"),
              (std::vector<std::string>{"totp", "recoveryCode"}));
    EXPECT_EQ(error(form("/api/forgotten/password", {{"token", token}, {"newPassword", other.reveal()}})), "wrongCode");
    auto code = std::string(code_now(secret).reveal());
    auto set = form("/api/forgotten/password",
                    {{"token", token}, {"newPassword", other.reveal()}, {"way", "totp"}, {"secondFactorCode", code}});
    EXPECT_TRUE(object(set).at("next").is_null()) << "and it is not asked for again";
}

// Nobody learns from it who is a member.
TEST_P(StepsTest, AskingForANewPasswordAnswersAlikeForEverybody) {
    verify_address(ann);
    auto known = form("/api/forgotten", {{"username", "ann@firm.com"}});
    auto unknown = form("/api/forgotten", {{"username", "nobody@firm.com"}});
    auto nonsense = form("/api/forgotten", {{"username", "..."}});
    for (auto* r : {&unknown, &nonsense}) {
        EXPECT_EQ(r->status, known.status);
        EXPECT_EQ(std::get<std::string>(r->body), std::get<std::string>(known.body));
        EXPECT_EQ(r->fields.size(), known.fields.size());
    }
    auto of_known = form("/api/forgotten/check", {{"username", "ann@firm.com"}, {"code", "00000000"}});
    auto of_unknown = form("/api/forgotten/check", {{"username", "nobody@firm.com"}, {"code", "00000000"}});
    EXPECT_EQ(of_known.status, of_unknown.status);
    EXPECT_EQ(std::get<std::string>(of_known.body), std::get<std::string>(of_unknown.body));
    next_letter(1);  // what is done behind is done before the test ends
}

TEST_P(StepsTest, ARecoveryAddressIsConfirmedByItsLinkWithoutASession) {
    ASSERT_TRUE(recovery->set_address(ann, "ann@example.org", peer));
    auto token = std::string(token_in(outbox().back(), "verify").reveal());
    EXPECT_EQ(form("/api/verify", {{"token", token}}).status, 204);
    EXPECT_EQ(form("/api/verify", {{"token", token}}).status, 410);
}

TEST_P(StepsTest, AStrangersPageGetsNowhere) {
    for (auto* path : {"/api/forgotten", "/api/forgotten/password", "/api/verify", "/api/sign-in/second-factor",
                       "/api/second-factor/totp", "/api/recovery-address", "/api/sign-out"}) {
        auto request = asked(Method::post, path, "{}");
        request.fields.add("X-Bailey", "1");
        request.fields.add("Origin", "https://evil.example");
        EXPECT_EQ(run(request).status, 403) << path;
    }
}

TEST_P(StepsTest, ABasicProgramIsToldToUseAnAppPassword) {
    with_totp(ann);
    auto request = asked(Method::get, "/api/sessions", "");
    request.fields.add("Authorization", "Basic " + base64(bytes_of("ann@firm.com:walrus orbit kettle")));
    auto refused = run(request);
    EXPECT_EQ(refused.status, 403);
    EXPECT_EQ(error(refused), "appPasswordNeeded");
}

TEST(Device, IsSaidInPlainWords) {
    struct {
        std::string_view agent, words;
    } cases[] = {
        {"Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:132.0) Gecko/20100101 Firefox/132.0", "Firefox on Windows"},
        {"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 "
         "Safari/537.36 Edg/130.0.0.0",
         "Edge on Windows"},
        {"Mozilla/5.0 (iPhone; CPU iPhone OS 17_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
         "Version/17.6 Mobile/15E148 Safari/604.1",
         "Safari on iPhone"},
        {"Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36",
         "Chrome on Android"},
        {"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.6 "
         "Safari/605.1.15",
         "Safari on Mac"},
        {"Something/1.0", "Something/1.0"},
        {"", ""}};
    for (auto& c : cases) EXPECT_EQ(device_of(c.agent).words(c.agent), c.words);
}

}  // namespace
}  // namespace bailey::signin_pages
