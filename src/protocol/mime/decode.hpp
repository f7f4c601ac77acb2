// Content-Transfer-Encodings (RFC 2045 section 6) and bodies as text. Lenient: what cannot be decoded is passed over
// (base64), or stands as it is (quoted-printable), and is reported as a problem.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "protocol/mime/structure.hpp"

namespace bailey::mime {

// Takes a body in pieces of any size; what comes out does not depend on how it was cut.
class TransferDecoder {
public:
    explicit TransferDecoder(TransferEncoding encoding);
    void feed(std::string_view body, std::string& out);  // appends
    void finish(std::string& out);
    bool problem() const { return problem_; }

private:
    void base64(std::string_view body, std::string& out);
    void quoted_printable(std::string_view body, std::string& out);
    void quoted_printable_line(std::string_view line, bool ended, std::string& out);
    void uuencode(std::string_view body, std::string& out);
    void uuencode_line(std::string_view line, std::string& out);

    enum class Uu : std::uint8_t { before, within, after };
    TransferEncoding encoding_;
    bool problem_ = false;
    Uu uu_ = Uu::before;
    std::uint8_t padding_ = 0;  // "=" seen in this quantum
    std::uint8_t digits_ = 0;   // base64 digits waiting in bits_
    std::uint32_t bits_ = 0;
    std::string line_;  // of which the end is still to come
};

struct DecodedBody {
    std::string bytes;
    bool encoding_problem = false;
};
DecodedBody decode_transfer(std::string_view body, TransferEncoding encoding);
// Of decode_transfer(), in constant memory.
std::size_t decoded_size(std::string_view body, TransferEncoding encoding);

// An EmailBodyValue of RFC 8621 section 4.1.4.
struct BodyValue {
    std::string value;  // UTF-8, lines end in LF, no NUL
    bool is_encoding_problem = false;
    bool is_truncated = false;
};
// Of a text part. At most `most_octets` of value (0: all); a character is never cut, nor (text/html) a tag where that
// can be helped (RFC 8621 section 4.2). Does not decode much more than it returns.
BodyValue body_value(std::string_view message, const Part& part, std::size_t most_octets = 0);

}  // namespace bailey::mime
