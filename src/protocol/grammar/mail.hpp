// The lexical rules of message header fields: RFC 5322 section 3.2, with RFC 6532 (UTF-8) and the obsolete forms of
// section 4 that can still be met.
#pragma once
#include <optional>
#include <string>

#include "protocol/grammar/cursor.hpp"

namespace bailey::grammar {

// Comments and folding white space, as many as there are. False where a comment does not end.
bool cfws(Cursor& text);
// [CFWS] DQUOTE ... DQUOTE [CFWS], without the quotes.
std::optional<std::string> quoted_string(Cursor& text);
// [CFWS] 1*atext [CFWS]
std::optional<std::string> atom(Cursor& text);
// atom / quoted-string
std::optional<std::string> word(Cursor& text);
// obs-phrase: words and dots, joined as they are read aloud.
std::optional<std::string> phrase(Cursor& text);
// What stands before the "@", unquoted (obs-local-part).
std::optional<std::string> local_part(Cursor& text);
// What stands behind it (obs-domain); not a literal in brackets.
std::optional<std::string> domain(Cursor& text);

// `text` as a quoted-string.
std::string quoted(std::string_view text);

}  // namespace bailey::grammar
