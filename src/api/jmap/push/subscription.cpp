#include "api/jmap/push/subscription.hpp"

#include <algorithm>
#include <array>

#include "api/jmap/standard/get.hpp"
#include "api/jmap/standard/set.hpp"
#include "base/secret.hpp"
#include "base/text.hpp"

namespace bailey::jmap {
namespace {

const Properties table{
    {"id", Shape::id, is::server_set | is::immutable},
    {"deviceClientId", Shape::string, is::immutable},
    // Private to the device: never given back (section 7.2.1).
    {"url", Shape::string, is::immutable | is::on_request},
    {"keys", Shape::object, is::immutable | is::nullable | is::on_request},
    {"verificationCode", Shape::string, is::nullable},
    {"expires", Shape::utc_date, is::nullable},
    {"types", Shape::strings, is::nullable},
};

json::object object_of(const Subscription& s) {
    json::object object{{"id", s.id}, {"deviceClientId", s.device}, {"expires", utc_date(s.expires)}};
    // Before the client knows the code it must not learn it here.
    object["verificationCode"] = s.verified ? json::value(s.code) : json::value(nullptr);
    object["types"] = nullptr;
    if (s.types) object["types"] = array_of({s.types->begin(), s.types->end()});
    return object;
}

// RFC 8620 section 7.2: keys. Errors: bad_syntax.
Result<std::optional<push::ClientKeys>> keys_from(const json::value& value) {
    if (!value.is_object()) return std::optional<push::ClientKeys>();
    auto text = [&](std::string_view name) {
        auto found = member(value.get_object(), name);
        return found && found->is_string() ? text_of(found->get_string()) : std::string_view();
    };
    BAILEY_TRY(auto keys, push::client_keys(text("p256dh"), text("auth")));
    return std::optional(keys);
}

std::optional<std::set<std::string>> types_from(const json::value& value) {
    if (!value.is_array()) return {};
    std::set<std::string> types;
    for (const auto& type : value.get_array()) types.emplace(text_of(type.get_string()));
    return types;
}

// Those of the caller's credentials alone, and not over yet.
Result<std::vector<Subscription>> own(SubscriptionStore& store, const Context& context) {
    BAILEY_TRY(auto all, store.of(context.caller.who.account));
    std::erase_if(all, [&](const Subscription& s) {
        return s.credentials != context.caller.credentials || s.expires <= context.now;
    });
    return all;
}

// How many each person made within the last hour.
class Pace {
public:
    bool may(AccountId person, Time now, std::size_t most) {
        std::lock_guard lock(mutex_);
        std::erase_if(made_,
                      [&](auto& m) { return m.second.empty() || m.second.back() + std::chrono::hours(1) <= now; });
        auto& times = made_[person];
        std::erase_if(times, [&](Time t) { return t + std::chrono::hours(1) <= now; });
        if (times.size() >= most) return false;
        times.push_back(now);
        return true;
    }

private:
    std::mutex mutex_;
    std::map<AccountId, std::vector<Time>> made_;
};

class Get final : public Getter {
public:
    explicit Get(SubscriptionStore& store) : store_(store) {}
    const Properties& properties() const override { return table; }
    Answer<std::string> state(Context&, const Account&) override { return std::string(); }
    Answer<void> begin(Context&, const Account&, Wanted& wanted) override {
        if (wanted.has("url") || wanted.has("keys")) return ErrorType::forbidden;  // section 7.2.1
        return {};
    }
    Answer<std::vector<std::string>> all(Context& context, const Account&, std::size_t) override {
        JMAP_TRY(auto mine, own(store_, context));
        std::vector<std::string> ids;
        for (const auto& one : mine) ids.push_back(one.id);
        return ids;
    }
    Answer<std::vector<json::object>> load(Context& context, const Account&, const std::vector<std::string>& ids,
                                           const Wanted&) override {
        JMAP_TRY(auto mine, own(store_, context));
        std::vector<json::object> found;
        for (const auto& one : mine) {
            if (std::find(ids.begin(), ids.end(), one.id) != ids.end()) found.push_back(object_of(one));
        }
        return found;
    }

private:
    SubscriptionStore& store_;
};

class Set final : public Setter {
public:
    Set(SubscriptionStore& store, PushListener& listener, const PushRules& rules, Pace& pace)
        : store_(store), listener_(listener), rules_(rules), pace_(pace) {}

    const Properties& properties() const override { return table; }
    Answer<std::string> state(Context&, const Account&) override { return std::string(); }

    Answer<json::object> create(Context& context, const Account&, json::object object) override {
        if (!object.at("verificationCode").is_null()) return invalid_properties({"verificationCode"});
        auto url = text_of(object.at("url").as_string());
        auto host = https_host(url);
        if (!host) return invalid_properties({"url"}, "is not an https URL");
        if (!rules_.hosts.contains(*host))
            return Error(ErrorType::forbidden, "this server sends no pushes to " + *host);
        auto keys = keys_from(object.at("keys"));
        if (!keys)
            return invalid_properties({"keys"}, "p256dh is no point of P-256, or auth not of 16 octets (RFC 8291)");
        JMAP_TRY(auto all, store_.of(context.caller.who.account));
        if (all.size() >= rules_.most) return ErrorType::over_quota;
        if (!pace_.may(context.caller.who.account, context.now, rules_.most_an_hour)) return ErrorType::rate_limit;
        Subscription made;
        made.credentials = context.caller.credentials;
        made.device = text_of(object.at("deviceClientId").as_string());
        made.url = url;
        std::array<std::uint8_t, 16> random{};
        random_bytes(random);
        made.code = hex(random);
        made.expires = end_of(context, object.at("expires"));
        made.types = types_from(object.at("types"));
        made.keys = *keys;
        JMAP_TRY(made.id, store_.add(context.caller.who.account, made));
        listener_.made(context.caller, made);
        return json::object{{"id", made.id}, {"keys", nullptr}, {"expires", utc_date(made.expires)}};
    }

    Answer<json::object> load(Context& context, const Account&, const std::string& id,
                              const std::vector<std::string>&) override {
        JMAP_TRY(auto one, find(context, id));
        auto object = object_of(one);
        object["url"] = one.url;
        object["keys"] = nullptr;
        return object;
    }

    Answer<json::value> update(Context& context, const Account&, const std::string& id, const Update& update) override {
        JMAP_TRY(auto one, find(context, id));
        if (update.changes("verificationCode")) {
            const auto& code = update.wanted.at("verificationCode");
            bool right = code.is_string() && Secret(one.code).equals(text_of(code.get_string()));
            if (!right) return invalid_properties({"verificationCode"});
            one.verified = true;
        }
        if (update.changes("types")) one.types = types_from(update.wanted.at("types"));
        json::value beyond = nullptr;
        if (update.changes("expires")) {
            one.expires = end_of(context, update.wanted.at("expires"));
            auto text = utc_date(one.expires);
            if (update.wanted.at("expires") != json::value(text)) beyond = json::object{{"expires", text}};
        }
        JMAP_CHECK(store_.change(context.caller.who.account, one));
        listener_.changed(context.caller);
        return beyond;
    }

    Answer<void> destroy(Context& context, const Account&, const std::string& id) override {
        JMAP_CHECK(find(context, id));
        JMAP_CHECK(store_.remove(context.caller.who.account, id));
        listener_.changed(context.caller);
        return {};
    }

private:
    Answer<Subscription> find(const Context& context, const std::string& id) {
        JMAP_TRY(auto mine, own(store_, context));
        for (auto& one : mine) {
            if (one.id == id) return std::move(one);
        }
        return ErrorType::not_found;
    }

    Time end_of(const Context& context, const json::value& asked) const {
        auto latest = context.now + rules_.longest;
        latest = std::chrono::floor<std::chrono::seconds>(latest);
        if (!asked.is_string()) return latest;
        return std::min<Time>(latest, utc_date_from(text_of(asked.get_string())).value_or(latest));
    }

    SubscriptionStore& store_;
    PushListener& listener_;
    const PushRules& rules_;
    Pace& pace_;
};

}  // namespace

std::set<std::string> hosts_from(std::string_view names) {
    std::set<std::string> hosts;
    for (names = trim(names); !names.empty(); names = trim(names)) {
        auto end = std::min(names.find(' '), names.size());
        hosts.insert(ascii_lower(names.substr(0, end)));
        names.remove_prefix(end);
    }
    return hosts;
}

Result<std::string> https_host(std::string_view url) {
    constexpr std::string_view scheme = "https://";
    if (!url.starts_with(scheme) || url.size() > 2000) return Errc::bad_syntax;
    for (char c : url) {
        if (c <= 0x20 || c >= 0x7F || c == '\\') return Errc::bad_syntax;
    }
    url.remove_prefix(scheme.size());
    auto authority = url.substr(0, url.find_first_of("/?#"));
    if (authority.find('@') != authority.npos) return Errc::bad_syntax;
    auto host = authority.substr(0, authority.find(':'));
    if (host.empty()) return Errc::bad_syntax;
    return ascii_lower(host);
}

std::string https_origin(std::string_view url) {
    constexpr std::string_view scheme = "https://", usual_port = ":443";
    auto authority = url.substr(scheme.size());
    authority = authority.substr(0, authority.find_first_of("/?#"));
    if (authority.ends_with(usual_port)) authority.remove_suffix(usual_port.size());
    return std::string(scheme) + ascii_lower(authority);
}

std::vector<Method> push_subscription_methods(SubscriptionStore& store, PushListener& listener, PushRules rules) {
    struct Shared {
        PushRules rules;
        Pace pace;
    };
    auto shared = std::make_shared<Shared>();
    shared->rules = std::move(rules);
    return {{"PushSubscription/get", std::string(core_uri),
             [&store](Context& context, json::object arguments) {
                 Get type(store);
                 return get_without_account(context, std::move(arguments), type);
             }},
            {"PushSubscription/set", std::string(core_uri),
             [&store, &listener, shared](Context& context, json::object arguments) {
                 Set type(store, listener, shared->rules, shared->pace);
                 return set_without_account(context, std::move(arguments), type);
             }}};
}

}  // namespace bailey::jmap
