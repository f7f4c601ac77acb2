#include "api/spelling/endpoints.hpp"

#include <gmock/gmock.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "base/text.hpp"
#include "net/http/rate_limits.hpp"
#include "net/workers.hpp"
#include "services/signin/signin_fixture.hpp"
#include "services/spelling/spelling.hpp"

namespace bailey::spelling {
namespace {

using namespace net::http;
using ::testing::HasSubstr;

class SpellingEndpoints : public signin::SignedInTest {
protected:
    void SetUp() override {
        SignedInTest::SetUp();
        if (HasFatalFailure() || IsSkipped()) return;
        auto pattern = (std::filesystem::temp_directory_path() / "bailey-test.XXXXXX").string();
        folder = mkdtemp(pattern.data());
        std::ofstream(folder / "en_GB.aff") << "SET UTF-8\nTRY esianrtolcdug\n";
        std::ofstream(folder / "en_GB.dic") << "2\njudge\ncolour\n";
        spelling = std::make_unique<Spelling>(folder.string());
        callers = std::make_unique<Callers>(workers, *sign_in, *sessions, limits);
        endpoints = std::make_unique<Endpoints>(Endpoints{workers, *callers, *spelling});
        add_routes(router, *endpoints);
        handler = router.handler();
    }
    void TearDown() override {
        std::filesystem::remove_all(folder);
        SignedInTest::TearDown();
    }
    // "200 body".
    std::string post(const std::string& path, const std::string& body, bool as_ann = true) {
        Request request;
        request.method = Method::post;
        request.method_name = "POST";
        request.path = path;
        request.host = "mail.bailey.test";
        request.peer = peer;
        request.secure = true;
        request.fields.add("Content-Type", "application/json");
        if (as_ann) {
            const auto credentials = "ann@firm.com:" + std::string(right.reveal());
            request.fields.add("Authorization", "Basic " + base64(bytes_of(credentials)));
        }
        request.body = body_from(body);
        loop.restart();
        Response answer;
        boost::asio::co_spawn(loop, handler(request), [&](std::exception_ptr, Response r) { answer = std::move(r); });
        loop.run();
        auto* text = std::get_if<std::string>(&answer.body);
        return std::to_string(answer.status) + " " + (text ? *text : "");
    }

    std::filesystem::path folder;
    boost::asio::io_context loop;
    net::Workers workers{2};
    RateLimits limits;
    Router router;
    std::unique_ptr<Spelling> spelling;
    std::unique_ptr<Callers> callers;
    std::unique_ptr<Endpoints> endpoints;
    Handler handler;
};
INSTANTIATE_TEST_SUITE_P(Engines, SpellingEndpoints, ::testing::Values(sql::Engine::sqlite), sql::engine_name);

TEST_P(SpellingEndpoints, words_that_are_not_known_come_back) {
    EXPECT_EQ(post("/api/spelling", R"({"language":"en-GB","words":["judge","jugde","colour"]})"),
              R"(200 {"language":"en-GB","unknown":["jugde"]})");
    EXPECT_THAT(post("/api/spelling/suggest", R"({"language":"en-GB","word":"jugde"})"),
                HasSubstr(R"("suggestions":["judge")"));
}

TEST_P(SpellingEndpoints, a_language_without_a_dictionary_is_said) {
    EXPECT_THAT(post("/api/spelling", R"({"language":"cy","words":["barnwr"]})"), HasSubstr("404 "));
    EXPECT_THAT(post("/api/spelling", R"({"language":"cy","words":["barnwr"]})"),
                HasSubstr("urn:bailey:error:noDictionary"));
}

TEST_P(SpellingEndpoints, only_for_whoever_is_signed_in_and_only_what_is_documented) {
    EXPECT_THAT(post("/api/spelling", R"({"language":"en","words":["a"]})", false), HasSubstr("401 "));
    for (auto body :
         {"[]", "{}", R"({"language":"en"})", R"({"language":"en","words":[1]})", R"({"language":1,"words":[]})"})
        EXPECT_THAT(post("/api/spelling", body), HasSubstr("badForm")) << body;
    std::string many = R"({"language":"en","words":["a")";
    for (int n = 0; n < 1000; ++n) many += R"(,"a")";
    EXPECT_THAT(post("/api/spelling", many + "]}"), HasSubstr("tooManyWords"));
    EXPECT_THAT(post("/api/spelling/suggest", R"({"language":"en","word":["a","b"]})"), HasSubstr("badForm"));
}

}  // namespace
}  // namespace bailey::spelling
