// The other direction of decode.hpp: bodies in the Content-Transfer-Encoding they need (RFC 2045 section 6).
#pragma once
#include <string>
#include <string_view>

namespace bailey::mime {

// Lines end in CRLF, whatever ended them before.
std::string with_crlf(std::string_view text);

// How `text`, with CRLF line ends, is to be sent: as it is ("7bit": ASCII in lines of at most 998 octets, no NUL or
// lone CR), "quoted-printable" or "base64", whichever of these is shorter.
std::string_view fitting_encoding(std::string_view text);

// RFC 2045 section 6.7, of text with CRLF line ends; lines of at most 76 octets.
std::string encode_quoted_printable(std::string_view text);

// RFC 2045 section 6.8, from pieces of any size; lines of 76 octets with CRLF.
class Base64Encoder {
public:
    void feed(std::string_view bytes, std::string& out);  // appends
    void finish(std::string& out);

private:
    std::string rest_;  // of a line
};

}  // namespace bailey::mime
