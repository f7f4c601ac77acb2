#include "services/mailbox/words.hpp"

#include <gtest/gtest.h>

namespace bailey::mailbox {
namespace {

std::string keys(std::string_view text) {
    std::string all;
    for (const auto& word : words_of(text)) all += (all.empty() ? "" : "|") + word.key;
    return all;
}

bool found(std::string_view typed, std::string_view text) {
    const auto terms = terms_of(typed);
    const auto words = words_of(text);
    for (const auto& term : terms.all) {
        if (!occurs(words, term)) return false;
    }
    return !terms.nothing;
}

TEST(Words, are_runs_of_letters_and_digits) {
    EXPECT_EQ(keys("The Clerk's list, 2nd-class: a_b <x@y.example>"), "the|clerk|s|list|2nd|class|a|b|x|y|example");
    EXPECT_EQ(keys(""), "");
    EXPECT_EQ(keys(" -- "), "");
    const auto words = words_of("ab \xC5\xB7z!");
    ASSERT_EQ(words.size(), 2u);
    EXPECT_EQ(words[1].begin, 3u);
    EXPECT_EQ(words[1].end, 6u);
}

TEST(Words, are_the_same_in_whatever_case_and_with_or_without_accents) {
    EXPECT_EQ(keys("T\xC5\xB6"), "ty");
    EXPECT_EQ(keys("Si\xC3\xA2n"), "sian");
    EXPECT_EQ(keys("Sia\xCC\x82n"), "sian") << "an accent of its own";
    EXPECT_EQ(keys("STRA\xC3\x9F"
                   "E"),
              "strasse");
    EXPECT_EQ(keys("con\xC2\xADtract"), "contract") << "soft hyphen";
    EXPECT_EQ(keys("\xEF\xBC\xA1\xEF\xBC\xA2"), "ab") << "full width";
}

TEST(Words, of_scripts_without_spaces_are_single_characters) {
    EXPECT_EQ(keys("\xE6\x9D\xB1\xE4\xBA\xAC ab"), "\xE6\x9D\xB1|\xE4\xBA\xAC|ab");
    EXPECT_TRUE(found("\xE4\xBA\xAC", "\xE6\x9D\xB1\xE4\xBA\xAC"));
}

TEST(Words, survive_octets_that_are_no_text) {
    EXPECT_EQ(keys("a\xFF"
                   "b\xC5"),
              "a|b");
}

TEST(Terms, must_all_be_there) {
    EXPECT_TRUE(found("list clerk", "the Clerk's listing"));
    EXPECT_FALSE(found("list judge", "the clerk's listing"));
    EXPECT_TRUE(found("", "anything"));
    EXPECT_FALSE(found("&", "a & b"));
    EXPECT_TRUE(found("a & b", "a and b"));
}

TEST(Terms, in_quotes_are_phrases_of_whole_words) {
    EXPECT_TRUE(found("\"the clerk\"", "ask the clerk"));
    EXPECT_FALSE(found("\"the cler\"", "ask the clerk"));
    EXPECT_FALSE(found("\"clerk the\"", "ask the clerk"));
    EXPECT_TRUE(found("'the clerk' ask", "ask the clerk"));
    EXPECT_TRUE(found(R"("say \"yes\" now")", "say yes now"));
    EXPECT_TRUE(found("don't", "I don't know")) << "a quote within a word";
    EXPECT_TRUE(found("\"unclosed phrase", "phrase unclosed"));
}

TEST(Terms, of_an_address_are_its_parts_in_a_row) {
    EXPECT_TRUE(found("ann@firm.example", "Ann <ann@firm.example>"));
    EXPECT_FALSE(found("ann@firm.example", "firm.example ann"));
    EXPECT_TRUE(found("firm.ex", "ann@firm.example"));
}

TEST(Terms, are_bounded) {
    std::string many;
    for (int n = 0; n < 1000; ++n) many += "w" + std::to_string(n) + " ";
    EXPECT_LE(terms_of(many).all.size(), 50u);
}

TEST(Occurrences, do_not_overlap) {
    const auto words = words_of("a a a b");
    const auto term = terms_of("'a a'").all.at(0);
    ASSERT_EQ(occurrences(words, term).size(), 1u);
    EXPECT_EQ(occurrences(words, term)[0].last, 2u);
}

}  // namespace
}  // namespace bailey::mailbox
