// Runs every tests/sieve/*.svtest.
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <cstdio>

#include "suite/suite.hpp"

namespace bailey::sieve::suite {
namespace {

std::vector<std::filesystem::path> scripts() {
    std::vector<std::filesystem::path> out;
    for (const auto& entry : std::filesystem::directory_iterator(BAILEY_SOURCE_DIR "/tests/sieve"))
        if (entry.path().extension() == ".svtest") out.push_back(entry.path());
    std::ranges::sort(out);
    return out;
}

class SieveScripts : public testing::TestWithParam<std::filesystem::path> {};

TEST_P(SieveScripts, AllCasesPass) {
    const auto report = run_file(GetParam());
    EXPECT_EQ(report.error, "");
    EXPECT_FALSE(report.cases.empty());
    for (const auto& result : report.cases) EXPECT_EQ(result.failure, "") << result.line << ": " << result.name;
    RecordProperty("cases", static_cast<int>(report.cases.size()));
}

std::string script_name(const testing::TestParamInfo<std::filesystem::path>& script) {
    auto name = script.param.stem().string();
    std::ranges::replace_if(
        name, [](char c) { return !std::isalnum(static_cast<unsigned char>(c)); }, '_');
    return name;
}
INSTANTIATE_TEST_SUITE_P(All, SieveScripts, testing::ValuesIn(scripts()), script_name);

// A test of the test program: what fails is told.
TEST(SieveSuite, AFailingCaseIsToldWithItsLine) {
    const auto file = std::filesystem::temp_directory_path() / "bailey_failing.svtest";
    {
        std::FILE* out = std::fopen(file.c_str(), "w");
        std::fputs("require \"vnd.dovecot.testsuite\";\ntest \"one\" { test_fail \"why\"; }\ntest \"two\" { keep; }\n",
                   out);
        std::fclose(out);
    }
    const auto report = run_file(file);
    std::filesystem::remove(file);
    ASSERT_EQ(report.cases.size(), 2u);
    EXPECT_EQ(report.cases[0].failure, "line 2: why");
    EXPECT_EQ(report.cases[1].failure, "");
    EXPECT_FALSE(report.passed());
}

}  // namespace
}  // namespace bailey::sieve::suite
