#include "domain/people/people.hpp"

#include <algorithm>
#include <array>

namespace bailey {
namespace {

// A set of roles, one bit each.
using Roles = unsigned;
constexpr Roles of(Role r) { return 1u << static_cast<unsigned>(r); }

constexpr Roles community = of(Role::community_administrator);
// A Community Administrator can do everything an Organisation Administrator can.
constexpr Roles administrators = community | of(Role::organisation_administrator);
constexpr Roles helpdesk = of(Role::helpdesk);
constexpr Roles engineer = of(Role::engineer);
constexpr Roles auditor = of(Role::auditor);
constexpr Roles nobody = 0;  // no role gives it: only the owner of the account has it

// The policy of service.md section 5: who may, by a grant that covers the target. No default: a new action must decide.
Roles roles_for(Action action) {
    switch (action) {
    case Action::see_account: return administrators | helpdesk;
    case Action::create_account: return administrators;
    case Action::change_account: return administrators;
    case Action::unlock_account: return administrators | helpdesk;
    case Action::reset_password: return administrators | helpdesk;
    case Action::suspend_account: return administrators;
    case Action::delete_account: return administrators;
    case Action::restore_account: return administrators;
    case Action::read_mail: return nobody;
    case Action::write_mail: return nobody;
    case Action::send_mail: return nobody;
    case Action::emergency_access: return administrators;
    case Action::manage_lists: return administrators;
    case Action::manage_shared_mailboxes: return administrators;
    case Action::edit_organisation: return administrators | helpdesk;
    case Action::create_organisation: return administrators;
    case Action::suspend_organisation: return administrators;
    case Action::appoint_administrator: return administrators;
    case Action::set_up_connection: return community | engineer;
    case Action::decide_application: return community;
    case Action::write_notice: return community;
    case Action::see_audit: return auditor;
    case Action::track_message: return auditor | helpdesk;  // service.md section 11 names the helpdesk
    case Action::see_statistics: return auditor;
    }
    return nobody;
}

// What everyone may do with their own account, by being who they are. A shared mailbox is nobody's own: who opens it
// is decided by its rights.
bool is_owners_right(Action action) {
    return action == Action::read_mail || action == Action::write_mail || action == Action::send_mail;
}

// The right of a shared mailbox that gives the action (service.md section 9); 0: none does.
unsigned right_for(Action action) {
    if (action == Action::read_mail) return mailbox_right::read;
    if (action == Action::write_mail) return mailbox_right::write;
    if (action == Action::send_mail) return mailbox_right::mail;
    if (action == Action::manage_shared_mailboxes) return mailbox_right::manage;
    return 0;
}

bool by_mailbox_grant(const Actor& actor, Action action, const Target& target) {
    const auto right = right_for(action);
    return right != 0 && target.account && std::ranges::any_of(actor.mailboxes, [&](const MailboxGrant& grant) {
               return grant.mailbox == *target.account && (grant.rights & right) != 0;
           });
}

template <class E>
struct Name {
    E value;
    std::string_view text;
};
template <class E>
Name(E, std::string_view) -> Name<E>;  // Clang 16 does not find it by itself

// As the database, the command line and the log spell them.
constexpr std::array role_names{Name{Role::community_administrator, "community_administrator"},
                                Name{Role::organisation_administrator, "organisation_administrator"},
                                Name{Role::helpdesk, "helpdesk"},
                                Name{Role::engineer, "engineer"},
                                Name{Role::mailbox_user, "mailbox_user"},
                                Name{Role::auditor, "auditor"}};
constexpr std::array state_names{Name{AccountState::new_user_locked, "new_user_locked"},
                                 Name{AccountState::active, "active"}, Name{AccountState::locked, "locked"},
                                 Name{AccountState::suspended, "suspended"}, Name{AccountState::deleted, "deleted"}};
constexpr std::array kind_names{Name{AccountKind::user, "user"}, Name{AccountKind::shared, "shared"}};
constexpr std::array connection_names{Name{Connection::hosted, "hosted"}, Name{Connection::server, "server"},
                                      Name{Connection::cloud, "cloud"}, Name{Connection::trusted, "trusted"}};

constexpr std::array right_names{Name{mailbox_right::read, "read"}, Name{mailbox_right::write, "write"},
                                 Name{mailbox_right::mail, "mail"}, Name{mailbox_right::manage, "manage"}};

template <class Names, class E>
std::string_view name_in(const Names& names, E value) {
    for (auto& name : names)
        if (name.value == value) return name.text;
    return "unknown";
}

template <class Names>
auto value_in(const Names& names, std::string_view text) -> Result<decltype(names.front().value)> {
    for (auto& name : names)
        if (name.text == text) return name.value;
    return Errc::bad_syntax;
}

}  // namespace

// A parent must be there before its children and never changes, so nothing but an organisation under itself can loop.
Result<void> OrganisationTree::add(OrganisationId id, std::optional<OrganisationId> parent) {
    if (contains(id)) return Errc::exists;
    if (parent == id) return Errc::conflict;
    if (parent && !contains(*parent)) return Errc::not_found;
    parents_.emplace(id, parent);
    return {};
}

bool OrganisationTree::within(OrganisationId id, OrganisationId top) const {
    for (auto at = parents_.find(id); at != parents_.end(); at = parents_.find(*at->second)) {
        if (at->first == top) return true;
        if (!at->second) return false;
    }
    return false;
}

bool may(const Actor& actor, Action action, const Target& target, const OrganisationTree& tree) {
    if (is_owners_right(action) && target.account == actor.account) return true;
    if (by_mailbox_grant(actor, action, target)) return true;
    auto roles = roles_for(action);
    return std::ranges::any_of(actor.grants, [&](const Grant& grant) {
        return (roles & of(grant.role)) != 0 && tree.within(target.organisation, grant.organisation);
    });
}

std::string_view to_string(Role r) { return name_in(role_names, r); }
std::string_view to_string(AccountState s) { return name_in(state_names, s); }
std::string_view to_string(AccountKind k) { return name_in(kind_names, k); }
std::string_view to_string(Connection c) { return name_in(connection_names, c); }

Result<Role> role_from(std::string_view name) { return value_in(role_names, name); }
Result<AccountState> account_state_from(std::string_view name) { return value_in(state_names, name); }
Result<AccountKind> account_kind_from(std::string_view name) { return value_in(kind_names, name); }
Result<Connection> connection_from(std::string_view name) { return value_in(connection_names, name); }

std::string mailbox_rights_text(unsigned rights) {
    std::string text;
    for (const auto& [right, name] : right_names) {
        if (!(rights & right)) continue;
        if (!text.empty()) text += ',';
        text += name;
    }
    return text;
}

Result<unsigned> mailbox_rights_from(std::string_view text) {
    unsigned rights = 0;
    for (;;) {
        const auto comma = text.find(',');
        BAILEY_TRY(auto right, value_in(right_names, text.substr(0, comma)));
        rights |= right;
        if (comma == text.npos) return rights;
        text.remove_prefix(comma + 1);
    }
}

}  // namespace bailey
