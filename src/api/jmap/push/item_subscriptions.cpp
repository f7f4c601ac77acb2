#include "api/jmap/push/item_subscriptions.hpp"

#include <charconv>

#include "base/text.hpp"
#include "protocol/jmap/values.hpp"
#include "services/mailbox/items.hpp"

namespace bailey::jmap {
namespace {

constexpr auto type = mailbox::ItemType::push_subscription;

std::string json_of(const Subscription& s) {
    json::object object{{"credentials", s.credentials},
                        {"device", s.device},
                        {"url", s.url},
                        {"code", s.code},
                        {"verified", s.verified},
                        {"expires", to_millis(s.expires)}};
    if (s.types) object["types"] = array_of({s.types->begin(), s.types->end()});
    if (s.keys) {
        object["p256dh"] = base64url(s.keys->p256dh);
        object["auth"] = base64url(s.keys->auth);
    }
    std::string text;
    write_json(object, text);
    return text;
}

// Errors: corrupt (we wrote it ourselves).
Result<Subscription> subscription_from(const mailbox::Item& item) {
    auto value = parse_json(item.json);
    if (!value || !value->is_object()) return Errc::corrupt;
    auto& object = value->get_object();
    auto text = [&](std::string_view name) {
        auto found = member(object, name);
        return found && found->is_string() ? std::string(text_of(found->get_string())) : std::string();
    };
    Subscription s{"p" + std::to_string(item.id),
                   text("credentials"),
                   text("device"),
                   text("url"),
                   text("code"),
                   false,
                   {},
                   {},
                   {}};
    auto verified = member(object, "verified");
    s.verified = verified && verified->is_bool() && verified->get_bool();
    auto expires = member(object, "expires");
    if (s.url.empty() || !expires || !int_from(*expires)) return Errc::corrupt;
    s.expires = from_millis(*int_from(*expires));
    if (member(object, "p256dh")) {
        BAILEY_TRY(s.keys, push::client_keys(text("p256dh"), text("auth")));
    }
    if (auto types = member(object, "types"); types && types->is_array()) {
        s.types.emplace();
        for (const auto& name : types->get_array()) {
            if (name.is_string()) s.types->emplace(text_of(name.get_string()));
        }
    }
    return s;
}

Result<std::int64_t> number_of(std::string_view id) {
    std::int64_t number = 0;
    if (!id.starts_with('p')) return Errc::not_found;
    auto end = id.data() + id.size();
    auto read = std::from_chars(id.data() + 1, end, number);
    if (read.ec != std::errc{} || read.ptr != end) return Errc::not_found;
    return number;
}

}  // namespace

Result<std::vector<Subscription>> ItemSubscriptions::of(AccountId person) {
    BAILEY_TRY(auto account, accounts_.open(person));
    BAILEY_TRY(auto items, mailbox::items(account, type));
    std::vector<Subscription> all;
    for (const auto& item : items.list) {
        BAILEY_TRY(auto one, subscription_from(item));
        all.push_back(std::move(one));
    }
    return all;
}

Result<std::string> ItemSubscriptions::add(AccountId person, const Subscription& subscription) {
    BAILEY_TRY(auto account, accounts_.open(person));
    mailbox::ItemSet set;
    set.create.push_back({json_of(subscription)});
    BAILEY_TRY(auto done, mailbox::set_items(account, type, set));
    BAILEY_TRY(auto number, std::move(done.created.at(0)));
    return "p" + std::to_string(number);
}

Result<void> ItemSubscriptions::change(AccountId person, const Subscription& subscription) {
    BAILEY_TRY(auto number, number_of(subscription.id));
    BAILEY_TRY(auto account, accounts_.open(person));
    mailbox::ItemSet set;
    set.update.push_back({number, json_of(subscription)});
    BAILEY_TRY(auto done, mailbox::set_items(account, type, set));
    return done.updated.at(0);
}

Result<void> ItemSubscriptions::remove(AccountId person, std::string_view id) {
    BAILEY_TRY(auto number, number_of(id));
    BAILEY_TRY(auto account, accounts_.open(person));
    mailbox::ItemSet set;
    set.destroy.push_back(number);
    BAILEY_TRY(auto done, mailbox::set_items(account, type, set));
    return done.destroyed.at(0);
}

}  // namespace bailey::jmap
