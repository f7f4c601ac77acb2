#include "api/jmap/principal/principals.hpp"

#include <charconv>

#include "api/jmap/share_notification/share_notification.hpp"
#include "services/mailbox/items.hpp"
#include "services/sharing/sharing.hpp"

namespace bailey::jmap {
namespace {

std::optional<std::int64_t> number_from(std::string_view text) {
    std::int64_t number = 0;
    auto end = text.data() + text.size();
    auto read = std::from_chars(text.data(), end, number);
    // One spelling a number.
    if (read.ec != std::errc{} || read.ptr != end || number < 0 || std::to_string(number) != text) return {};
    return number;
}

// Section 1.5.1: whose session it is is in their own account.
std::optional<json::object> principals_of(const Account& account) {
    if (!account.personal) return {};
    return json::object{{"currentUserPrincipalId", principal_id(account.number)}};
}

// Section 1.5.2: each account is its principal's.
std::optional<json::object> owner_of(const Account& account) {
    auto session = account.personal ? account.number : account.opened_by;
    return json::object{{"accountIdForPrincipal", account_id(session)}, {"principalId", principal_id(account.number)}};
}

using PrincipalMethod = Answer<json::object> (*)(const Principals&, Context&, json::object);

Method principal_method(const char* name, const Principals& all, PrincipalMethod run) {
    return {name, std::string(principals_uri),
            [all, run](Context& context, json::object arguments) { return run(all, context, std::move(arguments)); }};
}

}  // namespace

// Everything is the directory's: what a client sends is refused before its shape matters (section 2.3).
const Properties principal_properties{
    {"id", Shape::id, is::server_set | is::immutable},
    {"type", Shape::string},
    {"name", Shape::string},
    {"description", Shape::string, is::nullable},
    {"email", Shape::string, is::nullable},
    {"timeZone", Shape::string, is::nullable},
    {"capabilities", Shape::object, is::server_set},
    {"accounts", Shape::object, is::nullable | is::server_set},
};

std::string principal_id(const directory::Key& key) {
    return (key.kind == directory::Kind::organisation ? "o" : "p") + std::to_string(key.number);
}
std::string principal_id(AccountId account) { return "p" + std::to_string(static_cast<std::int64_t>(account)); }

std::optional<directory::Key> principal_from(std::string_view id) {
    if (!id.starts_with('o') && !id.starts_with('p')) return {};
    auto number = number_from(id.substr(1));
    if (!number) return {};
    return directory::Key{id.front() == 'o' ? directory::Kind::organisation : directory::Kind::person, *number};
}

std::string principal_state(const directory::Mark& mark) {
    return std::to_string(mark.change) + '-' + std::to_string(mark.newest_account) + '-' +
           std::to_string(mark.newest_organisation);
}

std::optional<directory::Mark> principal_mark(std::string_view state) {
    auto first = state.find('-'), second = state.find('-', first + 1);
    if (first == state.npos || second == state.npos) return {};
    auto change = number_from(state.substr(0, first));
    auto account = number_from(state.substr(first + 1, second - first - 1));
    auto organisation = number_from(state.substr(second + 1));
    if (!change || !account || !organisation) return {};
    return directory::Mark{*change, *account, *organisation};
}

directory::Viewer viewer_of(const Context& context) {
    directory::Viewer viewer;
    for (const auto& account : context.accounts) viewer.own.push_back(account.number);
    return viewer;
}

StatesOf principal_states(const PrincipalRooms& rooms) {
    return [rooms](AccountId account, std::uint64_t types) -> Result<TypeStates> {
        TypeStates states;
        if (!(types & type_bit(mailbox::ItemType::share_notification))) return states;
        BAILEY_TRY(auto directory, rooms.directory.snapshot());
        BAILEY_TRY(auto told, rooms.sharing.notification_state(account));
        states.emplace("Principal", principal_state(directory->mark()));
        states.emplace("ShareNotification", text(told));
        return states;
    };
}

void add_principals(Api& api, const PrincipalRooms& rooms) {
    api.add(Capability{std::string(principals_uri), {}, principals_of});
    Capability owner{std::string(principal_owner_uri), {}, owner_of};
    owner.of_accounts_only = true;
    owner.in_part = true;
    api.add(std::move(owner));
    Principals all{api, rooms.directory, rooms.markings};
    api.add({principal_method("Principal/get", all, get_principals),
             principal_method("Principal/changes", all, principal_changes),
             principal_method("Principal/set", all, set_principals),
             principal_method("Principal/query", all, query_principals),
             principal_method("Principal/queryChanges", all, principal_query_changes)});
    api.add(share_notification_methods(rooms.sharing, rooms.notifier, principals_uri));
}

}  // namespace bailey::jmap
