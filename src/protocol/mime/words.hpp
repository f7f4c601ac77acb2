// Encoded words, RFC 2047, in both directions.
#pragma once
#include <string>
#include <string_view>

namespace bailey::mime {

// Encoded words in unstructured text (RFC 2047 section 5 (1)) or in a phrase of atoms: those with white space or an end
// on both sides. White space between two of them goes; the octets of neighbours of one charset are joined before they
// are converted, so that a character may be cut in two (section 6.2 forbids that; programs do it). Control characters
// that were encoded go (RFC 8621 section 4.1.2.2). What is not an encoded word, or of an unknown charset, stands as it
// is; octets that are not UTF-8 become U+FFFD. `text` is unfolded.
std::string decode_words(std::string_view text);
// As decode_words(), also where an encoded word touches other text or stands in quotes: for parameters.
std::string decode_words_anywhere(std::string_view text);

enum class Place { text, phrase };
// UTF-8 as the value of a field whose first line is `column` long: folded, no line longer than 78 octets where words
// allow it, and never longer than 998. Words that are not ASCII, look like encoded words, or are too long for a line
// are encoded, each encoded word at most 75 octets of whole characters. A phrase of ASCII is given as atoms or as a
// quoted-string. decode_words() of the unfolded result is `text` again; control characters are left out. Moves
// `column`.
std::string encode_words(std::string_view text, Place place, std::size_t& column);

}  // namespace bailey::mime
