#include "api/jmap/testing/notes.hpp"

#include <algorithm>

namespace bailey::jmap::testing {
namespace {

Limits small() {
    Limits limits;
    limits.max_objects_in_get = 5;
    limits.max_objects_in_set = 5;
    limits.max_query = 4;
    limits.max_changes = 6;
    limits.max_conditions = 10;
    limits.max_calls_in_request = 16;
    limits.max_referenced = 100'000;
    return limits;
}

std::vector<Account> accounts() {
    return {{AccountId{1}, "ann@example.com", true, false},
            {AccountId{2}, "team@example.com", false, false},
            {AccountId{3}, "archive@example.com", false, true},
            {AccountId{4}, "bare@example.com", false, false}};
}

std::uint64_t size_of(const json::object& note) { return note.at("title").as_string().size(); }

template <class Frame>
Method method(const char* name, Notebooks& books, Frame frame) {
    return {name, notes_uri, [&books, frame](Context& context, json::object arguments) {
                NoteType type(books);
                return frame(context, std::move(arguments), type);
            }};
}

}  // namespace

std::string Notebook::add(json::object note, std::string id) {
    note["id"] = id;
    note["size"] = size_of(note);
    note["secret"] = "s3cret";
    for (const auto& property : note_properties.all()) {
        if (auto usual = note_properties.fallback(property.name)) note.emplace(property.name, *usual);
    }
    notes[id] = std::move(note);
    log.push_back({id, 'c'});
    return id;
}

Answer<Changed> Notebook::since(const std::string& from, std::size_t most) const {
    std::size_t at = 0;
    while (at <= log.size() && from != "s" + std::to_string(at)) ++at;
    if (at > log.size()) return ErrorType::cannot_calculate_changes;
    Changed changed;
    std::vector<std::pair<std::string, std::string>> history;  // an id and what happened to it
    for (; at < log.size(); ++at) {
        auto seen = std::find_if(history.begin(), history.end(), [&](auto& h) { return h.first == log[at].id; });
        if (seen == history.end() && history.size() == most) break;
        if (seen == history.end()) seen = history.insert(history.end(), {log[at].id, {}});
        seen->second += log[at].what;
    }
    for (const auto& [id, what] : history) {
        bool born = what.front() == 'c', dead = what.back() == 'd';
        if (born && dead) continue;
        (dead ? changed.destroyed : born ? changed.created : changed.updated).push_back(id);
    }
    changed.more = at < log.size();
    changed.new_state = "s" + std::to_string(at);
    return changed;
}

Answer<void> NoteType::arguments(Context&, Arguments& arguments) {
    JMAP_CHECK(arguments.boolean("loud", false));
    return {};
}

Answer<std::vector<std::string>> NoteType::all(Context&, const Account& account, std::size_t most) {
    std::vector<std::string> ids;
    for (const auto& [id, note] : books_[account.number].notes) {
        if (ids.size() <= most) ids.push_back(id);
    }
    return ids;
}

Answer<std::vector<json::object>> NoteType::load(Context&, const Account& account, const std::vector<std::string>& ids,
                                                 const Wanted& wanted) {
    std::vector<json::object> found;
    auto& notes = books_[account.number].notes;
    for (const auto& id : ids) {
        auto at = notes.find(id);
        if (at == notes.end()) continue;
        found.push_back(at->second);
        for (const auto& name : wanted.names) {
            if (name.starts_with("x:")) found.back()[name] = name.substr(2);
        }
    }
    return found;
}

Answer<Changed> NoteType::changes(Context&, const Account& account, const std::string& since, std::size_t most) {
    return books_[account.number].since(since, most);
}

Answer<json::object> NoteType::create(Context&, const Account& account, json::object object) {
    auto& book = books_[account.number];
    if (object.at("title") == "boom") throw std::runtime_error("a bug");
    if (object.at("title") == "full") return ErrorType::over_quota;
    auto parent = object.at("parentId");
    if (parent.is_string() && !book.notes.contains(text_of(parent.get_string()))) {
        return invalid_properties({"parentId"}, "no such note");
    }
    auto id = book.add(std::move(object), "n" + std::to_string(book.log.size() + 1));
    return json::object{{"id", id}, {"size", book.notes[id].at("size")}, {"secret", "s3cret"}};
}

Answer<json::object> NoteType::load(Context&, const Account& account, const std::string& id,
                                    const std::vector<std::string>&) {
    auto& notes = books_[account.number].notes;
    auto at = notes.find(id);
    if (at == notes.end()) return ErrorType::not_found;
    return at->second;
}

Answer<json::value> NoteType::update(Context&, const Account& account, const std::string& id, const Update& update) {
    auto& note = books_[account.number].notes[id];
    auto before = note.at("size");
    note = update.wanted;
    note["size"] = size_of(note);
    if (!update.changed.empty()) books_[account.number].log.push_back({id, 'u'});
    if (note.at("size") == before) return json::value(nullptr);
    return json::value(json::object{{"size", note.at("size")}});
}

Answer<void> NoteType::destroy(Context&, const Account& account, const std::string& id) {
    if (!books_[account.number].notes.erase(id)) return ErrorType::not_found;
    books_[account.number].log.push_back({id, 'd'});
    return {};
}

Answer<json::object> NoteType::copy(Context&, const Account& from, const Account& to, const std::string& id,
                                    json::object overrides) {
    auto& source = books_[from.number].notes;
    auto at = source.find(id);
    if (at == source.end()) return ErrorType::not_found;
    auto note = at->second;
    for (auto& [name, value] : overrides) note[name] = std::move(value);
    auto& target = books_[to.number];
    for (const auto& [other, existing] : target.notes) {
        if (existing.at("title") != note.at("title")) continue;
        Error error(ErrorType::already_exists);
        error.more["existingId"] = other;
        return error;
    }
    return json::object{{"id", target.add(std::move(note), "m" + std::to_string(target.log.size() + 1))}};
}

Answer<void> NoteType::check(Context&, const json::object& condition) {
    for (const auto& [name, value] : condition) {
        if (name == "done") {
            if (!value.is_bool()) return invalid_arguments("filter", "done is not a Boolean");
        } else if (name == "kind" || name == "title") {
            if (!value.is_string()) return invalid_arguments("filter", "not a String");
        } else {
            return ErrorType::unsupported_filter;
        }
    }
    return {};
}

Answer<void> NoteType::check(Context&, const Comparator& comparator) {
    auto property = note_properties.find(comparator.property);
    if (!property || property->shape == Shape::id_set || !comparator.more.empty()) return ErrorType::unsupported_sort;
    return {};
}

Answer<Listed> NoteType::list(Context&, const Account& account, const Query& query) {
    auto& book = books_[account.number];
    std::vector<const json::object*> notes;
    for (const auto& [id, note] : book.notes) {
        auto matches = [&note = note](const json::object& condition) {
            return std::all_of(condition.begin(), condition.end(),
                               [&](auto& c) { return note.at(c.key()) == c.value(); });
        };
        if (!query.filter || (*query.filter)(matches)) notes.push_back(&note);
    }
    std::stable_sort(notes.begin(), notes.end(), [&](auto* a, auto* b) {
        for (const auto& by : query.sort) {
            auto order = compare(a->at(by.property), b->at(by.property), by.collation);
            if (order != 0) return by.ascending ? order < 0 : order > 0;
        }
        return false;
    });
    Listed all{book.state(), {}};
    for (auto* note : notes) all.ids.emplace_back(text_of(note->at("id").as_string()));
    return all;
}

bool NoteType::immutable(const Query& query) const {
    auto fixed = [](const Comparator& c) { return c.property == "kind" || c.property == "id"; };
    return !query.filter && std::all_of(query.sort.begin(), query.sort.end(), fixed);
}

Answer<Changed> NoteType::changed_since(Context&, const Account& account, const std::string& since) {
    return books_[account.number].since(since, static_cast<std::size_t>(-1));
}

Desk::Desk()
    : limits(small()), api(limits, clock, [](const Caller&) -> Result<std::vector<Account>> { return accounts(); }) {
    caller.who.account = AccountId{1};
    caller.who.address = "ann@example.com";
    api.add(Capability{notes_uri, {{"serverWide", 1}}, [](const Account& account) -> std::optional<json::object> {
                           if (account.number == AccountId{4}) return {};
                           return json::object{{"maxNotes", 9}};
                       }});
    api.add({method("Note/get", books, get), method("Note/changes", books, changes), method("Note/set", books, set),
             method("Note/copy", books, copy), method("Note/query", books, query),
             method("Note/queryChanges", books, query_changes)});
    api.add(Method{"Single/set", notes_uri, [this](Context& context, json::object arguments) {
                       NoteType type(books, true);
                       return set(context, std::move(arguments), type);
                   }});
}

json::array Desk::call(std::string_view calls) {
    auto reply = process(R"({"using":["urn:ietf:params:jmap:core","urn:example:notes"],"methodCalls":[)" +
                         std::string(calls) + "]}");
    auto body = parse_json(reply.body).value().as_object();
    return body.contains("methodResponses") ? body.at("methodResponses").as_array() : json::array{body};
}

json::object Desk::one(std::string_view method, std::string_view arguments) {
    auto responses = call("[\"" + std::string(method) + "\"," + std::string(arguments) + ",\"0\"]");
    return responses.at(0).as_array().at(1).as_object();
}

std::string Desk::error_of(std::string_view method, std::string_view arguments) {
    auto responses = call("[\"" + std::string(method) + "\"," + std::string(arguments) + ",\"0\"]");
    auto& response = responses.at(0).as_array();
    if (response.at(0) != "error") return {};
    return std::string(text_of(response.at(1).as_object().at("type").as_string()));
}

void Desk::fill(std::vector<int> ranks) {
    int n = 0;
    for (auto rank : ranks) {
        auto number = std::to_string(++n);
        book().add({{"title", "note " + number}, {"rank", rank}}, "n" + number);
    }
}

json::object object(std::string_view text) { return parse_json(text).value().as_object(); }
std::string text(const json::value& value) { return write_json(value); }

}  // namespace bailey::jmap::testing
