#include "base/keyring.hpp"

#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "base/log.hpp"

namespace bailey {
namespace {

const std::string digits_a(64, 'a'), digits_b(64, 'B');

struct KeyRingFile : testing::Test {
    std::string path = testing::TempDir() + "ring-" + std::to_string(::getpid());
    KeyRingFile() { std::filesystem::remove(path); }
    ~KeyRingFile() override { std::filesystem::remove(path); }

    Result<KeyRing> load(const std::string& text, ::mode_t mode = 0600) {
        std::ofstream(path) << text;
        ::chmod(path.c_str(), mode);
        return KeyRing::load(path);
    }
    void expect_refused(const std::string& text, const std::string& at, const std::string& why) {
        log::Capture log;
        EXPECT_EQ(load(text).error(), Errc::bad_config) << text;
        EXPECT_TRUE(log.saw(path + at)) << testing::PrintToString(log.lines());
        EXPECT_TRUE(log.saw(why)) << testing::PrintToString(log.lines());
        EXPECT_FALSE(log.saw("aaaaaaaa")) << "key digits in the log";
    }
};

TEST_F(KeyRingFile, IsCreatedPrivateAndReadBack) {
    ASSERT_TRUE(KeyRing::create(path));
    struct stat about {};
    ::stat(path.c_str(), &about);
    EXPECT_EQ(about.st_mode & 0777, 0600u);
    auto ring = KeyRing::load(path);
    ASSERT_TRUE(ring);
    auto key = Key::random();
    auto again = KeyRing::load(path)->unwrap(ring->wrap(key, "account 1"), "account 1");
    ASSERT_TRUE(again);
    EXPECT_EQ(text_of(again->reveal()), text_of(key.reveal()));
}

TEST_F(KeyRingFile, IsNeverOverwritten) {
    ASSERT_TRUE(KeyRing::create(path));
    log::Capture log;
    EXPECT_EQ(KeyRing::create(path).error(), Errc::exists);
    EXPECT_EQ(KeyRing::create("/nonexistent/ring").error(), Errc::denied);
    EXPECT_TRUE(log.saw("/nonexistent/ring"));
}

TEST_F(KeyRingFile, OpenToOthersIsRefused) {
    for (::mode_t mode : {0640u, 0604u, 0620u, 0660u}) {
        log::Capture log;
        EXPECT_EQ(load("1 " + digits_a, mode).error(), Errc::bad_config) << std::oct << mode;
        EXPECT_TRUE(log.saw("mode 0600"));
    }
    EXPECT_TRUE(load("1 " + digits_a, 0400));
}

TEST_F(KeyRingFile, MistakesAreNamedByLine) {
    expect_refused("# nothing\n\n", "", "no key");
    expect_refused("1 " + digits_a + "\nx " + digits_a + "\n", ":2", "64 hex digits");
    expect_refused("1 " + digits_a.substr(1), ":1", "64 hex digits");
    expect_refused("1 " + digits_a + "aa", ":1", "64 hex digits");
    expect_refused("1" + digits_a, ":1", "64 hex digits");
    expect_refused("0 " + digits_a, ":1", "a number from 1");
    expect_refused("-1 " + digits_a, ":1", "a number from 1");
    expect_refused("4294967296 " + digits_a, ":1", "a number from 1");
    expect_refused("1 " + digits_a + "\n# again\n1 " + digits_b, ":3", "used before");
    expect_refused(std::string(70'000, '#'), "", "64 KiB");
}

TEST_F(KeyRingFile, MissingOrNoFileIsRefused) {
    log::Capture log;
    EXPECT_EQ(KeyRing::load(path).error(), Errc::bad_config);
    EXPECT_TRUE(log.saw("No such file"));
    EXPECT_EQ(KeyRing::load(testing::TempDir()).error(), Errc::bad_config);
}

TEST_F(KeyRingFile, RotationSealsUnderTheNewestAndReadsTheOldest) {
    auto before = *load("2 " + digits_a + "  # first\n");
    auto after = *load("10 " + digits_b + "\n\n2 " + digits_a);
    auto key = Key::random();
    auto old_box = before.wrap(key, "p"), new_box = after.wrap(key, "p");
    EXPECT_EQ(old_box[3], 2);
    EXPECT_EQ(new_box[3], 10);
    EXPECT_TRUE(after.unwrap(old_box, "p"));
    log::Capture log;
    EXPECT_EQ(before.unwrap(new_box, "p").error(), Errc::corrupt);
    EXPECT_TRUE(log.saw("number=10"));
    EXPECT_EQ(text_of(before.purpose("search").reveal()), text_of(after.purpose("search").reveal()));
}

TEST(KeyRing, BindsAKeyToItsPlace) {
    auto ring = KeyRing::for_tests();
    auto key = Key::random();
    auto box = ring.wrap(key, "account 17");
    EXPECT_TRUE(KeyRing::for_tests().unwrap(box, "account 17"));
    EXPECT_EQ(ring.unwrap(box, "account 18").error(), Errc::corrupt);
    box.back() ^= 1;
    EXPECT_EQ(ring.unwrap(box, "account 17").error(), Errc::corrupt);
    EXPECT_EQ(ring.unwrap(ByteView(box).first(3), "account 17").error(), Errc::corrupt);
    EXPECT_EQ(ring.unwrap({}, "account 17").error(), Errc::corrupt);
}

TEST(KeyRing, GivesEachPurposeItsOwnKey) {
    auto ring = KeyRing::for_tests();
    EXPECT_EQ(text_of(ring.purpose("a").reveal()), text_of(ring.purpose("a").reveal()));
    EXPECT_NE(text_of(ring.purpose("a").reveal()), text_of(ring.purpose("b").reveal()));
}

}  // namespace
}  // namespace bailey
