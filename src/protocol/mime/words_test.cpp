#include "protocol/mime/words.hpp"

#include <gtest/gtest.h>

#include "protocol/mime/forms.hpp"

namespace bailey::mime {
namespace {

TEST(Words, ExamplesOfRfc2047Section8) {
    EXPECT_EQ(decode_words("=?ISO-8859-1?Q?a?="), "a");
    EXPECT_EQ(decode_words("=?ISO-8859-1?Q?a?= b"), "a b");
    EXPECT_EQ(decode_words("=?ISO-8859-1?Q?a?= =?ISO-8859-1?Q?b?="), "ab");
    EXPECT_EQ(decode_words("=?ISO-8859-1?Q?a?=  \t  =?ISO-8859-1?Q?b?="), "ab");
    EXPECT_EQ(decode_words("=?ISO-8859-1?Q?a_b?="), "a b");
    EXPECT_EQ(decode_words("=?ISO-8859-1?Q?a?= =?ISO-8859-2?Q?_b?="), "a b");
}

TEST(Words, ACharacterMayBeCutBetweenTwo) {
    EXPECT_EQ(decode_words("=?utf-8?Q?T=C5?= =?UTF-8?Q?=B7_Llys?="), "Tŷ Llys");
    EXPECT_EQ(decode_words("=?utf-8?B?xQ==?=\t=?utf-8?B?tQ==?="), "ŵ");
}

// RFC 8621 section 4.1.2.2 (4): MUST NOT be decoded.
TEST(Words, WhatOnlyLooksLikeOneStands) {
    for (std::string_view text : {"x=?utf-8?q?a?=", "=?utf-8?q?a?=x",
                                  "=?utf-8?q?a?==?utf-8?q?b?=", "=?utf-8?q?a b?=", "=?utf-8?x?a?=", "=?utf-8?q?a",
                                  "=?x-unknown?q?a?=", "=??q?a?=", "=?", "\"=?utf-8?q?a?=\""})
        EXPECT_EQ(decode_words(text), text);
}

TEST(Words, EncodedControlCharactersGo) { EXPECT_EQ(decode_words("=?utf-8?q?a=00=0D=0Ab=7F?="), "ab"); }

TEST(Words, BrokenTextIsReplaced) {
    EXPECT_EQ(decode_words("=?utf-8?q?a=FF?="), "a\xEF\xBF\xBD");
    EXPECT_EQ(decode_words("a\xFFz"), "a\xEF\xBF\xBDz");
    EXPECT_EQ(decode_words("=?utf-8?q?100=?="), "100=");
}

TEST(Words, ParametersHaveThemAnywhere) {
    EXPECT_EQ(decode_words_anywhere("x=?utf-8?q?=C5=B5?=.=?utf-8?q?pdf?="), "xŵ.pdf");
    EXPECT_EQ(decode_words_anywhere("=?=?=?utf-8?q?a?="), "=?=?a");
}

TEST(Words, WhatIsEncodedIsDecodedAgainInShortLines) {
    for (std::string text :
         {std::string("Listing at Cardiff Crown Court"),
          std::string("Gwrandawiad yn Llys y Goron Caerdydd – dydd Gwener"),
          std::string("日本語の件名はとても長いので何行にもわたって折り返されることになります、そうでしょう"),
          std::string("  leading, trailing  "), std::string("two  spaces"), std::string("=?utf-8?q?x?= is not a word"),
          std::string(400, 'w'), std::string("a ") + std::string(200, 'w') + " b ŵ c ŷ ŵ d", std::string(""),
          std::string(
              "🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂"),
          std::string("a (comment), <b> \"c\"")}) {
        std::size_t column = 9;
        const auto written = encode_words(text, Place::text, column);
        EXPECT_EQ(as_text(" " + written), text) << written;
        std::string_view rest = written;
        for (std::size_t head = 9; !rest.empty(); head = 0) {
            const auto line = rest.substr(0, rest.find("\r\n"));
            EXPECT_LE(head + line.size(), 78u) << line;
            rest.remove_prefix(std::min(line.size() + 2, rest.size()));
        }
    }
}

TEST(Words, PhrasesAreAtomsQuotedOrEncoded) {
    std::size_t column = 6;
    EXPECT_EQ(encode_words("Ann Smith", Place::phrase, column), "Ann Smith");
    EXPECT_EQ(encode_words("Smith, Ann (CPS)", Place::phrase, column), "\"Smith, Ann (CPS)\"");
    EXPECT_EQ(encode_words("Siân", Place::phrase, column), "=?utf-8?q?Si=C3=A2n?=");
}

}  // namespace
}  // namespace bailey::mime
