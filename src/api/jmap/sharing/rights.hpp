// The rights of shared folders and address books as JSON: myRights, shareWith, oldRights and newRights.
#pragma once
#include "api/jmap/object.hpp"
#include "domain/people/object_rights.hpp"

namespace bailey::jmap {

// MailboxRights (RFC 8621 section 2) or AddressBookRights (RFC 9610 section 2) of somebody with whom it is shared:
// every right, true or false. RFC 9670 section 4 leaves the names to the type; MailboxRights have "mayShare" beside
// those of RFC 8621.
json::object rights_json(ObjectKind kind, unsigned rights);

// 0: none. Errors: invalidProperties of shareWith (a name that is none; a right that cannot be given; rights without
// the one to read).
Answer<unsigned> rights_from(ObjectKind kind, const json::value& value);

}  // namespace bailey::jmap
