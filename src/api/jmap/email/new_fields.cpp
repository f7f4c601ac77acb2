#include "api/jmap/email/new_fields.hpp"

#include "protocol/jmap/values.hpp"

namespace bailey::jmap {
namespace {

std::optional<std::string> text_from(const json::value& value) {
    if (!value.is_string()) return {};
    return std::string(text_of(value.get_string()));
}

std::optional<std::vector<std::string>> texts_from(const json::value& value) {
    if (!value.is_array()) return {};
    std::vector<std::string> texts;
    for (const auto& item : value.get_array()) {
        auto text = text_from(item);
        if (!text) return {};
        texts.push_back(std::move(*text));
    }
    return texts;
}

// What cannot stand as an addr-spec stands in quotes: a draft may be half done (section 4.6).
std::string writable(std::string email) {
    if (mime::build_field({"To", std::vector{mime::EmailAddress{{}, email}}})) return email;
    std::string quoted = "\"";
    for (char c : email) {
        if (c == '"' || c == '\\') quoted += '\\';
        quoted += c;
    }
    return quoted + '"';
}

std::optional<std::vector<mime::EmailAddress>> addresses_from(const json::value& value) {
    if (!value.is_array()) return {};
    std::vector<mime::EmailAddress> addresses;
    for (const auto& item : value.get_array()) {
        if (!item.is_object()) return {};
        const auto& object = item.get_object();
        const auto* name = member(object, "name");
        const auto* email = member(object, "email");
        if (!email || !email->is_string() || object.size() != (name ? 2u : 1u)) return {};
        if (name && !name->is_null() && !name->is_string()) return {};
        mime::EmailAddress address{{}, std::string(text_of(email->get_string()))};
        if (name && name->is_string()) address.name = text_of(name->get_string());
        if (address.email.empty() && address.name.value_or("").empty()) continue;
        address.email = writable(std::move(address.email));
        addresses.push_back(std::move(address));
    }
    return addresses;
}

std::optional<std::vector<mime::EmailAddressGroup>> groups_from(const json::value& value) {
    if (!value.is_array()) return {};
    std::vector<mime::EmailAddressGroup> groups;
    for (const auto& item : value.get_array()) {
        if (!item.is_object()) return {};
        const auto& object = item.get_object();
        const auto* name = member(object, "name");
        const auto* within = member(object, "addresses");
        if (!within || object.size() != (name ? 2u : 1u)) return {};
        if (name && !name->is_null() && !name->is_string()) return {};
        auto addresses = addresses_from(*within);
        if (!addresses) return {};
        mime::EmailAddressGroup group{{}, std::move(*addresses)};
        if (name && name->is_string()) group.name = text_of(name->get_string());
        if (!group.name && group.addresses.empty()) continue;
        groups.push_back(std::move(group));
    }
    return groups;
}

std::optional<mime::DateTime> date_time_from(const json::value& value) {
    if (!value.is_string()) return {};
    const auto text = text_of(value.get_string());
    const auto moment = date_from(text);
    if (!moment) return {};
    mime::DateTime date{std::chrono::floor<std::chrono::seconds>(*moment), {}};
    if (text.ends_with('Z')) return date;
    auto digits = [&](std::size_t from_end) {
        return (text[text.size() - from_end] - '0') * 10 + (text[text.size() - from_end + 1] - '0');
    };
    date.offset = std::chrono::hours(digits(5)) + std::chrono::minutes(digits(2));
    if (text[text.size() - 6] == '-') date.offset = -date.offset;
    return date;
}

template <class Made, class Value>
std::optional<mime::FieldValue> as(std::optional<Value> value) {
    if (!value) return {};
    return mime::FieldValue(Made{std::move(*value)});
}

std::optional<mime::FieldValue> value_from(mime::Form form, const json::value& value) {
    switch (form) {
    case mime::Form::raw: return as<mime::RawValue>(text_from(value));
    case mime::Form::text: return as<std::string>(text_from(value));
    case mime::Form::addresses: return as<std::vector<mime::EmailAddress>>(addresses_from(value));
    case mime::Form::grouped_addresses: return as<std::vector<mime::EmailAddressGroup>>(groups_from(value));
    case mime::Form::message_ids: return as<mime::MessageIds>(texts_from(value));
    case mime::Form::date: return as<mime::DateTime>(date_time_from(value));
    case mime::Form::urls: return as<mime::Urls>(texts_from(value));
    }
    return {};
}

bool add(const HeaderProperty& property, const json::value& value, std::vector<mime::NewField>& fields) {
    auto made = value_from(property.form, value);
    if (!made) return false;
    mime::NewField field{property.field, std::move(*made)};
    const auto written = mime::build_field(field);
    if (written && !written->empty()) fields.push_back(std::move(field));
    return written.has_value();
}

}  // namespace

std::optional<std::vector<mime::NewField>> new_fields(const HeaderProperty& property, const json::value& value) {
    std::vector<mime::NewField> fields;
    if (value.is_null() && !property.all) return fields;
    if (!property.all) return add(property, value, fields) ? std::optional(std::move(fields)) : std::nullopt;
    if (!value.is_array()) return {};
    for (const auto& item : value.get_array()) {
        if (!add(property, item, fields)) return {};
    }
    return fields;
}

}  // namespace bailey::jmap
