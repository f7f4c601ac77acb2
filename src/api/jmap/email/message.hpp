// A message as an Email object tells of it: its fields in every form, its parts, their text (RFC 8621 sections 4.1.2
// to 4.1.4). Read once, parsed once.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/jmap/blob_id.hpp"
#include "api/jmap/email/properties.hpp"
#include "protocol/jmap/arguments.hpp"
#include "protocol/mime/bodies.hpp"

namespace bailey::jmap {

// The arguments that /get and /parse have for bodies (section 4.2).
struct BodyArguments {
    struct Property {
        std::string name;
        std::optional<HeaderProperty> header;
    };
    std::vector<Property> properties;
    bool tree = false;  // subParts too, though not asked for: bodyProperties was left to us
    bool text_values = false, html_values = false, all_values = false;
    std::size_t max_value_octets = 0;
};
// Errors: invalidArguments.
Answer<BodyArguments> body_arguments(Arguments& arguments);

class Message {
public:
    Message(std::string octets, BlobId blob);

    const std::string& octets() const { return octets_; }
    const mime::Structure& structure() const { return structure_; }
    const mime::Bodies& bodies() const { return bodies_; }

    json::value field(const HeaderProperty& property) const { return field(structure_.root(), property); }
    // bodyStructure, textBody, htmlBody, attachments, bodyValues, headers, hasAttachment, preview, blobId, size, and
    // those short for a field. Null for a name that is none of them.
    json::value property(std::string_view name, const BodyArguments& arguments) const;

private:
    json::value field(const mime::Part& part, const HeaderProperty& property) const;
    json::array fields(const mime::Part& part) const;
    json::value part(std::uint32_t place, const BodyArguments& arguments, bool tree) const;
    json::value part_property(std::uint32_t place, std::string_view name, const BodyArguments& arguments,
                              bool tree) const;
    json::array parts(const std::vector<std::uint32_t>& places, const BodyArguments& arguments) const;
    json::object values(const BodyArguments& arguments) const;

    std::string octets_;
    BlobId blob_;
    mime::Structure structure_;
    mime::Bodies bodies_;
};

// EmailAddress[], of mime::EmailAddress or Summary::Address.
template <class Addresses>
json::array addresses_json(const Addresses& addresses) {
    json::array all;
    for (const auto& address : addresses) {
        all.push_back(json::object{{"name", address.name ? json::value(*address.name) : json::value(nullptr)},
                                   {"email", address.email}});
    }
    return all;
}

}  // namespace bailey::jmap
