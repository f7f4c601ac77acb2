#include "api/jmap/object.hpp"

#include <algorithm>
#include <unordered_set>

#include "protocol/jmap/values.hpp"

namespace bailey::jmap {
namespace {

bool is_string(const json::value& v) { return v.is_string(); }
bool is_an_id(const json::value& v) { return v.is_string() && is_id(text_of(v.get_string())); }

bool all_of(const json::value& value, bool (*test)(const json::value&)) {
    return value.is_array() && std::all_of(value.get_array().begin(), value.get_array().end(), test);
}

bool is_set(const json::value& value, bool ids) {
    if (!value.is_object()) return false;
    return std::all_of(value.get_object().begin(), value.get_object().end(), [&](const auto& member) {
        return member.value().is_bool() && member.value().get_bool() && (!ids || is_id(text_of(member.key())));
    });
}

// "#name" is the creation id "name"; the id it stands for, or nothing.
const std::string* created(std::string_view text, const CreatedIds& ids, bool& unknown) {
    if (!text.starts_with('#')) return nullptr;
    auto at = ids.find(text.substr(1));
    unknown |= at == ids.end();
    return at == ids.end() ? nullptr : &at->second;
}

void resolve(json::value& value, const CreatedIds& ids, bool& unknown) {
    if (value.is_string()) {
        if (auto id = created(text_of(value.get_string()), ids, unknown)) value = *id;
    } else if (value.is_array()) {
        for (auto& item : value.get_array()) {
            if (item.is_string()) resolve(item, ids, unknown);
        }
    } else if (value.is_object()) {
        json::object renamed;
        for (auto& [name, inner] : value.get_object()) {
            auto id = created(text_of(name), ids, unknown);
            renamed[id ? json::string_view(*id) : name] = std::move(inner);
        }
        value = std::move(renamed);
    }
}

bool same(const json::value* a, const json::value* b) { return a && b ? *a == *b : (a == b || (a ? a : b)->is_null()); }

const json::value* at_path(const json::object& object, const std::vector<std::string>& path) {
    auto value = member(object, path.front());
    for (std::size_t i = 1; value && i < path.size(); ++i) {
        value = value->is_object() ? member(value->get_object(), path[i]) : nullptr;
    }
    return value;
}

const json::value* fallback_of(const void* table, std::string_view name) {
    return static_cast<const Properties*>(table)->fallback(name);
}

void note(std::vector<std::string>& names, std::string_view name) {
    if (std::find(names.begin(), names.end(), name) == names.end()) names.emplace_back(name);
}

// The properties that are wrong, each once. A hostile object has very many.
class Wrong {
public:
    void add(std::string_view name) {
        if (seen_.emplace(name).second) all.emplace_back(name);
    }
    std::vector<std::string> all;

private:
    std::unordered_set<std::string> seen_;
};

}  // namespace

Properties::Properties(std::initializer_list<Property> all, Beyond beyond) : beyond_(beyond), all_(all) {
    for (const auto& property : all_) {
        if (!property.fallback.empty()) {
            fallbacks_[property.name] = parse_json(property.fallback).value();
        } else if ((property.flags & is::nullable) && !(property.flags & is::server_set)) {
            fallbacks_[property.name] = nullptr;
        }
    }
}

const Property* Properties::find(std::string_view name) const {
    auto at = std::find_if(all_.begin(), all_.end(), [&](const Property& p) { return p.name == name; });
    if (at != all_.end()) return &*at;
    static constexpr Property anything{"", Shape::any, is::optional};
    return keeps_all() ? &anything : nullptr;
}

const json::value* Properties::fallback(std::string_view name) const {
    auto at = fallbacks_.find(name);
    return at == fallbacks_.end() ? nullptr : &at->second;
}

bool fits(const json::value& value, const Property& property) {
    constexpr auto or_null = is::nullable | is::optional;
    if (value.is_null()) return property.shape == Shape::any || (property.flags & or_null) != 0;
    switch (property.shape) {
    case Shape::any: return true;
    case Shape::boolean: return value.is_bool();
    case Shape::string: return value.is_string();
    case Shape::integer: return int_from(value).has_value();
    case Shape::unsigned_integer: return unsigned_int_from(value).has_value();
    case Shape::id: return is_an_id(value);
    case Shape::date: return value.is_string() && date_from(text_of(value.get_string()));
    case Shape::utc_date: return value.is_string() && utc_date_from(text_of(value.get_string()));
    case Shape::object: return value.is_object();
    case Shape::array: return value.is_array();
    case Shape::strings: return all_of(value, is_string);
    case Shape::ids: return all_of(value, is_an_id);
    case Shape::string_set: return is_set(value, false);
    case Shape::id_set: return is_set(value, true);
    }
    return false;
}

void resolve_creation_ids(json::object& object, const Properties& table, const CreatedIds& ids,
                          std::vector<std::string>& missing) {
    for (auto& [name, value] : object) {
        auto property = table.find(text_of(name));
        if (!property || !(property->flags & is::reference)) continue;
        bool unknown = false;
        resolve(value, ids, unknown);
        if (unknown) note(missing, text_of(name));
    }
}

void resolve_creation_ids(std::vector<Patch>& patches, const Properties& table, const CreatedIds& ids,
                          std::vector<std::string>& missing) {
    for (auto& [path, value] : patches) {
        auto property = table.find(path.front());
        if (!property || !(property->flags & is::reference)) continue;
        bool unknown = false;
        if (path.size() == 1) resolve(value, ids, unknown);
        if (path.size() == 2) {  // "mailboxIds/#new"
            if (auto id = created(path[1], ids, unknown)) path[1] = *id;
        }
        if (unknown) note(missing, path.front());
    }
}

Answer<json::object> complete(json::object object, const Properties& table, const CreatedIds& ids,
                              std::vector<std::string>& defaulted) {
    Wrong wrong;
    std::vector<std::string> missing;
    resolve_creation_ids(object, table, ids, missing);
    for (const auto& name : missing) wrong.add(name);
    for (const auto& [name, value] : object) {
        auto property = table.find(text_of(name));
        bool good = property && !(property->flags & is::server_set) && fits(value, *property);
        if (!good) wrong.add(text_of(name));
    }
    for (const auto& property : table.all()) {
        if ((property.flags & is::server_set) || object.contains(property.name)) continue;
        if (auto usual = table.fallback(property.name)) {
            object[property.name] = *usual;
            defaulted.emplace_back(property.name);
        } else if (!(property.flags & is::optional)) {
            wrong.add(property.name);
        }
    }
    if (!wrong.all.empty()) return invalid_properties(wrong.all);
    return object;
}

bool Update::changes(std::string_view name) const {
    return std::find(changed.begin(), changed.end(), name) != changed.end();
}

Answer<Update> patched(json::object current, const std::vector<Patch>& patches, const Properties& table) {
    Wrong wrong;
    Update update;
    update.wanted = current;
    for (const auto& patch : patches) {
        const auto& name = patch.path.front();
        auto property = table.find(name);
        if (!property) {
            wrong.add(name);
            continue;
        }
        if (property->flags & (is::server_set | is::immutable)) {
            JMAP_CHECK(check_parents(current, patch));
            // Section 5.3: it may be sent where it does not differ.
            if (!same(at_path(current, patch.path), &patch.value)) wrong.add(name);
            continue;
        }
        JMAP_CHECK(apply(update.wanted, patch, fallback_of, &table));
        if (update.changed.empty() || update.changed.back() != name) update.changed.push_back(name);  // they are sorted
    }
    std::erase_if(update.changed, [&](const std::string& name) {
        auto value = member(update.wanted, name);
        constexpr auto absent = is::nullable | is::optional;
        if (value ? !fits(*value, *table.find(name)) : !(table.find(name)->flags & absent)) wrong.add(name);
        return same(member(current, name), value);
    });
    if (!wrong.all.empty()) return invalid_properties(wrong.all);
    update.current = std::move(current);
    update.patches = &patches;
    return update;
}

json::value or_null(json::object object) {
    return object.empty() ? json::value(nullptr) : json::value(std::move(object));
}

}  // namespace bailey::jmap
