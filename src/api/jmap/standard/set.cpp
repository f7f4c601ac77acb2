#include "api/jmap/standard/set.hpp"

#include <algorithm>
#include <deque>
#include <unordered_map>
#include <unordered_set>

namespace bailey::jmap {

Answer<json::object> Setter::create(Context&, const Account&, json::object) { return ErrorType::forbidden; }
Answer<json::object> Setter::load(Context&, const Account&, const std::string&, const std::vector<std::string>&) {
    return ErrorType::not_found;
}
Answer<json::value> Setter::update(Context&, const Account&, const std::string&, const Update&) {
    return ErrorType::forbidden;
}
Answer<void> Setter::destroy(Context&, const Account&, const std::string&) { return ErrorType::forbidden; }

namespace {

using Objects = std::vector<std::pair<std::string, json::object>>;

Answer<Objects> objects_from(Arguments& arguments, std::string_view name) {
    JMAP_TRY(auto map, arguments.object_or_null(name));
    Objects objects;
    if (!map) return objects;
    objects.reserve(map->size());
    for (auto& [key, value] : *map) {
        if (!value.is_object()) return invalid_arguments(name, "has a value that is not an object");
        objects.emplace_back(text_of(key), std::move(value.get_object()));
    }
    return objects;
}

Answer<SetRequest> read(Context& context, Arguments& arguments, Setter& type) {
    SetRequest request;
    JMAP_TRY(request.create, objects_from(arguments, "create"));
    for (const auto& [creation, object] : request.create) {
        if (!is_id(creation)) return invalid_arguments("create", "a creation id is not an Id");
    }
    JMAP_TRY(request.update, objects_from(arguments, "update"));
    // Strings rather than ids: it may be a creation id; what is neither is not found.
    JMAP_TRY(auto destroy, arguments.strings_or_null("destroy"));
    if (destroy) request.destroy = std::move(*destroy);
    JMAP_CHECK(type.arguments(context, arguments));
    JMAP_CHECK(arguments.done());
    const auto most = context.limits.max_objects_in_set;
    if (request.create.size() + request.update.size() + request.destroy.size() > most) {
        return Error(ErrorType::request_too_large, "at most " + std::to_string(most) + " objects");
    }
    return request;
}

// One call at work.
class Setting {
public:
    Setting(Context& context, const Account& account, Setter& type, SetRequest request)
        : context_(context), account_(account), type_(type), request_(std::move(request)) {}

    Answer<SetAnswer> run(SetAnswer answer) {
        answer_ = std::move(answer);
        JMAP_CHECK(type_.begin(context_, account_, request_));
        create_all();
        resolve_ids();
        for (auto& [id, patch] : request_.update) update(id, patch);
        for (const auto& id : request_.destroy) destroy(id);
        JMAP_CHECK(type_.finish(context_, account_, request_, answer_));
        for (auto& [creation, object] : answer_.created) {
            note_created(creation, object);
            add_defaults(creation, object);
        }
        return std::move(answer_);
    }

private:
    // Section 5.3: creates happen before their creation ids are referenced.
    void create_all() {
        const auto count = request_.create.size();
        std::unordered_map<std::string_view, std::size_t> places;
        for (std::size_t i = 0; i < count; ++i) places.emplace(request_.create[i].first, i);
        std::vector<std::size_t> missing(count);               // how many it waits for
        std::vector<std::vector<std::size_t>> waiting(count);  // which wait for it
        std::deque<std::size_t> ready;
        for (std::size_t i = 0; i < count; ++i) {
            std::unordered_set<std::size_t> needed;
            for (const auto& name : references(request_.create[i].second)) {
                if (auto at = places.find(name); at != places.end()) needed.insert(at->second);
            }
            for (auto other : needed) waiting[other].push_back(i);
            missing[i] = needed.size();
            if (needed.empty()) ready.push_back(i);
        }
        std::vector<bool> done(count);
        auto make_one = [&](std::size_t i) {
            done[i] = true;
            create(request_.create[i].first, request_.create[i].second);
        };
        for (; !ready.empty(); ready.pop_front()) {
            make_one(ready.front());
            for (auto i : waiting[ready.front()]) {
                if (--missing[i] == 0) ready.push_back(i);
            }
        }
        for (std::size_t i = 0; i < count; ++i) {  // the rest refer to each other in a ring
            if (!done[i]) make_one(i);
        }
    }

    // The creation ids that the object names.
    std::vector<std::string> references(const json::object& object) const {
        std::vector<std::string> names;
        auto add = [&](std::string_view text) {
            if (text.starts_with('#')) names.emplace_back(text.substr(1));
        };
        for (const auto& [name, value] : object) {
            auto property = type_.properties().find(text_of(name));
            if (!property || !(property->flags & is::reference)) continue;
            if (value.is_string()) add(text_of(value.get_string()));
            if (value.is_object()) {
                for (const auto& [key, inner] : value.get_object()) add(text_of(key));
            }
            if (value.is_array()) {
                for (const auto& item : value.get_array()) {
                    if (item.is_string()) add(text_of(item.get_string()));
                }
            }
        }
        return names;
    }

    void create(const std::string& creation, const json::object& asked) {
        auto made = make(creation, asked);
        if (!made) {
            answer_.not_created.emplace_back(creation, std::move(made).error());
            return;
        }
        note_created(creation, *made);
        answer_.created.emplace_back(creation, std::move(*made));
    }

    Answer<json::object> make(const std::string& creation, const json::object& asked) {
        if (type_.singleton()) return ErrorType::singleton;
        std::vector<std::string> defaulted;
        JMAP_TRY(auto whole, type_.read_new(asked, context_.created_ids, defaulted));
        defaults_.emplace_back(creation, std::move(defaulted));
        return type_.create(context_, account_, std::move(whole));
    }

    void note_created(const std::string& creation, const json::object& object) {
        if (auto id = member(object, "id"); id && id->is_string()) {
            context_.created_ids.insert_or_assign(creation, std::string(text_of(id->get_string())));
        }
    }

    void add_defaults(const std::string& creation, json::object& object) const {
        auto at = std::find_if(defaults_.begin(), defaults_.end(), [&](auto& d) { return d.first == creation; });
        if (at == defaults_.end()) return;
        for (const auto& name : at->second) object.emplace(name, *type_.properties().fallback(name));
    }

    // "#name" in the keys of update and in destroy, now that everything is created.
    void resolve_ids() {
        auto real = [&](std::string& id) {
            if (!id.starts_with('#')) return;
            auto at = context_.created_ids.find(std::string_view(id).substr(1));
            if (at != context_.created_ids.end()) id = at->second;
        };
        for (auto& [id, patch] : request_.update) real(id);
        for (auto& id : request_.destroy) {
            real(id);
            destroyed_.insert(id);
        }
    }

    void update(const std::string& id, json::object& patch) {
        auto done = change(id, patch);
        if (done) {
            answer_.updated.emplace_back(id, std::move(*done));
        } else {
            answer_.not_updated.emplace_back(id, std::move(done).error());
        }
    }

    Answer<json::value> change(const std::string& id, json::object& object) {
        if (destroyed_.contains(id)) return ErrorType::will_destroy;
        if (!is_id(id)) return ErrorType::not_found;
        JMAP_TRY(auto patches, patches_from(std::move(object)));
        std::vector<std::string> missing, names;
        resolve_creation_ids(patches, type_.properties(), context_.created_ids, missing);
        for (const auto& patch : patches) {
            if (names.empty() || names.back() != patch.path.front()) names.push_back(patch.path.front());
        }
        JMAP_TRY(auto current, type_.load(context_, account_, id, names));
        if (!missing.empty()) return invalid_properties(missing);
        JMAP_TRY(auto update, patched(std::move(current), patches, type_.properties()));
        return type_.update(context_, account_, id, update);
    }

    void destroy(const std::string& id) {
        if (!destroyed_.erase(id)) return;  // named twice
        Answer<void> done = type_.singleton() ? Answer<void>(Error(ErrorType::singleton))
                            : is_id(id)       ? type_.destroy(context_, account_, id)
                                              : Answer<void>(Error(ErrorType::not_found));
        if (done) {
            answer_.destroyed.push_back(id);
        } else {
            answer_.not_destroyed.emplace_back(id, done.error());
        }
    }

    Context& context_;
    const Account& account_;
    Setter& type_;
    SetRequest request_;
    SetAnswer answer_;
    std::vector<std::pair<std::string, std::vector<std::string>>> defaults_;  // what was filled in, by creation id
    std::unordered_set<std::string> destroyed_;                               // still to be destroyed
};

json::value errors(const std::vector<std::pair<std::string, Error>>& all) {
    json::object object;
    for (const auto& [id, error] : all) object[id] = to_json(error);
    return or_null(std::move(object));
}

void put(SetAnswer& answer, json::object& response) {
    json::object created, updated;
    for (auto& [creation, object] : answer.created) created[creation] = std::move(object);
    for (auto& [id, value] : answer.updated) updated[id] = std::move(value);
    response["created"] = or_null(std::move(created));
    response["updated"] = or_null(std::move(updated));
    response["destroyed"] = answer.destroyed.empty() ? json::value(nullptr) : array_of(answer.destroyed);
    response["notCreated"] = errors(answer.not_created);
    response["notUpdated"] = errors(answer.not_updated);
    response["notDestroyed"] = errors(answer.not_destroyed);
}

}  // namespace

Answer<json::object> set(Context& context, json::object object, Setter& type) {
    Arguments arguments(std::move(object));
    JMAP_TRY(auto id, arguments.id("accountId"));
    JMAP_TRY(auto account, context.account(id, Access::write));
    JMAP_TRY(auto if_in_state, arguments.string_or_null("ifInState"));
    JMAP_TRY(auto request, read(context, arguments, type));
    request.if_in_state = if_in_state;
    SetAnswer answer;
    JMAP_TRY(answer.old_state, type.state(context, *account));
    if (if_in_state && *if_in_state != answer.old_state) return ErrorType::state_mismatch;
    JMAP_TRY(answer, Setting(context, *account, type, std::move(request)).run(std::move(answer)));
    if (answer.new_state.empty()) {
        JMAP_TRY(answer.new_state, type.state(context, *account));
    }
    json::object response{{"accountId", id}, {"oldState", answer.old_state}, {"newState", answer.new_state}};
    put(answer, response);
    return response;
}

Answer<json::object> set_without_account(Context& context, json::object object, Setter& type) {
    Arguments arguments(std::move(object));
    JMAP_TRY(auto request, read(context, arguments, type));
    JMAP_TRY(auto answer, Setting(context, nobody, type, std::move(request)).run({}));
    json::object response;
    put(answer, response);
    return response;
}

}  // namespace bailey::jmap
