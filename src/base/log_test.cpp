#include "base/log.hpp"

#include <gmock/gmock.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

namespace bailey::log {
namespace {

static_assert(!std::is_constructible_v<Value, Secret> && !std::is_constructible_v<Value, const Secret&>);
static_assert(!std::is_constructible_v<Value, Key> && !std::is_constructible_v<Value, const Key&>);

// The one line, without its time.
std::string line(const Capture& log, std::size_t time_at = 0) {
    auto lines = log.lines();
    EXPECT_EQ(lines.size(), 1u) << testing::PrintToString(lines);
    if (lines.empty()) return {};
    EXPECT_THAT(lines[0].substr(time_at, 24), testing::MatchesRegex("20..-..-..T..:..:..\\....Z"));
    return lines[0].substr(time_at + 24);
}

TEST(Log, WritesTextWithFields) {
    Capture log;
    info("queue.delivered", {{"message", "m1"}, {"recipients", 3}, {"to", "a b"}, {"empty", ""}, {"late", true}});
    EXPECT_EQ(line(log), " info    queue.delivered message=m1 recipients=3 to=\"a b\" empty=\"\" late=yes");
}

TEST(Log, WritesOneJsonObjectALine) {
    Capture log(Format::json);
    Scope scope("r1");
    warning("queue.late",
            {{"to", std::string("ü\"\\")}, {"n", std::int64_t{-5}}, {"why", make_error_code(Errc::try_later)}});
    EXPECT_EQ(line(log, 9), R"(","level":"warning","event":"queue.late","request":"r1","to":"ü\"\\","n":-5,)"
                            R"("why":"try again later"})");
}

TEST(Log, LetsNobodyForgeALine) {
    for (auto format : {Format::text, Format::json}) {
        Capture log(format);
        info("x",
             {{"name", "a\r\n2030-01-01 error forged\x1b[2J\x7f\u0085\u2028"}, {"bad utf-8", std::string("\xff\xc3")}});
        ASSERT_EQ(log.lines().size(), 1u);
        EXPECT_TRUE(log.saw(R"(a\u000d\u000a2030)"));
        EXPECT_TRUE(log.saw(R"(\u001b[2J\u007f\u0085\u2028)"));
        EXPECT_TRUE(log.saw(R"(\u00ff\u00c3)"));
    }
}

TEST(Log, CannotBeGivenAFieldBySpacesOrEquals) {
    Capture log;
    info("x", {{"name", "a admin=yes"}, {"other", "a=b"}, {"quote", "\""}});
    EXPECT_EQ(line(log), R"( info    x name="a admin=yes" other="a=b" quote="\"")");
}

TEST(Log, NamesTheRequestWhileItLasts) {
    Capture log;
    EXPECT_EQ(request_id(), "");
    {
        Scope outer("one");
        {
            Scope inner("two");
            info("x");
        }
        EXPECT_EQ(request_id(), "one");
        std::jthread([] { EXPECT_EQ(request_id(), "") << "another thread has its own"; }).join();
    }
    EXPECT_EQ(line(log), " info    x request=two");
    EXPECT_EQ(request_id(), "");
}

TEST(Log, MakesRequestIdsThatDiffer) {
    EXPECT_THAT(new_request_id(), testing::MatchesRegex("[a-z2-7]+"));
    EXPECT_EQ(new_request_id().size(), 16u);
    EXPECT_NE(new_request_id(), new_request_id());
}

struct LogFile : testing::Test {
    std::string path = testing::TempDir() + "bailey-log-" + std::to_string(::getpid());
    ~LogFile() override {
        EXPECT_TRUE(configure({}));
        std::filesystem::remove(path);
    }
    std::string written() const {
        std::ostringstream text;
        text << std::ifstream(path).rdbuf();
        return text.str();
    }
};

TEST_F(LogFile, GetsLinesFromItsLevelUp) {
    ASSERT_TRUE(configure({Format::text, Level::warning, path}));
    EXPECT_FALSE(enabled(Level::info));
    info("quiet");
    warning("loud");
    error("louder");
    EXPECT_THAT(written(), testing::AllOf(testing::HasSubstr("loud\n"), testing::HasSubstr("louder\n"),
                                          testing::Not(testing::HasSubstr("quiet"))));
}

TEST_F(LogFile, IsAppendedToAndReopenedAfterRotation) {
    ASSERT_TRUE(configure({Format::text, Level::info, path}));
    info("first");
    std::filesystem::remove(path);
    ASSERT_TRUE(configure({Format::text, Level::info, path}));
    info("second");
    ASSERT_TRUE(configure({Format::text, Level::info, path}));
    info("third");
    EXPECT_THAT(written(), testing::AllOf(testing::HasSubstr("second\n"), testing::HasSubstr("third\n"),
                                          testing::Not(testing::HasSubstr("first"))));
}

TEST_F(LogFile, ThatCannotBeOpenedIsAnErrorAndTheLogGoesOn) {
    Capture log;
    EXPECT_EQ(configure({Format::text, Level::info, "/proc/no/such"}).error(), Errc::bad_config);
    EXPECT_TRUE(log.saw("/proc/no/such"));
    info("still here");
    EXPECT_TRUE(log.saw("still here"));
}

TEST(Log, KeepsLinesWholeFromManyThreads) {
    Capture log;
    {
        std::vector<std::jthread> threads;
        for (int t = 0; t < 4; ++t)
            threads.emplace_back([] {
                for (int i = 0; i < 100; ++i) info("x", {{"text", "0123456789"}});
            });
    }
    auto lines = log.lines();
    EXPECT_EQ(lines.size(), 400u);
    for (auto& l : lines) EXPECT_THAT(l, testing::EndsWith(" info    x text=0123456789"));
}

}  // namespace
}  // namespace bailey::log
