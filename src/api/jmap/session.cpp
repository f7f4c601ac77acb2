// The Session object, RFC 8620 section 2.
#include "api/jmap/api.hpp"
#include "api/jmap/paths.hpp"
#include "base/secret.hpp"
#include "base/text.hpp"

namespace bailey::jmap {
namespace {

// FNV-1a, 64 bits: a short text that changes when the object does, the same in every process.
std::string fingerprint(const json::object& object) {
    std::string text;
    write_json(object, text);
    std::uint64_t hash = 0xcbf29ce484222325;
    for (char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
    std::string out;
    for (int shift = 60; shift >= 0; shift -= 4) out += "0123456789abcdef"[(hash >> shift) & 15];
    return out;
}

// The caller's own account, for every capability it has.
json::object primary_accounts(const std::vector<Account>& accounts, const std::vector<Capability>& capabilities) {
    json::object primary;
    for (const auto& capability : capabilities) {
        if (capability.of_accounts_only) continue;
        for (const auto& account : accounts) {
            if (!account.personal || !value_of(capability, account)) continue;
            primary[capability.uri] = account_id(account.number);
            break;
        }
    }
    return primary;
}

}  // namespace

json::object Api::account_object(const Account& account) const {
    json::object supported;
    for (const auto& capability : capabilities_) {
        if (auto value = value_of(capability, account)) supported[capability.uri] = std::move(*value);
    }
    return {{"name", account.name},
            {"isPersonal", account.personal},
            {"isReadOnly", account.read_only},
            {"accountCapabilities", std::move(supported)}};
}

std::string Origin::web_socket() const { return "ws" + http.substr(http.starts_with("http") ? 4 : 0); }

json::object Api::session(const Caller& caller, const std::vector<Account>& accounts, const Origin& origin) const {
    json::object capabilities, all;
    for (const auto& capability : capabilities_) {
        if (capability.of_accounts_only) continue;
        capabilities[capability.uri] = capability.server_at ? capability.server_at(origin) : capability.server;
    }
    for (const auto& account : accounts) all[account_id(account.number)] = account_object(account);
    json::object session{{"capabilities", std::move(capabilities)},
                         {"accounts", std::move(all)},
                         {"primaryAccounts", primary_accounts(accounts, capabilities_)},
                         {"username", caller.who.address},
                         {"apiUrl", origin.http + paths::api},
                         {"downloadUrl", origin.http + paths::download_template},
                         {"uploadUrl", origin.http + paths::upload_template},
                         {"eventSourceUrl", origin.http + paths::event_source_template}};
    auto state = fingerprint(session);
    session["state"] = std::move(state);
    return session;
}

}  // namespace bailey::jmap
