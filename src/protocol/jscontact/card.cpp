#include "protocol/jscontact/card.hpp"

#include <algorithm>
#include <optional>

#include "protocol/jmap/pointer.hpp"
#include "protocol/jmap/values.hpp"
#include "protocol/jscontact/types.hpp"

namespace bailey::jscontact {
namespace {

using jmap::member;
using jmap::text_of;

std::optional<Fault> wrong(std::string path, std::string_view why) { return Fault{std::move(path), std::string(why)}; }

std::string below(const std::string& path, std::string_view name) {
    return path.empty() ? std::string(name) : path + '/' + std::string(name);
}

bool within(const json::value& value, std::size_t depth, std::size_t& values) {
    if (values == 0) return false;
    --values;
    if (value.is_array()) {
        return depth > 0 && std::all_of(value.get_array().begin(), value.get_array().end(),
                                        [&](auto& item) { return within(item, depth - 1, values); });
    }
    if (value.is_object()) {
        return depth > 0 && std::all_of(value.get_object().begin(), value.get_object().end(),
                                        [&](auto& m) { return within(m.value(), depth - 1, values); });
    }
    return true;
}

std::optional<Fault> check(const json::value& value, const Member& as, const std::string& path);

// Every property of the type that is there, and those that must be; what the type does not know is let be.
std::optional<Fault> check(const json::value& value, const Type& type, const std::string& path) {
    if (!value.is_object()) return wrong(path, "is not an object");
    const auto& object = value.get_object();
    // Section 1.3: where it is given, it says which type.
    if (auto is = member(object, "@type"); is && (!is->is_string() || text_of(is->get_string()) != type.name)) {
        return wrong(below(path, "@type"), "is another type");
    }
    for (const auto& one : type.members) {
        auto found = member(object, one.name);
        if (!found && one.mandatory) return wrong(below(path, one.name), "is missing");
        if (!found) continue;
        if (auto fault = check(*found, one, below(path, one.name))) return fault;
    }
    auto there = [&](std::string_view any) { return member(object, any) != nullptr; };
    if (!type.any_of.empty() && std::none_of(type.any_of.begin(), type.any_of.end(), there)) {
        return wrong(path, "has too few properties");
    }
    return {};
}

std::optional<Fault> check_items(const json::value& value, const Member& as, const std::string& path) {
    if (!value.is_array()) return wrong(path, "is not an array");
    std::size_t at = 0;
    for (const auto& item : value.get_array()) {
        if (auto fault = check(item, *as.type, below(path, std::to_string(at++)))) return fault;
    }
    return {};
}

std::optional<Fault> check_map(const json::value& value, const Member& as, const std::string& path) {
    if (!value.is_object()) return wrong(path, "is not an object");
    for (const auto& [key, item] : value.get_object()) {
        auto name = text_of(key);
        // Section 1.4.1: the Id type of JMAP.
        if (as.form == Form::map && !jmap::is_id(name)) return wrong(path, "has a key that is not an Id");
        if (auto fault = check(item, *as.type, below(path, name))) return fault;
    }
    return {};
}

// A map with simple values.
template <class Good>
std::optional<Fault> check_values(const json::value& value, const std::string& path, std::string_view why, Good good) {
    if (!value.is_object()) return wrong(path, "is not an object");
    for (const auto& [key, item] : value.get_object()) {
        if (!good(item)) return wrong(below(path, text_of(key)), why);
    }
    return {};
}

// Section 2.7.1: what a PatchObject would make of the Card is the reader's to look at.
bool is_patch(const json::value& value) {
    if (!value.is_object()) return false;
    return std::all_of(value.get_object().begin(), value.get_object().end(),
                       [](auto& m) { return jmap::pointer_tokens("/" + std::string(text_of(m.key()))).has_value(); });
}

// Section 2.8.1: a Timestamp says what it is; all else is a PartialDate.
std::optional<Fault> check_moment(const json::value& value, const std::string& path) {
    if (!value.is_object()) return wrong(path, "is not an object");
    auto is = member(value.get_object(), "@type");
    bool stamp = is && is->is_string() && text_of(is->get_string()) == timestamp.name;
    if (auto fault = check(value, stamp ? timestamp : partial_date, path)) return fault;
    auto day = member(value.get_object(), "day"), month = member(value.get_object(), "month");
    auto to = [](const json::value* n, std::int64_t most) {
        return !n || (*jmap::unsigned_int_from(*n) >= 1 && *jmap::unsigned_int_from(*n) <= most);
    };
    if (!stamp && (!to(day, 31) || !to(month, 13))) return wrong(path, "is no date");
    return {};
}

std::optional<Fault> when(bool good, const std::string& path, std::string_view why) {
    return good ? std::nullopt : wrong(path, why);
}

std::optional<Fault> check(const json::value& value, const Member& as, const std::string& path) {
    const bool string = value.is_string();
    switch (as.form) {
    case Form::string: return when(string, path, "is not a String");
    case Form::text: return when(string && !value.get_string().empty(), path, "is not a String with text");
    case Form::boolean: return when(value.is_bool(), path, "is not a Boolean");
    case Form::unsigned_integer: return when(jmap::unsigned_int_from(value).has_value(), path, "is not an UnsignedInt");
    case Form::preference: {
        auto number = jmap::unsigned_int_from(value);
        return when(number && *number >= 1 && *number <= 100, path, "is not from 1 to 100");
    }
    case Form::utc_date:
        return when(string && jmap::utc_date_from(text_of(value.get_string())), path, "is not a UTCDateTime");
    case Form::object: return check(value, *as.type, path);
    case Form::list: return check_items(value, as, path);
    case Form::map:
    case Form::named: return check_map(value, as, path);
    case Form::set:
        return check_values(value, path, "is not true", [](auto& v) { return v.is_bool() && v.get_bool(); });
    case Form::strings: return check_values(value, path, "is not a String", [](auto& v) { return v.is_string(); });
    case Form::patches: return check_values(value, path, "is not a PatchObject", is_patch);
    case Form::moment: return check_moment(value, path);
    }
    return {};
}

const Member* card_member(std::string_view name) {
    auto at = std::find_if(card.members.begin(), card.members.end(), [&](auto& m) { return m.name == name; });
    return at == card.members.end() ? nullptr : &*at;
}

}  // namespace

const std::vector<std::string_view>& card_properties() {
    static const auto names = [] {
        std::vector<std::string_view> all;
        for (const auto& one : card.members) all.push_back(one.name);
        return all;
    }();
    return names;
}

std::vector<Fault> faults(const json::object& object, const CardLimits& limits) {
    std::vector<Fault> all;
    std::size_t values = limits.values;
    for (const auto& [key, value] : object) {
        auto name = text_of(key);
        auto known = card_member(name);
        std::optional<Fault> fault;
        if (!within(value, limits.depth - 1, values)) {
            fault = wrong(std::string(name), "is too deep or too large");
        } else if (name == "@type") {
            fault = when(value.is_string() && text_of(value.get_string()) == card.name, "@type", "is not Card");
        } else if (known) {
            fault = check(value, *known, std::string(name));
        }
        if (fault) all.push_back(std::move(*fault));
    }
    for (const auto& one : card.members) {
        if (one.mandatory && !member(object, one.name)) all.push_back({std::string(one.name), "is missing"});
    }
    // Section 2.1.6: a Card with members is a group.
    auto kind = member(object, "kind");
    const bool group = kind && kind->is_string() && text_of(kind->get_string()) == "group";
    if (member(object, "members") && !group) all.push_back({"members", "only a group has them"});
    return all;
}

}  // namespace bailey::jscontact
