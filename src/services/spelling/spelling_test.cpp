#include "services/spelling/spelling.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace bailey::spelling {
namespace {

using Words = std::vector<std::string>;

class SpellingTest : public ::testing::Test {
protected:
    SpellingTest() {
        std::ofstream(folder / "en_GB.aff") << "SET UTF-8\nTRY esianrtolcdugmphbyfvkw\nSFX S Y 1\nSFX S 0 s .\n"
                                               "ICONV 1\nICONV \u2019 '\n";
        std::ofstream(folder / "en_GB.dic") << "5\njudge/S\ncolour\nhearing/S\nna\u00efve\ncourt's\n";
        std::ofstream(folder / "xx.aff") << "SET ISO8859-1\n";
        std::ofstream(folder / "xx.dic") << "1\nword\n";
    }
    ~SpellingTest() override { std::filesystem::remove_all(folder); }
    static std::filesystem::path fresh() {
        auto pattern = (std::filesystem::temp_directory_path() / "bailey-test.XXXXXX").string();
        return mkdtemp(pattern.data());
    }
    const std::filesystem::path folder = fresh();
    Spelling spelling{folder.string()};
};

TEST_F(SpellingTest, what_the_dictionary_does_not_know_is_told_once) {
    auto found =
        spelling.unknown("en-GB", {"judge", "judges", "color", "Hearing", "na\u00efve", "court\u2019s", "color"});
    EXPECT_EQ(found.value(), Words{"color"});
    EXPECT_EQ(spelling.unknown("en", {"colour"}).value(), Words{});
}

TEST_F(SpellingTest, a_word_too_long_for_any_dictionary_is_left_alone) {
    EXPECT_EQ(spelling.unknown("en", {std::string(500, 'x'), ""}).value(), Words{});
    EXPECT_EQ(spelling.suggest("en", std::string(500, 'x'), 8).value(), Words{});
}

TEST_F(SpellingTest, suggestions_begin_with_the_likeliest_and_are_no_more_than_asked_for) {
    auto found = spelling.suggest("en-GB", "jugde", 8).value();
    ASSERT_FALSE(found.empty());
    EXPECT_EQ(found.front(), "judge");
    EXPECT_EQ(spelling.suggest("en-GB", "jugde", 1).value().size(), 1u);
}

TEST_F(SpellingTest, a_language_without_a_dictionary_is_not_found) {
    EXPECT_TRUE(spelling.has("en"));
    for (auto language : {"cy", "fr-FR", "", "../en_GB", "en_GB", "xx"})
        EXPECT_EQ(spelling.unknown(language, {"word"}).error(), Errc::not_found) << language;
}

}  // namespace
}  // namespace bailey::spelling
