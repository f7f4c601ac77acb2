// The properties of Email and of EmailBodyPart, RFC 8621 section 4.1.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/jmap/object.hpp"
#include "protocol/mime/forms.hpp"

namespace bailey::jmap {

// Without "header:..." ones. Those that a create may leave out without there being a default are null then: receivedAt
// is the time of creation, and of bodyStructure, textBody, htmlBody, attachments the client uses what it likes.
const Properties& email_properties();
const std::vector<std::string>& parsed_properties();  // the default of Email/parse, section 4.9

// A field of the header section as a property (section 4.1.3): "header:Subject:asText:all".
struct HeaderProperty {
    std::string field;
    mime::Form form = mime::Form::raw;
    bool all = false;
};
// None: it is not such a name, or the form is not allowed for the field (sections 4.1.2 and 4.2).
std::optional<HeaderProperty> header_property(std::string_view name);

// "from" is short for "header:From:asAddresses" (section 4.1.3). None: the name is not short for a field; and the
// other way, empty: there is no short name for the field in that form.
std::optional<HeaderProperty> field_behind(std::string_view name);
std::string_view short_name(const HeaderProperty& property);

// Of an EmailBodyPart (section 4.1.4), without "header:..." ones.
bool is_body_property(std::string_view name);
const std::vector<std::string>& default_body_properties();  // section 4.2

}  // namespace bailey::jmap
