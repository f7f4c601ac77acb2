// For tests: every store test runs on both engines, each on databases of its own.
//
//   class QueueTest : public sql::EngineTest {};
//   BAILEY_ON_BOTH_ENGINES(QueueTest);
//   TEST_P(QueueTest, ...) { auto url = fresh_database(); ... }
//
// SQLite databases are files in a temporary folder. PostgreSQL needs a server: BAILEY_TEST_POSTGRES holds its URL
// (tools/postgres-for-tests.sh starts one), and each database is a schema there. Without a server those tests fail:
// whoever wants to do without says so with BAILEY_TEST_POSTGRES=off.
#pragma once
#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "store/sql/sql.hpp"

namespace bailey::sql {

enum class Engine { sqlite, postgres };

class EngineTest : public testing::TestWithParam<Engine> {
protected:
    void SetUp() override {
        if (GetParam() == Engine::sqlite) return;
        if (server() == "off") GTEST_SKIP() << "BAILEY_TEST_POSTGRES=off";
        if (server().empty())
            GTEST_FAIL() << "BAILEY_TEST_POSTGRES is not set: run tools/postgres-for-tests.sh, or "
                            "set it to \"off\"";
    }

    void TearDown() override {
        for (auto& schema : schemas_) administer("drop schema " + schema + " cascade");
        if (!folder_.empty()) std::filesystem::remove_all(folder_);
    }

    // The URL of a new, empty database, gone after the test. A test may have several.
    std::string fresh_database() {
        static std::atomic<int> last{0};
        auto name = "bailey_test_" + std::to_string(getpid()) + "_" + std::to_string(++last);
        if (GetParam() == Engine::sqlite) return "sqlite:" + (folder() / (name + ".db")).string();
        administer("create schema " + name);
        schemas_.push_back(name);
        return server() + (server().find('?') == std::string::npos ? "?" : "&") + "options=-csearch_path%3D" + name;
    }

    // A temporary folder of this test's own.
    std::filesystem::path folder() {
        if (folder_.empty()) {
            auto pattern = (std::filesystem::temp_directory_path() / "bailey-test.XXXXXX").string();
            folder_ = mkdtemp(pattern.data());
        }
        return folder_;
    }

    bool postgres() const { return GetParam() == Engine::postgres; }

private:
    static std::string server() {
        const char* url = std::getenv("BAILEY_TEST_POSTGRES");
        return url ? url : "";
    }
    static void administer(const std::string& statement) {
        auto c = open(server());
        ASSERT_TRUE(c) << "no PostgreSQL at " << server();
        ASSERT_TRUE((*c)->script(statement)) << statement;
    }

    std::filesystem::path folder_;
    std::vector<std::string> schemas_;
};

inline std::string engine_name(const testing::TestParamInfo<Engine>& info) {
    return info.param == Engine::sqlite ? "sqlite" : "postgres";
}

#define BAILEY_ON_BOTH_ENGINES(suite)                                                                       \
    INSTANTIATE_TEST_SUITE_P(Engines, suite,                                                                \
                             ::testing::Values(bailey::sql::Engine::sqlite, bailey::sql::Engine::postgres), \
                             bailey::sql::engine_name)

}  // namespace bailey::sql
