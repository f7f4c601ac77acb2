#include "apps/commands/community.hpp"

#include <openssl/crypto.h>

#include <charconv>
#include <filesystem>
#include <istream>
#include <ostream>

#include "apps/stores.hpp"
#include "base/log.hpp"
#include "store/tables/placement.hpp"

namespace bailey::commands {
namespace {

users::Settings user_settings(const config::Config& c) {
    return {.cost = {.passes = c.signin.argon2_passes, .memory_bytes = c.signin.argon2_memory},
            .capacity_octets = static_cast<std::int64_t>(c.mailbox.capacity)};
}

Result<config::Config> read_config(const Call& call) {
    std::vector<config::ConfigError> errors;
    auto read = config::load(call.value("config"), errors);
    for (auto& error : errors) call.err << error.text() << '\n';
    if (!read && errors.empty()) call.fail(call.value("config"), read.error());
    return read;
}

// An operator who mistypes a path must not get a new, empty community.
bool is_missing_file(const std::string& url) {
    constexpr std::string_view scheme = "sqlite:";
    return url.starts_with(scheme) && !std::filesystem::exists(url.substr(scheme.size()));
}

}  // namespace

CommunityAccess::CommunityAccess(config::Config c, Canonicaliser n, KeyRing k, std::unique_ptr<store::Community> opened)
    : config(std::move(c)),
      names(std::move(n)),
      keys(std::move(k)),
      community(std::move(opened)),
      organisations(*community, names, clock),
      users(*community, names, clock, user_settings(config)),
      sharing(*community, clock) {}

Result<std::unique_ptr<CommunityAccess>> open_community(const Call& call) {
    BAILEY_TRY(auto config, read_config(call));
    // What the rooms below log as an error goes to standard error beside what the command says.
    BAILEY_CHECK(log::configure({.format = log::Format::text, .level = log::Level::error}));
    BAILEY_TRY(auto names, apps::canonicaliser(config));
    BAILEY_TRY(auto keys, KeyRing::load(config.keys.ring));
    if (is_missing_file(config.database.community)) {
        call.fail(config.database.community + " is not there; \"bailey init\" makes a new community");
        return Errc::not_found;
    }
    auto community = store::Community::open(config.database.community, keys.purpose("audit"), 1);
    if (!community) {
        call.fail("the community database cannot be opened", community.error());
        return Failure{community.error()};
    }
    auto cells = static_cast<int>(config.database.cells.size());
    BAILEY_CHECK((*community)->write([&](sql::Connection& c) { return store::placement::ensure_cells(c, cells); }));
    return std::make_unique<CommunityAccess>(std::move(config), std::move(names), std::move(keys),
                                             std::move(*community));
}

Result<OrganisationId> CommunityAccess::organisation(const Call& call, const std::string& name_or_id) {
    std::int64_t id = 0;
    auto* end = name_or_id.data() + name_or_id.size();
    auto read = std::from_chars(name_or_id.data(), end, id);
    if (read.ec == std::errc{} && read.ptr == end) {
        auto found = organisations.describe(operator_, OrganisationId{id});
        if (!found) {
            call.fail("organisation " + name_or_id, found.error());
            return Failure{found.error()};
        }
        return OrganisationId{id};
    }
    auto found = organisations.named(name_or_id);
    if (found) return found->id;
    if (found.error() == Errc::conflict)
        call.fail("several organisations are called \"" + name_or_id + "\"; give the id of one");
    else
        call.fail("organisation \"" + name_or_id + "\"", found.error());
    return Failure{found.error()};
}

Result<int> CommunityAccess::ceiling(const Call& call, const std::string& marking) {
    if (marking == "none") return Markings::unlimited;
    BAILEY_TRY(auto markings, apps::markings(config));
    if (auto rank = markings.rank(marking)) return *rank;
    call.fail("\"" + marking + "\" is not a marking; these are: " + config.community.markings);
    return Errc::not_found;
}

Result<AccountId> CommunityAccess::user(const Call& call, const std::string& address) {
    auto found = users.find(address);
    if (!found) call.fail(address, found.error());
    return found;
}

Secret password_from(std::istream& in) {
    std::string line;
    std::getline(in, line);
    if (line.ends_with('\r')) line.pop_back();
    Secret password(line);
    OPENSSL_cleanse(line.data(), line.size());
    return password;
}

}  // namespace bailey::commands
