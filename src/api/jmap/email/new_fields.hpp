// Header fields as a client gives them in a new Email or EmailBodyPart, RFC 8621 sections 4.1.2 and 4.1.3.
#pragma once
#include <optional>
#include <vector>

#include "api/jmap/email/properties.hpp"
#include "protocol/jmap/json.hpp"
#include "protocol/mime/build.hpp"

namespace bailey::jmap {

// The fields that a property's value asks for; none for null and for empty lists. nullopt: the value is not of the
// property's form, or would break the header.
std::optional<std::vector<mime::NewField>> new_fields(const HeaderProperty& property, const json::value& value);

}  // namespace bailey::jmap
