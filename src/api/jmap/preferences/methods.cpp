#include <algorithm>

#include "api/jmap/item_set.hpp"
#include "api/jmap/mail_changes.hpp"
#include "api/jmap/preferences/preferences.hpp"
#include "api/jmap/standard/get.hpp"
#include "services/preferences/preferences.hpp"

namespace bailey::jmap {
namespace {

constexpr std::string_view only_id = "singleton";

// What was set, and the defaults of the rest. What an older version kept under a name that is gone is left out.
Answer<json::object> whole(const preferences::Kept& kept) {
    auto value = parse_json(kept.json);
    if (!value || !value->is_object()) return Error(Errc::corrupt);
    json::object object{{"id", only_id}};
    for (const auto& property : preferences_properties.all()) {
        if (property.flags & is::server_set) continue;
        auto set = member(value->get_object(), property.name);
        const bool usable = set && fits(*set, property);
        object[property.name] = usable ? *set : *preferences_properties.fallback(property.name);
    }
    return object;
}

json::object to_keep(const json::object& preferences) {
    json::object kept;
    for (const auto& [name, value] : preferences) {
        auto fallback = preferences_properties.fallback(text_of(name));
        if (fallback && *fallback != value) kept[name] = value;
    }
    return kept;
}

class Get final : public Getter {
public:
    explicit Get(mailbox::Accounts& accounts) : accounts_(accounts) {}
    const Properties& properties() const override { return preferences_properties; }
    Answer<std::string> state(Context&, const Account& account) override {
        JMAP_TRY(auto opened, accounts_.open(account.number));
        JMAP_TRY(kept_, preferences::read(opened));
        return text(kept_.state);
    }
    Answer<std::vector<std::string>> all(Context&, const Account&, std::size_t) override {
        return std::vector{std::string(only_id)};
    }
    Answer<std::vector<json::object>> load(Context&, const Account&, const std::vector<std::string>& ids,
                                           const Wanted&) override {
        std::vector<json::object> found;
        if (std::ranges::find(ids, only_id) == ids.end()) return found;
        JMAP_TRY(auto object, whole(kept_));
        found.push_back(std::move(object));
        return found;
    }

private:
    mailbox::Accounts& accounts_;
    preferences::Kept kept_;
};

class Changes final : public Changer {
public:
    explicit Changes(mailbox::Accounts& accounts) : accounts_(accounts) {}
    Answer<Changed> changes(Context&, const Account& account, const std::string& since, std::size_t most) override {
        JMAP_TRY(auto opened, accounts_.open(account.number));
        JMAP_TRY(auto from, state_or_cannot(since));
        auto found = mailbox::item_changes(opened, mailbox::ItemType::preferences, from, most);
        JMAP_TRY(auto changed, changed_from(found, [](const std::vector<std::int64_t>& numbers) {
                     return std::vector(numbers.size(), std::string(only_id));
                 }));
        // The object was there before it was first set.
        changed.updated.insert(changed.updated.end(), changed.created.begin(), changed.created.end());
        changed.created.clear();
        return changed;
    }

private:
    mailbox::Accounts& accounts_;
};

class Set final : public Setter {
public:
    explicit Set(mailbox::Accounts& accounts) : accounts_(accounts) {}
    bool overtaken() const { return overtaken_; }
    const Properties& properties() const override { return preferences_properties; }
    bool singleton() const override { return true; }
    Answer<std::string> state(Context&, const Account& account) override {
        JMAP_TRY(opened_, accounts_.open(account.number));
        JMAP_TRY(kept_, preferences::read(opened_));
        return text(kept_.state);
    }
    Answer<json::object> load(Context&, const Account&, const std::string& id,
                              const std::vector<std::string>&) override {
        if (id != only_id) return ErrorType::not_found;
        return whole(kept_);
    }
    Answer<json::value> update(Context& context, const Account&, const std::string&, const Update& update) override {
        if (update.changed.empty()) return json::value(nullptr);
        JMAP_CHECK(check_preferences(update.wanted, context.now));
        auto written = preferences::write(opened_, kept_.state, write_json(to_keep(update.wanted)));
        overtaken_ = !written && errc_of(written.error()) == Errc::conflict;
        if (!written) return Error(written.error());
        return json::value(nullptr);
    }

private:
    mailbox::Accounts& accounts_;
    mailbox::Account opened_;
    preferences::Kept kept_;
    bool overtaken_ = false;
};

}  // namespace

void add_preferences(Api& api, mailbox::Accounts& accounts) {
    const std::string uri(preferences_uri);
    api.add(Capability{uri, {}, [](const Account& account) {
                           const bool own = account.personal && account.has_mail;
                           return own ? std::optional(json::object{}) : std::nullopt;
                       }});
    api.add(Method{"Preferences/get", uri, [&accounts](Context& context, json::object arguments) {
                       Get type(accounts);
                       return get(context, std::move(arguments), type);
                   }});
    api.add(Method{"Preferences/changes", uri, [&accounts](Context& context, json::object arguments) {
                       Changes type(accounts);
                       return changes(context, std::move(arguments), type);
                   }});
    api.add(Method{"Preferences/set", uri, [&accounts](Context& context, json::object arguments) {
                       return set_until_settled(arguments, [&](bool& overtaken) {
                           Set type(accounts);
                           auto answer = set(context, arguments, type);
                           overtaken = type.overtaken();
                           return answer;
                       });
                   }});
}

}  // namespace bailey::jmap
