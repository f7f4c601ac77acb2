#include "api/jmap/email/message.hpp"

#include <algorithm>

#include "api/jmap/limits.hpp"
#include "protocol/jmap/values.hpp"
#include "protocol/mime/decode.hpp"

namespace bailey::jmap {
namespace {

template <class T>
json::value or_null(const std::optional<T>& value) {
    return value ? json::value(*value) : json::value(nullptr);
}

json::value or_null(const std::optional<std::vector<std::string>>& texts) {
    return texts ? json::value(array_of(*texts)) : json::value(nullptr);
}

json::array groups_json(const std::vector<mime::EmailAddressGroup>& groups) {
    json::array all;
    for (const auto& group : groups) {
        all.push_back(json::object{{"name", or_null(group.name)}, {"addresses", addresses_json(group.addresses)}});
    }
    return all;
}

json::value in_form(std::string_view value, mime::Form form) {
    switch (form) {
    case mime::Form::raw: return json::value(mime::as_raw(value));
    case mime::Form::text: return json::value(mime::as_text(value));
    case mime::Form::addresses: return addresses_json(mime::as_addresses(value));
    case mime::Form::grouped_addresses: return groups_json(mime::as_grouped_addresses(value));
    case mime::Form::message_ids: return or_null(mime::as_message_ids(value));
    case mime::Form::urls: return or_null(mime::as_urls(value));
    case mime::Form::date: break;
    }
    const auto date = mime::as_date(value);
    return date ? json::value(mime::text(*date)) : json::value(nullptr);
}

}  // namespace

Answer<BodyArguments> body_arguments(Arguments& arguments) {
    BodyArguments read;
    JMAP_TRY(auto names, arguments.strings_or_null("bodyProperties"));
    if (names && names->size() > most_properties) {
        return Error(ErrorType::request_too_large, "too many bodyProperties");
    }
    read.tree = !names;
    for (const auto& name : names ? *names : default_body_properties()) {
        auto header = header_property(name);
        if (!header && !is_body_property(name)) {
            return invalid_arguments("bodyProperties", name + " is not a property of a body part");
        }
        read.properties.push_back({name, std::move(header)});
    }
    JMAP_TRY(read.text_values, arguments.boolean("fetchTextBodyValues", false));
    JMAP_TRY(read.html_values, arguments.boolean("fetchHTMLBodyValues", false));
    JMAP_TRY(read.all_values, arguments.boolean("fetchAllBodyValues", false));
    JMAP_TRY(auto most, arguments.unsigned_integer("maxBodyValueBytes", 0));
    read.max_value_octets = static_cast<std::size_t>(most);
    return read;
}

Message::Message(std::string octets, BlobId blob)
    : octets_(std::move(octets)),
      blob_(std::move(blob)),
      structure_(mime::parse(octets_)),
      bodies_(mime::bodies(structure_)) {}

json::value Message::field(const mime::Part& part, const HeaderProperty& property) const {
    if (!property.all) {
        const auto last = mime::last_field(octets_, structure_, part, property.field);
        return last ? in_form(*last, property.form) : json::value(nullptr);
    }
    json::array all;
    for (auto value : mime::all_fields(octets_, structure_, part, property.field)) {
        all.push_back(in_form(value, property.form));
    }
    return all;
}

json::array Message::fields(const mime::Part& part) const {
    json::array all;
    for (std::size_t n = part.first_field; n < part.first_field + part.fields; ++n) {
        const auto& field = structure_.fields[n];
        all.push_back(json::object{{"name", mime::as_raw(field.name.of(octets_))},
                                   {"value", mime::as_raw(field.value.of(octets_))}});
    }
    return all;
}

json::value Message::part_property(std::uint32_t place, std::string_view name, const BodyArguments& arguments,
                                   bool tree) const {
    const auto& part = structure_.parts[place];
    if (name == "partId") return or_null(part.part_id());
    if (name == "type") return json::value(part.type);
    if (name == "name") return or_null(part.name);
    if (name == "charset") return or_null(part.charset);
    if (name == "disposition") return or_null(part.disposition);
    if (name == "cid") return or_null(part.cid);
    if (name == "language") return or_null(part.language);
    if (name == "location") return or_null(part.location);
    if (name == "headers") return fields(part);
    if (name == "blobId") {
        return part.is_multipart() ? json::value(nullptr) : json::value(jmap::text(part_of(blob_, place)));
    }
    if (name == "size") {
        const auto body = part.body.of(octets_);
        return part.is_multipart() ? body.size() : mime::decoded_size(body, part.encoding);
    }
    // "None of these parts include subParts": the lists are of leaves.
    if (name != "subParts" || !tree || !part.is_multipart()) return nullptr;
    json::array children;
    for (auto child : part.children) children.push_back(this->part(child, arguments, tree));
    return children;
}

json::value Message::part(std::uint32_t place, const BodyArguments& arguments, bool tree) const {
    json::object object;
    for (const auto& property : arguments.properties) {
        object[property.name] = property.header ? field(structure_.parts[place], *property.header)
                                                : part_property(place, property.name, arguments, tree);
    }
    if (arguments.tree && tree && structure_.parts[place].is_multipart()) {
        object["subParts"] = part_property(place, "subParts", arguments, tree);
    }
    return object;
}

json::array Message::parts(const std::vector<std::uint32_t>& places, const BodyArguments& arguments) const {
    json::array all;
    for (auto place : places) all.push_back(part(place, arguments, false));
    return all;
}

json::object Message::values(const BodyArguments& arguments) const {
    std::vector<bool> wanted(structure_.parts.size(), arguments.all_values);
    if (arguments.text_values) {
        for (auto place : bodies_.text) wanted[place] = true;
    }
    if (arguments.html_values) {
        for (auto place : bodies_.html) wanted[place] = true;
    }
    json::object values;
    for (std::size_t place = 0; place < wanted.size(); ++place) {
        const auto& part = structure_.parts[place];
        if (!wanted[place] || !part.is_text()) continue;
        auto value = mime::body_value(octets_, part, arguments.max_value_octets);
        values[part.part_id().value_or("")] = json::object{{"value", std::move(value.value)},
                                                           {"isEncodingProblem", value.is_encoding_problem},
                                                           {"isTruncated", value.is_truncated}};
    }
    return values;
}

json::value Message::property(std::string_view name, const BodyArguments& arguments) const {
    if (name == "bodyStructure") return part(0, arguments, true);
    if (name == "textBody") return parts(bodies_.text, arguments);
    if (name == "htmlBody") return parts(bodies_.html, arguments);
    if (name == "attachments") return parts(bodies_.attachments, arguments);
    if (name == "bodyValues") return values(arguments);
    if (name == "headers") return fields(structure_.root());
    if (name == "hasAttachment") return mime::has_attachment(structure_, bodies_);
    if (name == "preview") return json::value(mime::preview(octets_, structure_, bodies_));
    if (name == "blobId") return json::value(jmap::text(blob_));
    if (name == "size") return octets_.size();
    if (const auto behind = field_behind(name)) return field(*behind);
    return nullptr;
}

}  // namespace bailey::jmap
