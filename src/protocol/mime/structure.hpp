// A message as a tree of parts (RFC 2045, 2046), found in one pass and not copied: every part is ranges of the octets
// it was parsed from, which the caller keeps. Mail is dirty: there is no input that is refused. Bare LF ends a line as
// CRLF does, a boundary that never closes ends with what encloses it, a header section ends before the first line that
// cannot be a field. Mail is hostile: beyond a limit the rest is one leaf and `truncated` is set, so that time is
// linear in the message and memory is bounded by the limits.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/mime/parameters.hpp"

namespace bailey::mime {

struct Limits {
    std::size_t depth = 50;             // multiparts within each other
    std::size_t parts = 1000;           // of the message
    std::size_t header_fields = 10000;  // of all parts together
    ParameterLimits parameters = {};    // of one field
};

// Places in the octets that were parsed.
struct Range {
    std::size_t begin = 0, end = 0;
    std::size_t size() const { return end - begin; }
    std::string_view of(std::string_view message) const { return message.substr(begin, end - begin); }
};

struct Field {
    Range name;   // without white space before the colon
    Range value;  // from behind the colon to before the line end that is not a fold (RFC 8621 section 4.1.2.1)
};

// `identity` is 7bit, 8bit, binary, and no field at all; `unknown` is to be read as identity, and reported
// (RFC 8621 section 4.1.4).
enum class TransferEncoding { identity, quoted_printable, base64, uuencode, unknown };

// The properties are those of an EmailBodyPart, RFC 8621 section 4.1.4, null where that is.
struct Part {
    static constexpr std::uint32_t none = 0xffffffff;

    std::uint32_t parent = none;              // places in Structure::parts
    std::vector<std::uint32_t> children;      // of a multipart, in their order
    std::string number;                       // "1", "2.1": as IMAP counts (RFC 9051 section 6.4.5); the root's is "1"
                                              // where it is a leaf, else ""
    Range header;                             // with the line end of its last field, without the empty line
    Range body;                               // encoded; without the line end that belongs to a boundary
    std::size_t first_field = 0, fields = 0;  // in Structure::fields
    std::string type;                        // "text/plain", lower case; a multipart too deep: application/octet-stream
    std::vector<Parameter> parameters;       // of Content-Type
    std::optional<std::string> charset;      // as written
    std::optional<std::string> disposition;  // lower case
    std::optional<std::string> name;         // UTF-8, no control characters; may be anything else, "../x" as well
    std::optional<std::string> cid;          // without "<>"
    std::optional<std::vector<std::string>> language;
    std::optional<std::string> location;
    TransferEncoding encoding = TransferEncoding::identity;

    bool is_multipart() const { return type.starts_with("multipart/"); }
    bool is_text() const { return type.starts_with("text/"); }
    // RFC 8621: null for a multipart.
    std::optional<std::string> part_id() const;
    std::optional<std::string_view> parameter(std::string_view parameter_name) const;
};

struct Structure {
    std::vector<Part> parts;    // depth first; parts[0] is the message and always there
    std::vector<Field> fields;  // of all parts, in the order of the message
    bool truncated = false;     // some limit was met

    const Part& root() const { return parts.front(); }
    const Part* find(std::string_view part_id) const;
};

// message/rfc822 parts are leaves, as RFC 8621 wants them: parse their decoded body as a message of its own.
// A multipart without a single boundary line has one child of text/plain with all of its body.
Structure parse(std::string_view message, const Limits& limits = {});

// The values of the fields of a part by name, in either case, as Field::value. The last, and all (RFC 8621
// section 4.1.3 wants the last).
std::optional<std::string_view> last_field(std::string_view message, const Structure& structure, const Part& part,
                                           std::string_view name);
std::vector<std::string_view> all_fields(std::string_view message, const Structure& structure, const Part& part,
                                         std::string_view name);

}  // namespace bailey::mime
