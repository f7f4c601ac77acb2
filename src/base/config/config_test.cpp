#include "base/config/config.hpp"

#include <gmock/gmock.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "base/config/settings.hpp"

namespace bailey::config {
namespace {

std::string slurp(const std::string& path) {
    std::ifstream file(path);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

std::vector<std::string> mistakes(std::string_view text) {
    std::vector<ConfigError> errors;
    auto config = parse(text, "bailey.conf", errors);
    EXPECT_EQ(config.has_value(), errors.empty());
    std::vector<std::string> lines;
    for (auto& e : errors) lines.push_back(e.text());
    return lines;
}

Config read(std::string_view text) {
    std::vector<ConfigError> errors;
    auto config = parse(text, "bailey.conf", errors);
    for (auto& e : errors) ADD_FAILURE() << e.text();
    return config ? *config : Config{};
}

TEST(Config, SampleInTheRepositoryIsTheOneWePrint) {
    EXPECT_EQ(slurp(BAILEY_SOURCE_DIR "/config/bailey.conf"), print(Config{}))
        << "print it again: bailey config defaults > config/bailey.conf";
}

TEST(Config, SampleReadsBackAsTheDefaults) { EXPECT_EQ(read(print(Config{})), Config{}); }

TEST(Config, WhatIsPrintedReadsBack) {
    Config config;
    config.service.name = "A \"quoted\" name \\ with a backslash";
    config.smtp.message_size = 3 * KiB + 64 * KiB;
    config.smtp.submissions = {};
    config.pop3.pop3 = {"[::1]:110", "localhost:1110"};
    config.https.public_url = "https://mail.secure.example";
    config.https.pages = "";
    config.database.cells = {"postgresql://bailey@db/cell0"};
    config.queue.lifetime = seconds(86'401);
    config.signin.remember = seconds(0);
    config.log.file = "/var/log/bailey.log";
    config.exceptions = {{"firm.com", "firm.bailey.test"}, {"x.org", "y.bailey.test"}};
    EXPECT_EQ(read(print(config)), config);
}

TEST(Config, NothingMeansTheDefaults) { EXPECT_EQ(read(""), Config{}); }

TEST(Config, TakesWhatIsNamed) {
    auto config = read(
        "[service]\n"
        "suffix = 'cjsm.net'\n"
        "[smtp]\n"
        "recipients = 25\n"
        "message_size = \"20MB\"\n"
        "submission = []\n"
        "[queue]\n"
        "lifetime = \"2d\"\n"
        "[[exception]]\n"
        "everyday = \"firm.com\"\n"
        "secure = \"firm.cjsm.net\"\n");
    Config expected;
    expected.service.suffix = "cjsm.net";
    expected.smtp.recipients = 25;
    expected.smtp.message_size = 20 * MiB;
    expected.smtp.submission = {};
    expected.queue.lifetime = hours(48);
    expected.exceptions = {{"firm.com", "firm.cjsm.net"}};
    EXPECT_EQ(config, expected);
}

TEST(Config, EverySettingIsExplainedAndInOneSection) {
    std::string_view section;
    std::set<std::string_view> seen;
    for (auto& s : settings()) {
        EXPECT_GT(s.sentence.size(), 15u) << s.key;
        EXPECT_TRUE(s.sentence.ends_with('.')) << s.key;
        if (s.section == section) continue;
        section = s.section;
        EXPECT_TRUE(seen.insert(section).second) << section << " twice";
    }
}

struct Mistake {
    const char *text, *error;
};
class ConfigMistake : public testing::TestWithParam<Mistake> {};

TEST_P(ConfigMistake, IsNamedWithItsLine) {
    EXPECT_THAT(mistakes(GetParam().text), testing::ElementsAre(GetParam().error));
}

INSTANTIATE_TEST_SUITE_P(
    Kinds, ConfigMistake,
    testing::Values(
        Mistake{"\n[smtp]\nrecipients = \"many\"",
                "bailey.conf:3: smtp.recipients: expected a whole number from 1 to 100000, found \"many\""},
        Mistake{"[smtp]\nrecipients = 0",
                "bailey.conf:2: smtp.recipients: expected a whole number from 1 to 100000, found 0"},
        Mistake{"[smtp]\nrecipients = -5",
                "bailey.conf:2: smtp.recipients: expected a whole number from 1 to 100000, found -5"},
        Mistake{"[smtp]\nrecipients = 1.5",
                "bailey.conf:2: smtp.recipients: expected a whole number from 1 to 100000, found something else"},
        Mistake{"[smtp]\nmessage_size = 50",
                "bailey.conf:2: smtp.message_size: expected a size from 64KB to 1GB, found 50"},
        Mistake{"[smtp]\nmessage_size = \"50 MB\"",
                "bailey.conf:2: smtp.message_size: expected a size from 64KB to 1GB, found \"50 MB\""},
        Mistake{"[smtp]\nmessage_size = \"2GB\"",
                "bailey.conf:2: smtp.message_size: expected a size from 64KB to 1GB, found \"2GB\""},
        Mistake{"[queue]\nlifetime = \"5 days\"",
                "bailey.conf:2: queue.lifetime: expected a duration from 1m to 60d, found \"5 days\""},
        Mistake{"[queue]\nlifetime = 99999999999999999",
                "bailey.conf:2: queue.lifetime: expected a duration from 1m to 60d, found 99999999999999999"},
        Mistake{"[queue]\nlifetime = \"99999999999999999999d\"",
                "bailey.conf:2: queue.lifetime: expected a duration from 1m to 60d, found \"99999999999999999999d\""},
        Mistake{"[log]\nformat = \"xml\"", "bailey.conf:2: log.format: expected \"text\" or \"json\", found \"xml\""},
        Mistake{"[log]\nfile = true", "bailey.conf:2: log.file: expected text, found true"},
        Mistake{"[service]\nname = \"\"", "bailey.conf:2: service.name: expected text that is not empty, found \"\""},
        Mistake{"[service]\nname = \"a\\nb\"",
                "bailey.conf:2: service.name: expected text that is not empty, found \"a?b\""},
        Mistake{"[smtp]\nsubmission = \"0.0.0.0:587\"",
                "bailey.conf:2: smtp.submission: expected a list of \"host:port\", found \"0.0.0.0:587\""},
        Mistake{"[smtp]\nsubmission = [\"::587\"]",
                "bailey.conf:2: smtp.submission: expected a list of \"host:port\", found [\"::587\"]"},
        Mistake{"[smtp]\nsubmission = [\"a:65536\"]",
                "bailey.conf:2: smtp.submission: expected a list of \"host:port\", found [\"a:65536\"]"},
        Mistake{
            "[https]\npublic_url = \"http://mail.example\"",
            "bailey.conf:2: https.public_url: expected \"https://host\" or \"https://host:port\", or nothing, found "
            "\"http://mail.example\""},
        Mistake{
            "[https]\npublic_url = \"https://mail.example/\"",
            "bailey.conf:2: https.public_url: expected \"https://host\" or \"https://host:port\", or nothing, found "
            "\"https://mail.example/\""},
        Mistake{"[smtp]\nsubmission = [\"a:1\", 2]",
                "bailey.conf:2: smtp.submission: expected a list of \"host:port\", found [\"a:1\", 2]"}));

INSTANTIATE_TEST_SUITE_P(
    Databases, ConfigMistake,
    testing::Values(
        Mistake{"[database]\nqueue = \"mysql://root:sesame@db\"",
                "bailey.conf:2: database.queue: expected \"sqlite:/path/file.db\" or \"postgresql://...\", found "
                "something else"},  // a password is not shown
        Mistake{
            "[database]\ncells = []",
            "bailey.conf:2: database.cells: expected a list of \"sqlite:/path/file.db\" or \"postgresql://...\", none "
            "twice, found something else"},
        Mistake{
            "[database]\ncells = [\"sqlite:a\", \"sqlite:a\"]",
            "bailey.conf:2: database.cells: expected a list of \"sqlite:/path/file.db\" or \"postgresql://...\", none "
            "twice, found something else"}));

INSTANTIATE_TEST_SUITE_P(
    Names, ConfigMistake,
    testing::Values(Mistake{"[smtp]\nrecipient = 5",
                            "bailey.conf:2: \"smtp.recipient\": unknown setting, did you mean \"recipients\"?"},
                    Mistake{"[smtp]\nfrobnicate = 5", "bailey.conf:2: \"smtp.frobnicate\": unknown setting"},
                    Mistake{"[smpt]\nrecipients = 5",
                            "bailey.conf:1: \"smpt\": unknown section, did you mean \"smtp\"?"},
                    Mistake{"recipients = 5", "bailey.conf:1: \"recipients\": unknown section"},
                    Mistake{"smtp = 5", "bailey.conf:1: smtp: expected a section, found 5"},
                    Mistake{"[[smtp]]\nrecipients = 5", "bailey.conf:1: smtp: expected a section, found [a table]"},
                    Mistake{"[exception]\neveryday = \"a\"",
                            "bailey.conf:1: exception: expected [[exception]] with \"everyday\" and \"secure\""},
                    Mistake{"\n[[exception]]\neveryday = \"a\"",
                            "bailey.conf:2: exception: expected \"everyday\" and \"secure\", two domains, alone"},
                    Mistake{"[[exception]]\neveryday = \"a\"\nsecure = 1",
                            "bailey.conf:1: exception: expected \"everyday\" and \"secure\", two domains, alone"},
                    Mistake{"[[exception]]\neveryday = \"a\"\nsecure = \"b\"\nmore = 1",
                            "bailey.conf:1: exception: expected \"everyday\" and \"secure\", two domains, alone"}));

INSTANTIATE_TEST_SUITE_P(
    Orders, ConfigMistake,
    testing::Values(Mistake{"[queue]\nfirst_retry = \"2h\"",
                            "bailey.conf:2: queue.first_retry: expected no more than queue.last_retry"},
                    Mistake{"[queue]\nlifetime = \"1h\"",
                            "bailey.conf:2: queue.delay_notice: expected no more than queue.lifetime"},
                    Mistake{"[smtp]\nrecipients = 5000",
                            "bailey.conf:2: smtp.recipients: expected no more than smtp.commands"},
                    Mistake{"[connections]\ntotal = 10\nper_address = 11",
                            "bailey.conf:3: connections.per_address: expected no more than connections.total"}));

TEST(Config, AnOriginIsAHostAndPerhapsAPort) {
    for (auto* origin :
         {"https://mail.example", "https://mail.example:8443", "https://[::1]", "https://[::1]:8443", ""})
        EXPECT_EQ(read(std::string("[https]\npublic_url = \"") + origin + "\"").https.public_url, origin);
    for (auto* other :
         {"https://", "https://:443", "https://a:b", "https://me@mail.example", "https://a b", "mail.example"})
        EXPECT_EQ(mistakes(std::string("[https]\npublic_url = \"") + other + "\"").size(), 1u) << other;
}

TEST(Config, NamesEveryMistakeByLine) {
    EXPECT_THAT(mistakes("[smtp]\nzz = 1\nrecipients = \"x\"\n[log]\nlevel = 3\n"),
                testing::ElementsAre(testing::StartsWith("bailey.conf:2:"), testing::StartsWith("bailey.conf:3:"),
                                     testing::StartsWith("bailey.conf:5:")));
}

TEST(Config, NamesTheLineOfBrokenToml) {
    for (auto* text : {"[smtp]\nrecipients = \n", "[smtp]\nrecipients = 1 2\n", "[smtp]\nrecipients = \"a\n",
                       "[smtp]\nerrors = 2\nerrors = 3\n", "[smtp]\n\xff = 1\n"})
        EXPECT_THAT(mistakes(text), testing::ElementsAre(testing::ContainsRegex("^bailey.conf:[23]: ."))) << text;
}

TEST(Config, RefusesAFileThatIsNotOne) {
    EXPECT_THAT(mistakes(std::string(2 * MiB, '#')),
                testing::ElementsAre("bailey.conf: expected a file of at most 1MB"));
    EXPECT_EQ(mistakes("x = " + std::string(100'000, '[')).size(), 1u) << "nesting is bounded";
    std::vector<ConfigError> errors;
    EXPECT_EQ(load("/nonexistent/bailey.conf", errors).error(), Errc::bad_config);
    ASSERT_EQ(errors.size(), 1u);
    EXPECT_EQ(errors[0].text(), "/nonexistent/bailey.conf: cannot be read: No such file or directory");
    errors.clear();
    EXPECT_EQ(load(testing::TempDir(), errors).error(), Errc::bad_config) << "a folder";
    EXPECT_EQ(errors.size(), 1u);
}

TEST(Config, LoadsAFile) {
    auto path = testing::TempDir() + "bailey-conf-" + std::to_string(::getpid());
    std::ofstream(path) << "[smtp]\nhops = 7\n";
    std::vector<ConfigError> errors;
    auto config = load(path, errors);
    std::filesystem::remove(path);
    ASSERT_TRUE(config);
    EXPECT_EQ(config->smtp.hops, 7u);
}

}  // namespace
}  // namespace bailey::config
