#include "api/jmap/standard/copy.hpp"

namespace bailey::jmap {
namespace {

struct CopyArguments {
    std::string from_id, id;
    const Account* from = nullptr;
    const Account* to = nullptr;
    std::optional<std::string> if_from_in_state, if_in_state, destroy_from_if_in_state;
    json::object create;
    bool destroy = false;
};

Answer<CopyArguments> read(Context& context, Arguments& arguments) {
    CopyArguments read;
    JMAP_TRY(read.from_id, arguments.id("fromAccountId"));
    JMAP_TRY(read.id, arguments.id("accountId"));
    JMAP_TRY(read.from, context.from_account(read.from_id));
    JMAP_TRY(read.to, context.account(read.id, Access::write));
    if (read.from == read.to) return invalid_arguments("fromAccountId", "is the accountId");
    JMAP_TRY(read.if_from_in_state, arguments.string_or_null("ifFromInState"));
    JMAP_TRY(read.if_in_state, arguments.string_or_null("ifInState"));
    JMAP_TRY(auto create, arguments.object_or_null("create"));
    if (!create) return invalid_arguments("create", "is required");
    read.create = std::move(*create);
    for (const auto& [creation, object] : read.create) {
        if (!is_id(text_of(creation))) return invalid_arguments("create", "a creation id is not an Id");
        if (!object.is_object()) return invalid_arguments("create", "has a value that is not an object");
    }
    JMAP_TRY(read.destroy, arguments.boolean("onSuccessDestroyOriginal", false));
    JMAP_TRY(read.destroy_from_if_in_state, arguments.string_or_null("destroyFromIfInState"));
    JMAP_CHECK(arguments.done());
    if (read.create.size() > context.limits.max_objects_in_set) return ErrorType::request_too_large;
    return read;
}

Answer<void> check_state(Context& context, Copier& type, const Account& account, const std::optional<std::string>& is) {
    if (!is) return {};
    JMAP_TRY(auto state, type.state(context, account));
    if (state != *is) return ErrorType::state_mismatch;
    return {};
}

Answer<json::object> copy_one(Context& context, const CopyArguments& asked, json::object object, Copier& type,
                              std::string& original) {
    auto id = object.find("id");
    if (id == object.end() || !id->value().is_string()) return invalid_properties({"id"});
    original = text_of(id->value().get_string());
    object.erase(id);
    std::vector<std::string> wrong;
    resolve_creation_ids(object, type.properties(), context.created_ids, wrong);
    for (const auto& [name, value] : object) {
        auto property = type.properties().find(text_of(name));
        bool good = property && !(property->flags & is::server_set) && fits(value, *property);
        if (!good) wrong.emplace_back(text_of(name));
    }
    if (!wrong.empty()) return invalid_properties(wrong);
    return type.copy(context, *asked.from, *asked.to, original, std::move(object));
}

// Section 5.4: one /set call for the originals of all that were copied.
void destroy_originals(Context& context, const CopyArguments& asked, const Copier& type, json::array originals) {
    json::object set{{"accountId", asked.from_id}, {"destroy", std::move(originals)}};
    if (asked.destroy_from_if_in_state) set["ifInState"] = *asked.destroy_from_if_in_state;
    context.then(std::string(type.type_name()) + "/set", std::move(set));
}

}  // namespace

Answer<json::object> copy(Context& context, json::object object, Copier& type) {
    Arguments arguments(std::move(object));
    JMAP_TRY(auto asked, read(context, arguments));
    JMAP_CHECK(check_state(context, type, *asked.from, asked.if_from_in_state));
    JMAP_CHECK(check_state(context, type, *asked.to, asked.if_in_state));
    JMAP_TRY(auto old_state, type.state(context, *asked.to));
    json::object created, not_created;
    json::array originals;
    for (auto& [creation, value] : asked.create) {
        std::string original;
        auto copied = copy_one(context, asked, std::move(value.get_object()), type, original);
        if (!copied) {
            not_created[creation] = to_json(copied.error());
            continue;
        }
        if (auto id = member(*copied, "id"); id && id->is_string()) {
            context.created_ids.insert_or_assign(std::string(text_of(creation)),
                                                 std::string(text_of(id->get_string())));
        }
        created[creation] = std::move(*copied);
        originals.emplace_back(original);
    }
    JMAP_TRY(auto new_state, type.state(context, *asked.to));
    if (asked.destroy && !originals.empty()) destroy_originals(context, asked, type, std::move(originals));
    return json::object{
        {"fromAccountId", asked.from_id},
        {"accountId", asked.id},
        {"oldState", old_state},
        {"newState", new_state},
        {"created", created.empty() ? json::value(nullptr) : json::value(std::move(created))},
        {"notCreated", not_created.empty() ? json::value(nullptr) : json::value(std::move(not_created))}};
}

}  // namespace bailey::jmap
