// What the commands on organisations, users and the audit need open: the configuration, the keys and the community
// database; no mail.
#pragma once
#include <memory>
#include <string>

#include "apps/commands/command.hpp"
#include "base/clock.hpp"
#include "base/config/config.hpp"
#include "base/keyring.hpp"
#include "domain/address/canonical.hpp"
#include "services/organisations/organisations.hpp"
#include "services/sharing/sharing.hpp"
#include "services/users/users.hpp"
#include "store/community/community.hpp"

namespace bailey::commands {

// The operator at the command line acts as the system: whoever may read the keys may do everything here.
struct CommunityAccess {
    CommunityAccess(config::Config c, Canonicaliser n, KeyRing k, std::unique_ptr<store::Community> opened);

    const config::Config config;
    const Canonicaliser names;
    const KeyRing keys;
    const SystemClock clock{};
    const std::unique_ptr<store::Community> community;
    const Acting operator_ = system_actor();
    organisations::Organisations organisations;
    users::Users users;
    sharing::Sharing sharing;

    // An organisation by its name or its id. What is wrong is said on standard error.
    Result<OrganisationId> organisation(const Call& call, const std::string& name_or_id);
    // The rank of a protective marking of the configuration; "none" is no limit.
    Result<int> ceiling(const Call& call, const std::string& marking);
    Result<AccountId> user(const Call& call, const std::string& address);
};

// Reads --config and opens. What is wrong is said on standard error, with file and line where the configuration is.
Result<std::unique_ptr<CommunityAccess>> open_community(const Call& call);

// The first line of standard input (--password-stdin), so that no password is in a list of processes or a history.
Secret password_from(std::istream& in);

}  // namespace bailey::commands
