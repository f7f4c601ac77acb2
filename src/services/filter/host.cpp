#include "services/filter/host.hpp"

#include "base/log.hpp"
#include "base/time_zone.hpp"
#include "services/filter/mailbox_names.hpp"
#include "services/filter/memory.hpp"
#include "services/filter/scripts.hpp"
#include "services/preferences/preferences.hpp"

namespace bailey::filter {

const mailbox::Index* AccountHost::index() {
    if (!read_) {
        read_ = true;
        auto index = mailbox::index(account_);
        if (index)
            index_ = std::move(*index);
        else
            log::warning("filter.no_index", {{"account", account_.id}, {"error", index.error()}});
    }
    return index_.get();
}

// As the owner has chosen; UTC where that cannot be known.
std::chrono::minutes AccountHost::zone(std::chrono::sys_seconds at) {
    if (!zone_) {
        auto name = preferences::time_zone(account_);
        if (!name) log::warning("filter.no_zone", {{"account", account_.id}, {"error", name.error()}});
        zone_ = name ? *name : "UTC";
    }
    auto offset = offset_in(*zone_, at);
    return offset ? *offset : std::chrono::minutes(0);
}

bool AccountHost::mailbox_exists(std::string_view name) { return index() && mailbox_named(*index(), name); }
bool AccountHost::mailbox_id_exists(std::string_view id) { return index() && mailbox_with_id(*index(), id); }

bool AccountHost::special_use_exists(std::optional<std::string_view> mailbox, std::string_view use) {
    const auto* found = index() ? mailbox_for(*index(), use) : nullptr;
    return found && (!mailbox || mailbox_named(*index(), *mailbox) == found);
}

bool AccountHost::seen(std::string_view id) {
    const auto seen = remembers(account_, mailbox::ItemType::duplicate, id, world_.now);
    return seen && *seen;
}

// RFC 6609 section 3.2. There are no scripts of the whole site.
sieve::ScriptPtr AccountHost::include(sieve::Location location, std::string_view name) {
    if (location == sieve::Location::global) return nullptr;
    if (const auto known = included_.find(name); known != included_.end()) return known->second;
    sieve::ScriptPtr script;
    if (const auto all = scripts(account_))
        if (const auto* stored = all->named(name)) script = sieve::compile(stored->text, rules_).script;
    included_.emplace(name, script);
    return script;
}

// RFC 5183 section 4.1.
std::optional<std::string> AccountHost::environment(std::string_view item) {
    if (item == "host") return world_.settings.hostname;
    if (item == "domain") return world_.settings.postmaster.domain();
    if (item == "location") return "MS";
    if (item == "phase") return "during";
    if (item == "version" && !world_.settings.version.empty()) return world_.settings.version;
    return std::nullopt;
}

}  // namespace bailey::filter
