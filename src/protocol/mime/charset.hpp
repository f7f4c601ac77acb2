// Charsets to UTF-8, by the names and with the leniency of mail and browsers: us-ascii and iso-8859-1 are read as
// windows-1252, gb2312 as gb18030 (the WHATWG Encoding Standard, section 4.2). Conversion is ICU's.
#pragma once
#include <memory>
#include <string>
#include <string_view>

namespace bailey::mime {

bool known_charset(std::string_view name);

// Takes text in pieces, cut anywhere. Malformed octets become U+FFFD and are a problem. An unknown charset is a
// problem, and is read as UTF-8 where the first piece is that, else as windows-1252; so is no name at all (""), which
// is no problem. us-ascii with octets beyond ASCII is UTF-8 or windows-1252 likewise, and a problem (RFC 8621
// section 4.1.4 allows to guess).
class CharsetDecoder {
public:
    explicit CharsetDecoder(std::string_view charset);
    CharsetDecoder(CharsetDecoder&&) noexcept;
    CharsetDecoder& operator=(CharsetDecoder&&) noexcept;
    ~CharsetDecoder();
    void feed(std::string_view bytes, std::string& out);  // appends
    void finish(std::string& out);
    bool problem() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

struct ConvertedText {
    std::string text;  // UTF-8
    bool problem = false;
};
ConvertedText to_utf8(std::string_view bytes, std::string_view charset);

std::string nfc(std::string_view utf8);  // Normalization Form C
// UTF-8 with U+FFFD for each run of octets that is not, and without NUL (RFC 8621 section 4.1.2.1).
std::string repaired_utf8(std::string_view text);
// For people to see on one line: as repaired_utf8(), without control characters (C0, DEL, C1).
std::string without_controls(std::string_view text);

}  // namespace bailey::mime
