// Principal/get and Principal/changes, RFC 9670 sections 2.1 and 2.2; and Principal/set, section 2.3, which changes
// nothing: the directory is kept by the organisations' administrators.
#include "api/jmap/standard/get.hpp"
#include "api/jmap/principal/principals.hpp"
#include "api/jmap/standard/changes.hpp"
#include "api/jmap/standard/set.hpp"

namespace bailey::jmap {
namespace {

using directory::Entry;
using directory::Kind;

std::string_view type_of(const Entry& entry) {
    switch (entry.kind) {
    case Kind::person: return "individual";
    case Kind::organisation: return "group";
    case Kind::shared_mailbox: return "other";
    }
    return "other";
}

std::string_view kind_of(const Entry& entry) {
    switch (entry.kind) {
    case Kind::person: return "user";
    case Kind::organisation: return "organisation";
    case Kind::shared_mailbox: return "sharedMailbox";
    }
    return "user";
}

json::value text_or_null(const std::string& text) { return text.empty() ? json::value(nullptr) : json::value(text); }

json::object directory_object(const Entry& entry) {
    const auto& o = *entry.organisation;
    return {{"kind", kind_of(entry)},
            {"organisation", o.name},
            {"organisationId", principal_id({Kind::organisation, static_cast<std::int64_t>(o.id)})},
            {"businessType", text_or_null(o.business_type)},
            {"area", text_or_null(o.area)},
            {"address1", text_or_null(o.address1)},
            {"address2", text_or_null(o.address2)},
            {"town", text_or_null(o.town)},
            {"postcode", text_or_null(o.postcode)},
            {"telephone", text_or_null(o.telephone)},
            {"connection", to_string(o.connection)}};
}

// The principal's accounts that the caller may use (section 2).
json::value accounts_of(const Api& api, const Context& context, const Entry& entry) {
    if (entry.kind == Kind::organisation) return nullptr;
    json::object accounts;
    for (const auto& account : context.accounts) {
        if (account.number != AccountId{entry.key.number}) continue;
        accounts[account_id(account.number)] = api.account_object(account);
    }
    return accounts.empty() ? json::value(nullptr) : json::value(std::move(accounts));
}

json::object principal(const Principals& all, const Context& context, const Entry& entry) {
    json::object capabilities;
    auto about = directory_object(entry);
    const bool marks = !all.markings.none() && entry.kind != Kind::organisation;
    about["ceiling"] = marks ? json::value(all.markings.name(entry.ceiling())) : json::value(nullptr);
    capabilities[directory_uri] = std::move(about);
    return {{"id", principal_id(entry.key)},
            {"type", type_of(entry)},
            {"name", entry.name},
            {"description", text_or_null(directory::description(entry))},
            {"email", text_or_null(entry.address)},
            {"timeZone", nullptr},
            {"capabilities", std::move(capabilities)},
            {"accounts", accounts_of(all.api, context, entry)}};
}

class Get final : public Getter {
public:
    explicit Get(const Principals& all) : all_(all) {}
    const Properties& properties() const override { return principal_properties; }
    Answer<void> begin(Context&, const Account&, Wanted&) override {
        JMAP_TRY(snapshot_, all_.directory.snapshot());
        return {};
    }
    Answer<std::string> state(Context&, const Account&) override { return principal_state(snapshot_->mark()); }
    Answer<std::vector<std::string>> all(Context& context, const Account&, std::size_t most) override {
        std::vector<std::string> ids;
        for (auto entry : directory::search(*snapshot_, viewer_of(context), {}, {})) {
            if (ids.size() > most) break;
            ids.push_back(principal_id(entry->key));
        }
        return ids;
    }
    Answer<std::vector<json::object>> load(Context& context, const Account&, const std::vector<std::string>& ids,
                                           const Wanted&) override {
        auto viewer = viewer_of(context);
        std::vector<json::object> found;
        for (const auto& id : ids) {
            auto key = principal_from(id);
            auto entry = key ? snapshot_->find(*key) : nullptr;
            if (entry && viewer.sees(*entry)) found.push_back(principal(all_, context, *entry));
        }
        return found;
    }

private:
    const Principals& all_;
    std::shared_ptr<const directory::Snapshot> snapshot_;
};

class Changes final : public Changer {
public:
    explicit Changes(const Principals& all) : all_(all) {}
    // Answers are whole or none: there is no state in between.
    Answer<Changed> changes(Context& context, const Account&, const std::string& since, std::size_t most) override {
        auto mark = principal_mark(since);
        if (!mark) return ErrorType::cannot_calculate_changes;
        JMAP_TRY(auto snapshot, all_.directory.snapshot());
        auto found = snapshot->changed_since(*mark);
        if (!found) return ErrorType::cannot_calculate_changes;
        if (found->created.size() + found->updated.size() + found->gone.size() > most) {
            return ErrorType::cannot_calculate_changes;
        }
        Changed changed;
        auto viewer = viewer_of(context);
        for (auto entry : found->created) changed.created.push_back(principal_id(entry->key));
        for (auto entry : found->updated) changed.updated.push_back(principal_id(entry->key));
        for (auto entry : found->gone) {
            (viewer.sees(*entry) ? changed.updated : changed.destroyed).push_back(principal_id(entry->key));
        }
        changed.new_state = principal_state(snapshot->mark());
        return changed;
    }

private:
    const Principals& all_;
};

class Set final : public Setter {
public:
    explicit Set(const Principals& all) : all_(all) {}
    const Properties& properties() const override {
        static const Properties whatever({}, Beyond::kept);
        return whatever;
    }
    Answer<std::string> state(Context&, const Account&) override {
        JMAP_TRY(auto snapshot, all_.directory.snapshot());
        return principal_state(snapshot->mark());
    }
    Answer<json::object> load(Context& context, const Account&, const std::string& id,
                              const std::vector<std::string>&) override {
        JMAP_CHECK(there(context, id));
        return ErrorType::forbidden;
    }
    Answer<void> destroy(Context& context, const Account&, const std::string& id) override {
        JMAP_CHECK(there(context, id));
        return ErrorType::forbidden;
    }

private:
    Answer<void> there(Context& context, const std::string& id) {
        JMAP_TRY(auto snapshot, all_.directory.snapshot());
        auto key = principal_from(id);
        auto entry = key ? snapshot->find(*key) : nullptr;
        if (!entry || !viewer_of(context).sees(*entry)) return ErrorType::not_found;
        return {};
    }

    const Principals& all_;
};

}  // namespace

Answer<json::object> get_principals(const Principals& all, Context& context, json::object arguments) {
    Get type(all);
    return get(context, std::move(arguments), type);
}

Answer<json::object> principal_changes(const Principals& all, Context& context, json::object arguments) {
    Changes type(all);
    return changes(context, std::move(arguments), type);
}

Answer<json::object> set_principals(const Principals& all, Context& context, json::object arguments) {
    Set type(all);
    return set(context, std::move(arguments), type);
}

}  // namespace bailey::jmap
