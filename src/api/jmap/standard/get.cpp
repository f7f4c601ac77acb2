#include "api/jmap/standard/get.hpp"

#include <algorithm>
#include <unordered_set>

namespace bailey::jmap {

bool Wanted::has(std::string_view name) const {
    return everything || std::find(names.begin(), names.end(), name) != names.end();
}

namespace {

Answer<Wanted> wanted_from(const std::optional<std::vector<std::string>>& asked, const Getter& type) {
    Wanted wanted;
    wanted.names.emplace_back("id");  // always returned
    if (!asked) {
        wanted.everything = type.properties().keeps_all();
        for (const auto& property : type.properties().all()) {
            if (!(property.flags & is::on_request) && property.name != "id") wanted.names.emplace_back(property.name);
        }
        return wanted;
    }
    if (asked->size() > most_properties) return Error(ErrorType::request_too_large, "too many properties");
    std::unordered_set<std::string_view> seen{"id"};
    for (const auto& name : *asked) {
        if (!type.properties().find(name) && !type.knows(name)) {
            return invalid_arguments("properties", name + " is not a property of this type");
        }
        if (seen.insert(name).second) wanted.names.push_back(name);
    }
    return wanted;
}

void keep(const Wanted& wanted, json::object& object) {
    if (wanted.everything) return;
    if (object.size() <= wanted.names.size()) {
        bool whole = std::all_of(object.begin(), object.end(), [&](auto& m) { return wanted.has(text_of(m.key())); });
        if (whole) return;
    }
    json::object kept;
    for (auto& [name, value] : object) {
        if (wanted.has(text_of(name))) kept[name] = std::move(value);
    }
    object = std::move(kept);
}

// Once each, in their order (section 5.1).
std::vector<std::string> distinct(std::vector<std::string> ids) {
    std::unordered_set<std::string> seen;
    std::erase_if(ids, [&](const std::string& id) { return !seen.insert(id).second; });
    return ids;
}

struct GetArguments {
    std::optional<std::vector<std::string>> ids;
    Wanted wanted;
};

Answer<GetArguments> read(Context& context, Arguments& arguments, Getter& type) {
    GetArguments read;
    JMAP_TRY(read.ids, arguments.ids_or_null("ids"));
    JMAP_TRY(auto properties, arguments.strings_or_null("properties"));
    JMAP_TRY(read.wanted, wanted_from(properties, type));
    JMAP_CHECK(type.arguments(context, arguments));
    JMAP_CHECK(arguments.done());
    return read;
}

Answer<void> load(Context& context, const Account& account, GetArguments asked, Getter& type, json::object& response) {
    const auto most = context.limits.max_objects_in_get;
    std::vector<std::string> ids;
    if (asked.ids) {
        ids = distinct(std::move(*asked.ids));
    } else {
        JMAP_TRY(ids, type.all(context, account, most));
    }
    if (ids.size() > most) return Error(ErrorType::request_too_large, "at most " + std::to_string(most) + " objects");
    std::vector<json::object> found;
    if (!ids.empty()) {
        JMAP_TRY(found, type.load(context, account, ids, asked.wanted));
    }
    std::unordered_set<std::string_view> present;
    json::array list, not_found;
    list.reserve(found.size());
    for (auto& object : found) {
        keep(asked.wanted, object);
        list.push_back(std::move(object));
        present.insert(text_of(list.back().at("id").as_string()));
    }
    for (const auto& id : ids) {
        if (asked.ids && !present.contains(id)) not_found.emplace_back(id);
    }
    response["list"] = std::move(list);
    response["notFound"] = std::move(not_found);
    return {};
}

}  // namespace

Answer<json::object> get(Context& context, json::object object, Getter& type) {
    Arguments arguments(std::move(object));
    JMAP_TRY(auto id, arguments.id("accountId"));
    JMAP_TRY(auto account, context.account(id, Access::read));
    JMAP_TRY(auto asked, read(context, arguments, type));
    JMAP_CHECK(type.begin(context, *account, asked.wanted));
    // Before the objects: what changes meanwhile is then told again by /changes rather than missed.
    JMAP_TRY(auto state, type.state(context, *account));
    json::object response{{"accountId", id}, {"state", state}};
    JMAP_CHECK(load(context, *account, std::move(asked), type, response));
    type.finish(context, response);
    return response;
}

Answer<json::object> get_without_account(Context& context, json::object object, Getter& type) {
    Arguments arguments(std::move(object));
    JMAP_TRY(auto asked, read(context, arguments, type));
    JMAP_CHECK(type.begin(context, nobody, asked.wanted));
    json::object response;
    JMAP_CHECK(load(context, nobody, std::move(asked), type, response));
    type.finish(context, response);
    return response;
}

}  // namespace bailey::jmap
