// Any octets are a message: every part, form and text of it can be had, all text is UTF-8, nothing is larger than its
// limit, ranges lie within the message, and decoding does not depend on how the body was cut.
#include <cstdlib>

#include "base/text.hpp"
#include "protocol/mime/bodies.hpp"
#include "protocol/mime/build.hpp"
#include "protocol/mime/decode.hpp"
#include "protocol/mime/structure.hpp"
#include "protocol/mime/thread.hpp"
#include "protocol/mime/words.hpp"

namespace {

using namespace bailey;
using namespace bailey::mime;

void must(bool holds) {
    if (!holds) std::abort();
}
void must_be_text(std::string_view text) { must(valid_utf8(text) && text.find('\0') == std::string_view::npos); }

void check_forms(std::string_view value) {
    must_be_text(as_raw(value));
    const auto text = as_text(value);
    must_be_text(text);
    for (const auto& group : as_grouped_addresses(value)) {
        must_be_text(group.name.value_or(""));
        for (const auto& address : group.addresses) {
            must_be_text(address.name.value_or(""));
            must_be_text(address.email);
        }
    }
    const auto ids = as_message_ids(value), urls = as_urls(value);
    must(!ids || !ids->empty());
    must(!urls || !urls->empty());
    if (const auto date = as_date(value)) must(as_date(field_text(*date)) == date);
    must(base_subject(base_subject(text)) == base_subject(text));
    // What may be written is read again.
    if (const auto written = build_field({"X-F", text})) {
        const auto structure = parse(*written);
        must(structure.fields.size() == 1 && structure.root().body.size() == 0);
    }
}

void check_part(std::string_view message, const Part& part) {
    must(part.header.begin <= part.header.end && part.header.end <= part.body.begin);
    must(part.body.begin <= part.body.end && part.body.end <= message.size());
    must_be_text(part.name.value_or(""));
    must_be_text(part.cid.value_or(""));
    const auto body = part.body.of(message);
    const auto whole = decode_transfer(body, part.encoding);
    must(decoded_size(body, part.encoding) == whole.bytes.size());
    TransferDecoder decoder(part.encoding);
    std::string out;
    for (std::size_t at = 0; at < body.size(); at += 7) decoder.feed(body.substr(at, 7), out);
    decoder.finish(out);
    must(out == whole.bytes && decoder.problem() == whole.encoding_problem);
    constexpr std::size_t most = 100;
    const auto value = body_value(message, part, most);
    must_be_text(value.value);
    must(value.value.size() <= most);
    must_be_text(readable_text(message, part, most));
    must_be_text(html_to_text(body_value(message, part).value, most));
    flowed_to_text(whole.bytes, true);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view message(reinterpret_cast<const char*>(data), size);
    const Limits limits{.depth = 5, .parts = 20, .header_fields = 50, .parameters = {.parameters = 5, .pieces = 10}};
    const auto structure = parse(message, limits);
    must(!structure.parts.empty() && structure.parts.size() <= limits.parts);
    must(structure.fields.size() <= limits.header_fields);
    for (const auto& field : structure.fields) {
        must(field.name.size() > 0 && field.value.end <= message.size());
        check_forms(field.value.of(message));
    }
    for (const auto& part : structure.parts) {
        must(part.part_id().has_value() != part.is_multipart());
        if (const auto id = part.part_id()) must(structure.find(*id) == &part);
        check_part(message, part);
    }
    const auto sorted = bodies(structure);
    must(sorted.text.size() + sorted.html.size() + sorted.attachments.size() <= 3 * structure.parts.size());
    has_attachment(structure, sorted);
    const auto line = preview(message, structure, sorted);
    must_be_text(line);
    must(line.size() <= std::size_t{256} * 4);
    must(thread_ids(message, structure).size() <= 100);
    return 0;
}
