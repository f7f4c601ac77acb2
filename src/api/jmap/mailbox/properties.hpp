// The properties of Mailbox, RFC 8621 section 2.
#pragma once
#include "api/jmap/object.hpp"

namespace bailey::jmap {

const Properties& mailbox_properties();

}  // namespace bailey::jmap
