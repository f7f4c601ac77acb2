#include "api/jmap/email/new_parts.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <memory>
#include <utility>

#include "api/jmap/email/new_fields.hpp"
#include "base/text.hpp"
#include "protocol/jmap/values.hpp"
#include "protocol/mime/encode.hpp"

namespace bailey::jmap {
namespace {

constexpr std::size_t deepest = 40;      // of the 50 that a message is read with
constexpr std::size_t most_parts = 500;  // of 1000
constexpr std::size_t chunk = 256 * 1024;

// RFC 2045 section 5.1
bool is_token(std::string_view text) {
    constexpr std::size_t longest = 127;  // RFC 6838 section 4.2
    return !text.empty() && text.size() <= longest && std::ranges::all_of(text, [](char c) {
        return c > ' ' && c < '\x7f' && std::string_view("()<>@,;:\\\"/[]?=").find(c) == std::string_view::npos;
    });
}

bool is_type(std::string_view text) {
    const auto slash = text.find('/');
    return slash != text.npos && is_token(text.substr(0, slash)) && is_token(text.substr(slash + 1));
}

mime::Pieces pieces_of(Blob blob) {
    return
        [blob = std::move(blob), at = std::uint64_t{0}, piece = std::string()]() mutable -> Result<std::string_view> {
            BAILEY_TRY(piece, blob.read(at, chunk));
            at += piece.size();
            return std::string_view(piece);
        };
}

mime::Pieces pieces_of(std::string content) {
    return [content = std::make_shared<const std::string>(std::move(content)),
            done = false]() mutable -> Result<std::string_view> {
        return std::exchange(done, true) ? std::string_view() : std::string_view(*content);
    };
}

Result<std::string> all_of(const Blob& blob) {
    std::string content;
    while (content.size() < blob.size) {
        BAILEY_TRY(const auto piece, blob.read(content.size(), chunk));
        if (piece.empty()) break;
        content += piece;
    }
    return content;
}

// RFC 2046 section 5.2.1: a message within a message stands as it is, so it must be lines.
bool are_lines(std::string_view text) {
    constexpr std::size_t longest = 998;
    while (!text.empty()) {
        const auto end = std::min(text.find("\r\n"), text.size());
        if (end > longest || text.substr(0, end).find('\0') != std::string_view::npos) return false;
        text.remove_prefix(std::min(end + 2, text.size()));
    }
    return true;
}

void put_message(std::string content, mime::NewPart& part) {
    content = mime::with_crlf(content);
    if (!are_lines(content)) part.type = "application/octet-stream";
    part.pieces = pieces_of(std::move(content));
}

}  // namespace

void Faults::add(std::string_view property, std::string_view reason) {
    if (properties.empty()) why = std::string(property).append(": ").append(reason);
    if (seen_.emplace(property).second) properties.emplace_back(property);
}

std::optional<Error> Faults::error() const {
    if (!properties.empty()) return invalid_properties(properties, why);
    if (failure) return failure;
    if (blobs.empty()) return {};
    Error error(ErrorType::blob_not_found);
    error.more["notFound"] = array_of(blobs);
    return error;
}

// The members of one part.
struct PartReader::Given {
    std::map<std::string_view, std::string> texts;
    std::vector<std::string> languages;
    const json::array* parts = nullptr;
    bool size = false;
    std::unordered_set<std::string> names;  // of header fields, in lower case
    std::vector<mime::NewField> fields;
    std::optional<mime::ParameterField> content_type;

    bool has(std::string_view name) const { return texts.contains(name); }
    bool has_field(std::string_view name) const { return names.contains(std::string(name)); }
    std::string text(std::string_view name) const {
        const auto at = texts.find(name);
        return at == texts.end() ? std::string() : at->second;
    }
};

PartReader::PartReader(const json::value* body_values, Source source, Faults& faults)
    : source_(std::move(source)), faults_(faults) {
    read_values(body_values);
}

// Section 4.6: isEncodingProblem and isTruncated must be false or omitted.
void PartReader::read_values(const json::value* body_values) {
    constexpr std::string_view property = "bodyValues";
    if (!body_values || body_values->is_null()) return;
    if (!body_values->is_object()) return faults_.add(property, "is not an object");
    for (const auto& [id, value] : body_values->get_object()) {
        const auto* text = value.is_object() ? member(value.get_object(), "value") : nullptr;
        if (!text || !text->is_string()) {
            faults_.add(property, "a member is not an EmailBodyValue");
            continue;
        }
        for (const auto& [name, flag] : value.get_object()) {
            if (name == "value") continue;
            const bool known = name == "isEncodingProblem" || name == "isTruncated";
            if (!known || !flag.is_bool() || flag.get_bool()) faults_.add(property, std::string(text_of(name)));
        }
        values_.emplace(text_of(id), text_of(text->get_string()));
    }
}

std::optional<mime::NewPart> PartReader::read(std::string_view property, const json::value& value,
                                              std::string_view usual_type) {
    if (!value.is_object()) {
        faults_.add(property, "a body part is not an object");
        return {};
    }
    if (depth_ >= deepest || ++parts_ > most_parts) {
        faults_.add(property, "there are too many body parts");
        return {};
    }
    Given given;
    for (const auto& [name, member] : value.get_object()) {
        if (take(text_of(name), member, given)) continue;
        faults_.add(property, std::string(text_of(name)) + " of a body part is not valid here");
        return {};
    }
    if (const auto name = conflict(given); !name.empty()) {
        faults_.add(property, std::string(name) + " of a body part is given twice");
        return {};
    }
    mime::NewPart part;
    part.type = usual_type;
    if (const auto name = describe(given, part); !name.empty()) {
        faults_.add(property, std::string(name) + " of a body part is not valid");
        return {};
    }
    ++depth_;
    const bool filled = fill(property, given, part);
    --depth_;
    if (!filled) return {};
    return part;
}

bool PartReader::take(std::string_view name, const json::value& value, Given& given) {
    constexpr std::array<std::string_view, 8> texts{"partId",      "blobId", "name",    "type",
                                                    "disposition", "cid",    "charset", "location"};
    const auto* text = std::ranges::find(texts, name);
    if (text != texts.end()) {
        if (value.is_string()) given.texts[*text] = text_of(value.get_string());
        return value.is_string() || value.is_null();
    }
    if (name == "size") {
        given.size = !value.is_null();
        return value.is_null() || unsigned_int_from(value);
    }
    if (name == "language" || name == "subParts") {
        if (value.is_null()) return true;
        if (!value.is_array()) return false;
        if (name == "subParts") {
            given.parts = &value.get_array();
            return true;
        }
        for (const auto& tag : value.get_array()) {
            if (!tag.is_string() || !is_token(text_of(tag.get_string()))) return false;
            given.languages.emplace_back(text_of(tag.get_string()));
        }
        return true;
    }
    return take_field(name, value, given);  // "headers" is none: it must not be given
}

bool PartReader::take_field(std::string_view name, const json::value& value, Given& given) {
    const auto property = header_property(name);
    if (!property) return false;
    const auto field = ascii_lower(property->field);
    // Section 4.6: no Content-Transfer-Encoding, and no field in two properties.
    if (field == "content-transfer-encoding" || given.has_field(field)) return false;
    given.names.insert(field);
    if (value.is_null()) return !property->all;
    if (field == "content-type") {
        const bool is_text = property->form == mime::Form::raw || property->form == mime::Form::text;
        if (!is_text || property->all || !value.is_string()) return false;
        given.content_type = mime::parse_parameters(text_of(value.get_string()));
        return true;
    }
    auto fields = new_fields(*property, value);
    if (!fields) return false;
    std::ranges::move(*fields, std::back_inserter(given.fields));
    return true;
}

// A property beside the header field it stands for.
std::string_view PartReader::conflict(const Given& given) const {
    struct Pair {
        std::string_view property, field;
    };
    constexpr std::array pairs{Pair{"type", "content-type"},
                               Pair{"charset", "content-type"},
                               Pair{"disposition", "content-disposition"},
                               Pair{"name", "content-disposition"},
                               Pair{"cid", "content-id"},
                               Pair{"location", "content-location"}};
    for (const auto& pair : pairs) {
        if (given.has(pair.property) && given.has_field(pair.field)) return pair.property;
    }
    if (!given.languages.empty() && given.has_field("content-language")) return "language";
    return {};
}

// All but the content. Returns the property that is wrong.
std::string_view PartReader::describe(Given& given, mime::NewPart& part) const {
    if (given.content_type) {
        part.type = given.content_type->value;
        part.parameters = std::move(given.content_type->parameters);
    }
    if (given.has("type")) part.type = ascii_lower(given.text("type"));
    if ((given.has("type") || given.content_type) && !is_type(part.type)) return "type";
    if (given.has("charset")) part.parameters.push_back({"charset", given.text("charset")});
    if (given.has("name")) part.name = given.text("name");
    if (given.has("disposition")) part.disposition = ascii_lower(given.text("disposition"));
    if (part.disposition && !is_token(*part.disposition)) return "disposition";
    if (given.has("cid")) part.cid = given.text("cid");
    if (part.cid && !mime::build_field({"Content-ID", mime::MessageIds{{*part.cid}}})) return "cid";
    if (given.has("location")) part.location = given.text("location");
    if (part.location && !mime::build_field({"Content-Location", mime::RawValue{' ' + *part.location}}))
        return "location";
    part.language = std::move(given.languages);
    part.fields = std::move(given.fields);
    return {};
}

bool PartReader::fill(std::string_view property, Given& given, mime::NewPart& part) {
    const bool is_multipart = part.type.starts_with("multipart/");
    const bool by_id = given.has("partId"), by_blob = given.has("blobId");
    if (is_multipart) return fill_multipart(property, given, part);
    if (given.parts && !given.parts->empty()) {
        faults_.add(property, "only a multipart has subParts");
        return false;
    }
    if (by_id == by_blob) {
        faults_.add(property, "a body part has either a partId or a blobId");
        return false;
    }
    return by_id ? fill_text(property, given, part) : fill_blob(property, given, part);
}

bool PartReader::fill_multipart(std::string_view property, const Given& given, mime::NewPart& part) {
    if (given.has("partId") || given.has("blobId") || !given.parts || given.parts->empty()) {
        faults_.add(property, "a multipart has subParts, and neither a partId nor a blobId");
        return false;
    }
    bool good = true;
    for (const auto& within : *given.parts) {
        auto child = read(property, within);
        good &= child.has_value();
        if (child) part.parts.push_back(std::move(*child));
    }
    return good;
}

// Section 4.6: charset and size must be omitted, and bodyValues must have it.
bool PartReader::fill_text(std::string_view property, const Given& given, mime::NewPart& part) {
    if (given.has("charset") || given.size) {
        faults_.add(property, "a body part with a partId has neither charset nor size");
        return false;
    }
    const auto value = values_.find(given.text("partId"));
    if (value == values_.end()) {
        faults_.add(property, "partId " + given.text("partId") + " is not in bodyValues");
        return false;
    }
    if (!take_room(value->second.size())) return false;
    if (part.type.empty()) part.type = "text/plain";
    if (part.type.starts_with("message/")) {
        put_message(value->second, part);
    } else {
        part.text = value->second;
    }
    return true;
}

// Of texts, too: many parts may name the same.
bool PartReader::take_room(std::uint64_t octets) {
    octets_ += octets;
    if (octets_ <= source_.most_octets) return true;
    faults_.failure = Error(ErrorType::too_large, "the body parts together are too large");
    faults_.failure->more["maxSize"] = source_.most_octets;
    return false;
}

bool PartReader::fill_blob(std::string_view, const Given& given, mime::NewPart& part) {
    auto id = given.text("blobId");
    if (id.starts_with('#')) {
        if (auto created = source_.created_ids.find(std::string_view(id).substr(1));
            created != source_.created_ids.end())
            id = created->second;
    }
    auto blob = source_.open(id);
    if (!blob) {
        const auto code = errc_of(blob.error());
        const bool none = code == Errc::not_found || code == Errc::bad_syntax;
        if (!none) faults_.failure = Error(blob.error());
        if (none && std::ranges::find(faults_.blobs, id) == faults_.blobs.end()) faults_.blobs.push_back(id);
        return false;
    }
    if (part.type.empty()) {
        auto type = mime::parse_parameters(blob->type);
        part.type =
            is_type(type.value) && !type.value.starts_with("multipart/") ? type.value : "application/octet-stream";
        if (part.parameters.empty()) part.parameters = std::move(type.parameters);
    }
    if (!take_room(blob->size)) return false;
    if (!part.type.starts_with("message/")) {
        part.pieces = pieces_of(std::move(*blob));
        return true;
    }
    auto content = all_of(*blob);
    if (content) put_message(std::move(*content), part);
    if (!content) faults_.failure = Error(content.error());
    return content.has_value();
}

}  // namespace bailey::jmap
