// Who is in the community and who may do what to whom (service.md section 5). Pure rules: the one function that
// answers "may A do X to B" is may(); every permission in Bailey is asked there.
#pragma once
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.hpp"

namespace bailey {

enum class AccountId : std::int64_t {};
enum class OrganisationId : std::int64_t {};

enum class AccountKind { user, shared };  // a person's mailbox, or one that several open under their own logins
enum class AccountState { new_user_locked, active, locked, suspended, deleted };
enum class Connection { hosted, server, cloud, trusted };

enum class Role { community_administrator, organisation_administrator, helpdesk, engineer, mailbox_user, auditor };

// Rights hold for the organisation and everything below it, never above or beside.
struct Grant {
    Role role;
    OrganisationId organisation;
};

// What somebody may do with a shared mailbox (service.md section 9), as bits.
namespace mailbox_right {
constexpr unsigned read = 1, write = 2, mail = 4;  // see and open; file, move, mark, delete; send as it
constexpr unsigned manage = 8;                     // give these rights to others
constexpr unsigned all = read | write | mail | manage;
}  // namespace mailbox_right

struct MailboxGrant {
    AccountId mailbox;
    unsigned rights = 0;
};

struct Actor {
    AccountId account;
    std::vector<Grant> grants;
    std::vector<MailboxGrant> mailboxes = {};  // shared ones
};

// The tree of organisations: parent links only, as the database holds them.
class OrganisationTree {
public:
    // Errors: exists (an id twice), not_found (a parent that is not there), conflict (it would be a loop).
    Result<void> add(OrganisationId id, std::optional<OrganisationId> parent);
    bool contains(OrganisationId id) const { return parents_.contains(id); }
    // Is `id` the organisation `top` or below it?
    bool within(OrganisationId id, OrganisationId top) const;

private:
    std::unordered_map<OrganisationId, std::optional<OrganisationId>> parents_;
};

// What can be done to an account or an organisation. One row each in the table of people.cpp.
enum class Action {
    see_account,  // its state, never its mail
    create_account,
    change_account,  // names, ex-directory flag, mailbox capacity
    unlock_account,
    reset_password,
    suspend_account,
    delete_account,
    restore_account,
    read_mail,   // one's own, or a shared mailbox's; somebody else's needs emergency_access
    write_mail,  // likewise: file, move, mark, delete
    send_mail,   // as that account
    emergency_access,
    manage_lists,
    manage_shared_mailboxes,
    edit_organisation,
    create_organisation,
    suspend_organisation,
    appoint_administrator,
    set_up_connection,
    decide_application,
    write_notice,
    see_audit,
    track_message,  // envelope data only
    see_statistics,
};

struct Target {
    OrganisationId organisation;            // the organisation, or that of the account
    std::optional<AccountId> account = {};  // set where one account is meant
};

// May `actor` do `action` to `target`? The whole policy of service.md section 5 is behind this one question.
bool may(const Actor& actor, Action action, const Target& target, const OrganisationTree& tree);

std::string_view to_string(Role r);
std::string_view to_string(AccountState s);
std::string_view to_string(AccountKind k);
std::string_view to_string(Connection c);
Result<Role> role_from(std::string_view name);
Result<AccountState> account_state_from(std::string_view name);
Result<AccountKind> account_kind_from(std::string_view name);
Result<Connection> connection_from(std::string_view name);
// Rights of shared mailboxes: "read,write,mail". Errors: bad_syntax (a word that is none).
std::string mailbox_rights_text(unsigned rights);
Result<unsigned> mailbox_rights_from(std::string_view text);

}  // namespace bailey
