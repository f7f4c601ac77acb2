#include "services/vacation/vacation.hpp"

#include "protocol/jmap/values.hpp"
#include "services/mailbox/items.hpp"

// The item is {"isEnabled": Boolean, "fromDate", "toDate": milliseconds since 1970, "subject", "textBody", "htmlBody":
// String}; what is null is left out.

namespace bailey::vacation {
namespace {

using mailbox::ItemType;
namespace json = jmap::json;

constexpr std::int64_t the_only_one = 1;

std::optional<std::string> text(const json::object& object, std::string_view name) {
    auto value = jmap::member(object, name);
    if (!value || !value->is_string()) return {};
    return std::string(jmap::text_of(value->get_string()));
}

std::optional<Time> time(const json::object& object, std::string_view name) {
    auto value = jmap::member(object, name);
    auto millis = value ? jmap::int_from(*value) : std::nullopt;
    return millis ? std::optional(from_millis(*millis)) : std::nullopt;
}

std::string json_of(const Vacation& v) {
    json::object object{{"isEnabled", v.enabled}};
    if (v.from) object["fromDate"] = to_millis(*v.from);
    if (v.to) object["toDate"] = to_millis(*v.to);
    if (v.subject) object["subject"] = *v.subject;
    if (v.text_body) object["textBody"] = *v.text_body;
    if (v.html_body) object["htmlBody"] = *v.html_body;
    return jmap::write_json(object);
}

}  // namespace

Result<Vacation> vacation(const mailbox::Account& account) {
    BAILEY_TRY(auto item, mailbox::item(account, ItemType::vacation, the_only_one));
    if (!item) return Vacation{};
    auto value = jmap::parse_json(item->json);
    if (!value || !value->is_object()) return Errc::corrupt;
    auto& object = value->get_object();
    auto enabled = jmap::member(object, "isEnabled");
    return Vacation{enabled && enabled->is_bool() && enabled->get_bool(),
                    time(object, "fromDate"),
                    time(object, "toDate"),
                    text(object, "subject"),
                    text(object, "textBody"),
                    text(object, "htmlBody")};
}

Result<State> vacation_state(const mailbox::Account& account) {
    return mailbox::item_state(account, ItemType::vacation);
}

Result<void> set_vacation(const mailbox::Account& account, const Vacation& vacation) {
    mailbox::ItemSet change;
    change.update.push_back({the_only_one, json_of(vacation)});
    BAILEY_TRY(auto changed, mailbox::set_items(account, ItemType::vacation, change));
    auto done = changed.updated.at(0);
    if (done || errc_of(done.error()) != Errc::not_found) return done;
    mailbox::ItemSet first;
    first.create.push_back({json_of(vacation), the_only_one});
    BAILEY_TRY(auto made, mailbox::set_items(account, ItemType::vacation, first));
    if (!made.created.at(0)) return made.created.at(0).error();
    return {};
}

}  // namespace bailey::vacation
