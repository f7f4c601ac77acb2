// Text that knows nothing of mail: ASCII letters, encodings (RFC 4648) and strict UTF-8 (RFC 3629).
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "base/secret.hpp"

namespace bailey {

// ASCII only, whatever the locale says.
constexpr char ascii_lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }
constexpr bool is_ascii(char c) { return static_cast<unsigned char>(c) < 0x80; }
std::string ascii_lower(std::string_view text);
bool equals_ignoring_case(std::string_view a, std::string_view b);
std::string_view trim(std::string_view text);  // spaces and tabs at both ends

std::string hex(ByteView bytes);                // lower case
Result<Bytes> from_hex(std::string_view text);  // either case; bad_syntax

std::string base64(ByteView bytes);
// Strict: whole quanta, padding where it belongs, unused bits zero (RFC 4648 sections 3.3 and 3.5). bad_syntax.
Result<Bytes> from_base64(std::string_view text);

// The alphabet that may stand in URLs, without padding (RFC 4648 section 5); padding is let pass.
std::string base64url(ByteView bytes);
Result<Bytes> from_base64url(std::string_view text);  // as strict; bad_syntax

std::string base32(ByteView bytes);  // lower case, no padding: ids that people read aloud

// The code point that begins at `at`, which moves past it; nullopt (and `at` unmoved) where the octets are not
// UTF-8: overlong, a surrogate, beyond U+10FFFF, or cut short. `at` must be inside `text`.
std::optional<char32_t> next_code_point(std::string_view text, std::size_t& at);
bool valid_utf8(std::string_view text);

}  // namespace bailey
