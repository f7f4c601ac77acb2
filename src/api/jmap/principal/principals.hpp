// Principal, RFC 9670 section 2: the community's directory (service.md section 7). People are individuals,
// organisations groups of their people, shared mailboxes "other". They are found in each caller's own account.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "api/jmap/api.hpp"
#include "api/jmap/object.hpp"
#include "api/jmap/push/events.hpp"
#include "services/directory/search.hpp"
#include "services/mailbox/changes.hpp"

namespace bailey::sharing {
class Sharing;
}

namespace bailey::jmap {

inline constexpr std::string_view principals_uri = "urn:ietf:params:jmap:principals";
inline constexpr std::string_view principal_owner_uri = "urn:ietf:params:jmap:principals:owner";
// What the directory says of a principal beyond RFC 9670, in its "capabilities": kind ("user", "sharedMailbox",
// "organisation"), organisation, organisationId, businessType, area, address1, address2, town, postcode, telephone,
// connection, ceiling (the highest protective marking it may be sent). Principal/query has conditions for kind,
// organisation, businessType, area and place.
inline constexpr std::string_view directory_uri = "urn:bailey:params:jmap:directory";

// Both outlive `api`.
struct PrincipalRooms {
    directory::Directory& directory;
    sharing::Sharing& sharing;
    Markings markings = {};
    mailbox::Notifier* notifier = nullptr;  // told where somebody dismisses a notification
};
// The capabilities, and the methods of Principal and ShareNotification.
void add_principals(Api& api, const PrincipalRooms& rooms);

// The states of ShareNotification, and of Principal, which moves with it: pushed where somebody's rights change.
StatesOf principal_states(const PrincipalRooms& rooms);

extern const Properties principal_properties;

// Ids are for ever: "p17" for account 17, "o5" for organisation 5.
std::string principal_id(const directory::Key& key);
std::string principal_id(AccountId account);
std::optional<directory::Key> principal_from(std::string_view id);

// "17-3-5": change, newest account, newest organisation.
std::string principal_state(const directory::Mark& mark);
std::optional<directory::Mark> principal_mark(std::string_view state);

// The accounts of the session, whose entries the caller sees whether or not they are listed.
directory::Viewer viewer_of(const Context& context);

// What the methods of Principal stand on.
struct Principals {
    const Api& api;
    directory::Directory& directory;
    Markings markings = {};
};
Answer<json::object> get_principals(const Principals& all, Context& context, json::object arguments);
Answer<json::object> principal_changes(const Principals& all, Context& context, json::object arguments);
Answer<json::object> set_principals(const Principals& all, Context& context, json::object arguments);
Answer<json::object> query_principals(const Principals& all, Context& context, json::object arguments);
Answer<json::object> principal_query_changes(const Principals& all, Context& context, json::object arguments);

}  // namespace bailey::jmap
