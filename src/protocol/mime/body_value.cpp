#include <algorithm>

#include "protocol/mime/charset.hpp"
#include "protocol/mime/decode.hpp"

namespace bailey::mime {
namespace {

constexpr std::size_t piece_size = 16384;

// Line ends as RFC 8621 section 4.1.4 has them; a lone CR stays. Without NUL.
void normalise(std::string& text) {
    std::size_t to = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '\0' || (text[at] == '\r' && at + 1 < text.size() && text[at + 1] == '\n')) continue;
        text[to++] = text[at];
    }
    text.resize(to);
}

// Before a character that would be cut.
std::size_t character_start(const std::string& text, std::size_t at) {
    while (at > 0 && at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) --at;
    return at;
}

// Before a tag that would be cut, if it begins not far away.
std::size_t outside_tag(const std::string& html, std::size_t at) {
    constexpr std::size_t longest_tag = 4096;
    if (at == 0) return at;
    const auto mark = html.find_last_of("<>", at - 1);
    return mark != std::string::npos && html[mark] == '<' && at - mark < longest_tag ? mark : at;
}

}  // namespace

BodyValue body_value(std::string_view message, const Part& part, std::size_t most_octets) {
    auto body = part.body.of(message);
    TransferDecoder transfer(part.encoding);
    CharsetDecoder charset(part.charset.value_or(""));
    BodyValue value;
    std::string bytes;
    // Line ends and NUL may shrink what there is: twice as much is enough but for a body of nothing else.
    const auto enough = most_octets == 0 ? std::string_view::npos : 2 * most_octets + 64;
    while (!body.empty() && value.value.size() < enough) {
        transfer.feed(body.substr(0, piece_size), bytes);
        body.remove_prefix(std::min(piece_size, body.size()));
        charset.feed(bytes, value.value);
        bytes.clear();
    }
    if (body.empty()) {
        transfer.finish(bytes);
        charset.feed(bytes, value.value);
        charset.finish(value.value);
    }
    normalise(value.value);
    value.is_encoding_problem = transfer.problem() || charset.problem();
    value.is_truncated = !body.empty();
    if (most_octets != 0 && value.value.size() > most_octets) {
        auto end = character_start(value.value, most_octets);
        if (part.type == "text/html") end = outside_tag(value.value, end);
        value.value.resize(end);
        value.is_truncated = true;
    }
    return value;
}

}  // namespace bailey::mime
