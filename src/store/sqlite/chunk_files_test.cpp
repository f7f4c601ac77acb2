#include "store/sqlite/chunk_files.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>

#include "store/sql/sql.hpp"

namespace bailey::sql {
namespace {

namespace fs = std::filesystem;

class ChunkFilesTest : public testing::Test {
protected:
    void SetUp() override {
        auto pattern = (fs::temp_directory_path() / "bailey-chunks.XXXXXX").string();
        folder = mkdtemp(pattern.data());
        database = (folder / "cell.db").string();
    }
    void TearDown() override { fs::remove_all(folder); }
    // Octets on disk, not counting holes.
    std::uint64_t stored() const {
        std::uint64_t octets = 0;
        for (auto& file : fs::directory_iterator(database + ".chunks")) {
            struct stat s {};
            EXPECT_EQ(::stat(file.path().c_str(), &s), 0);
            octets += static_cast<std::uint64_t>(s.st_blocks) * 512;
        }
        return octets;
    }
    fs::path folder;
    std::string database;
    Bytes large = Bytes(100'000, 7);
};

TEST_F(ChunkFilesTest, WhatWasPutIsFetchedAlsoByAnother) {
    auto files = ChunkFiles::of(database);
    auto first = files->put(large);
    auto second = files->put(Bytes(50'000, 9));
    ASSERT_TRUE(first && second && files->sync());
    ChunkFiles another(database + ".chunks");
    EXPECT_EQ(*another.fetch(*first), large);
    EXPECT_EQ(*another.fetch(*second), Bytes(50'000, 9));
}

TEST_F(ChunkFilesTest, APlaceThatIsNoneIsRefused) {
    auto files = ChunkFiles::of(database);
    ASSERT_TRUE(files->put(large));
    EXPECT_EQ(files->fetch(Bytes(15, 0)).error(), Errc::corrupt);
    EXPECT_EQ(files->fetch(Bytes(3, 1)).error(), Errc::corrupt);
    Bytes elsewhere(15, 0);
    elsewhere[3] = 99;  // no such file
    EXPECT_EQ(files->fetch(elsewhere).error(), Errc::not_found);
    elsewhere[3] = 1;
    elsewhere[14] = 5;
    elsewhere[8] = 200;  // behind the file's end
    EXPECT_EQ(files->fetch(elsewhere).error(), Errc::corrupt);
}

TEST_F(ChunkFilesTest, ForgottenBytesLeaveTheDisk) {
    auto files = ChunkFiles::of(database);
    auto first = files->put(large), second = files->put(large);
    ASSERT_TRUE(first && second && files->sync());
    auto before = stored();
    files->forget(*first);
    EXPECT_LT(stored(), before);
    EXPECT_EQ(*files->fetch(*second), large);
}

TEST_F(ChunkFilesTest, AFileThatIsAllHoleGoes) {
    Bytes place;
    {
        ChunkFiles earlier(database + ".chunks");
        place = *earlier.put(large);
        ASSERT_TRUE(earlier.sync());
    }
    ChunkFiles files(database + ".chunks");
    ASSERT_TRUE(files.put(large));  // begins a file of its own
    files.forget(place);
    EXPECT_EQ(std::distance(fs::directory_iterator(database + ".chunks"), fs::directory_iterator()), 1);
}

TEST_F(ChunkFilesTest, ARolledBackTransactionLeavesNoBytes) {
    auto c = open("sqlite:" + database);
    ASSERT_TRUE(c);
    {
        auto transaction = Transaction::begin(**c);
        ASSERT_TRUE(transaction);
        ASSERT_TRUE((*c)->put_aside(large));
    }
    EXPECT_LT(stored(), large.size());
}

TEST_F(ChunkFilesTest, WhatATransactionForgetsStaysUntilItCommits) {
    auto c = open("sqlite:" + database);
    ASSERT_TRUE(c);
    ASSERT_TRUE((*c)->begin());
    auto place = (*c)->put_aside(large);
    ASSERT_TRUE(place && (*c)->commit());
    ASSERT_TRUE((*c)->begin());
    ASSERT_TRUE((*c)->forget_aside(*place));
    (*c)->rollback();
    EXPECT_EQ(*(*c)->fetch_aside(*place), large);
    ASSERT_TRUE((*c)->begin());
    ASSERT_TRUE((*c)->forget_aside(*place) && (*c)->commit());
    EXPECT_LT(stored(), large.size());
}

}  // namespace
}  // namespace bailey::sql
