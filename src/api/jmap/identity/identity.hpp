// Identity, RFC 8621 section 6.
#pragma once
#include "api/jmap/api.hpp"
#include "api/jmap/identity/identities.hpp"
#include "api/jmap/object.hpp"

namespace bailey::jmap {

extern const Properties identity_properties;

Answer<json::object> get_identities(const Identities& identities, Context& context, json::object arguments);
Answer<json::object> identity_changes(const Identities& identities, Context& context, json::object arguments);
Answer<json::object> set_identities(const Identities& identities, Context& context, json::object arguments);

}  // namespace bailey::jmap
