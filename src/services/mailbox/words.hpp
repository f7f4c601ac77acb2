// Text as words for searching (RFC 8621 section 4.4.1): in whatever case, with or without accents. The same for what is
// looked for and what is looked in, so that both agree.
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bailey::mailbox {

// Case folded, compatibility forms made plain, accents left out.
std::string folded(std::string_view utf8);

struct Word {
    std::size_t begin = 0, end = 0;  // where it stands in the text
    std::string key;                 // folded
};
// Runs of letters and digits; of scripts that put no space between words each character is one. At most `most`.
std::vector<Word> words_of(std::string_view utf8, std::size_t most = 200'000);

// One thing that must be there: words that stand behind each other.
struct Term {
    std::vector<std::string> words;  // keys; never empty
    bool prefix = false;             // the last may go on: a word that is not part of a phrase
};

// What a person typed. White space divides terms; 'quotes' or "quotes" make a phrase, in which a backslash takes the
// meaning from the next character. A quote within a word, or one that is never closed, is a character like others.
struct Terms {
    std::vector<Term> all;
    bool nothing = false;  // there was something to look for, but not a letter or digit in it: never found
};
Terms terms_of(std::string_view typed);

// Where the term stands: of each occurrence the first word, and one past the last.
struct Occurrence {
    std::size_t first = 0, last = 0;
};
std::vector<Occurrence> occurrences(std::span<const Word> words, const Term& term);
bool occurs(std::span<const Word> words, const Term& term);

}  // namespace bailey::mailbox
