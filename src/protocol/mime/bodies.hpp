// What of a message is shown: RFC 8621 section 4.1.4. Parts are named by their place in Structure::parts.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/mime/structure.hpp"

namespace bailey::mime {

struct Bodies {
    std::vector<std::uint32_t> text, html, attachments;
};
Bodies bodies(const Structure& structure);

// Something to download: an attachment that is not inline, and not a picture of the HTML. Signatures of
// multipart/signed do not count.
bool has_attachment(const Structure& structure, const Bodies& bodies);

// The first words of the message, at most 256 characters: white space collapsed, quoted text and all.
std::string preview(std::string_view message, const Structure& structure, const Bodies& bodies);

// The text a person would read, for previews and search: without script and style, character references decoded,
// white space collapsed, blocks on lines of their own. At most `most_octets`, whole characters. `html` is UTF-8.
// `alt` and `title` of tags are for search (RFC 8621 section 4.4.1).
enum class Attributes { left_out, shown };
std::string html_to_text(std::string_view html, std::size_t most_octets, Attributes attributes = Attributes::left_out);

// RFC 3676: paragraphs on one line each, space-stuffing gone; quoted paragraphs keep their ">" and a space behind them.
// `text` has LF or CRLF line ends, the result LF.
std::string flowed_to_text(std::string_view text, bool delsp);

// The text of a text part as a person reads it: body_value(), then flowed_to_text() or html_to_text() as its type says.
std::string readable_text(std::string_view message, const Part& part, std::size_t most_octets,
                          Attributes attributes = Attributes::left_out);

// winmail.dat: Microsoft's own format, which Bailey names and does not open.
bool is_tnef(const Part& part);

}  // namespace bailey::mime
