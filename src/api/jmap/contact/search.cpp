#include "api/jmap/contact/search.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "domain/text/searchable.hpp"

namespace bailey::jmap {
namespace {

using Strings = std::vector<std::string>;

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

void add(Strings& texts, const json::value* value) {
    if (value && value->is_string()) texts.push_back(searchable(text_of(value->get_string())));
}

// These properties of each object in the map `property`.
void add_from_map(Strings& texts, const json::object& card, std::string_view property,
                  std::initializer_list<std::string_view> names) {
    auto map = member(card, property);
    if (!map || !map->is_object()) return;
    for (const auto& [key, value] : map->get_object()) {
        if (!value.is_object()) continue;
        for (auto name : names) add(texts, member(value.get_object(), name));
    }
}

// The values of an object's components, of one kind or (empty) of all.
void add_components(Strings& texts, const json::object& object, std::string_view kind = {}) {
    auto components = member(object, "components");
    if (!components || !components->is_array()) return;
    for (const auto& component : components->get_array()) {
        if (!component.is_object()) continue;
        auto is = member(component.get_object(), "kind");
        if (kind.empty() || (is && is->is_string() && text_of(is->get_string()) == kind)) {
            add(texts, member(component.get_object(), "value"));
        }
    }
}

const json::object* name_of(const json::object& card) {
    auto name = member(card, "name");
    return name && name->is_object() ? &name->get_object() : nullptr;
}

Strings name_texts(const json::object& card) {
    Strings texts;
    if (auto name = name_of(card)) {
        add_components(texts, *name);
        add(texts, member(*name, "full"));
    }
    return texts;
}

Strings component_texts(const json::object& card, std::string_view kind) {
    Strings texts;
    if (auto name = name_of(card)) add_components(texts, *name, kind);
    return texts;
}

Strings address_texts(const json::object& card) {
    Strings texts;
    add_from_map(texts, card, "addresses", {"full"});
    auto map = member(card, "addresses");
    if (!map || !map->is_object()) return texts;
    for (const auto& [key, value] : map->get_object()) {
        if (value.is_object()) add_components(texts, value.get_object());
    }
    return texts;
}

Strings map_texts(const json::object& card, std::string_view property, std::initializer_list<std::string_view> names) {
    Strings texts;
    add_from_map(texts, card, property, names);
    return texts;
}

// Every text that somebody wrote into the card; not what says how the rest is to be read.
void add_all(Strings& texts, const json::value& value) {
    if (value.is_array()) {
        for (const auto& item : value.get_array()) add_all(texts, item);
    } else if (value.is_object()) {
        for (const auto& [key, item] : value.get_object()) {
            if (key != "@type" && key != "kind" && key != "mediaType") add_all(texts, item);
        }
    } else {
        add(texts, &value);
    }
}

Strings all_texts(const json::object& card) {
    Strings texts;
    for (auto property : {"name", "nicknames", "organizations", "titles", "emails", "onlineServices", "phones",
                          "addresses", "links", "notes", "personalInfo", "localizations"}) {
        if (auto value = member(card, property)) add_all(texts, *value);
    }
    auto keywords = member(card, "keywords");
    if (keywords && keywords->is_object()) {
        for (const auto& [word, is] : keywords->get_object()) texts.push_back(searchable(text_of(word)));
    }
    return texts;
}

struct Row {
    std::string_view name;
    Texts texts;
};
constexpr std::array rows{
    Row{"text", all_texts},
    Row{"name", name_texts},
    Row{"name/given", [](const json::object& card) { return component_texts(card, "given"); }},
    Row{"name/surname", [](const json::object& card) { return component_texts(card, "surname"); }},
    Row{"name/surname2", [](const json::object& card) { return component_texts(card, "surname2"); }},
    Row{"nickname", [](const json::object& card) { return map_texts(card, "nicknames", {"name"}); }},
    Row{"organization", [](const json::object& card) { return map_texts(card, "organizations", {"name"}); }},
    Row{"email",
        [](const json::object& card) {
            return map_texts(card, "emails", {"address", "label"});
        }},
    Row{"phone",
        [](const json::object& card) {
            return map_texts(card, "phones", {"number", "label"});
        }},
    Row{"onlineService",
        [](const json::object& card) {
            return map_texts(card, "onlineServices", {"service", "uri", "user", "label"});
        }},
    Row{"address", address_texts},
    Row{"note", [](const json::object& card) { return map_texts(card, "notes", {"note"}); }},
};

// A phrase's words, one space between.
std::string spaced(std::string_view text) {
    std::string out;
    for (char c : text) {
        if (!is_space(c)) {
            out += c;
        } else if (!out.empty() && out.back() != ' ') {
            out += ' ';
        }
    }
    if (out.ends_with(' ')) out.pop_back();
    return out;
}

// Is there no letter or digit at that end? Octets beyond ASCII belong to words.
bool edge(const std::string& text, std::size_t at) {
    if (at >= text.size()) return true;
    const auto c = static_cast<unsigned char>(text[at]);
    return c < 0x80 && !(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9');
}

bool has_phrase(const std::string& text, const std::string& phrase) {
    const auto words = spaced(text);
    for (auto at = words.find(phrase); at != words.npos; at = words.find(phrase, at + 1)) {
        if ((at == 0 || edge(words, at - 1)) && edge(words, at + phrase.size())) return true;
    }
    return false;
}

// The quoted text that begins after `at`, with \" \' and \\ as what they stand for; none where it does not end.
std::optional<std::string> quoted(std::string_view typed, std::size_t& at) {
    const char quote = typed[at];
    std::string text;
    for (auto i = at + 1; i < typed.size(); ++i) {
        if (typed[i] == quote) {
            at = i + 1;
            return text;
        }
        const bool escaped = typed[i] == '\\' && i + 1 < typed.size() &&
                             (typed[i + 1] == '"' || typed[i + 1] == '\'' || typed[i + 1] == '\\');
        if (escaped) ++i;
        text += typed[i];
    }
    return {};
}

}  // namespace

SearchText search_text(std::string_view typed) {
    SearchText out;
    std::size_t at = 0;
    while (at < typed.size()) {
        if (is_space(typed[at])) {
            ++at;
            continue;
        }
        if (typed[at] == '"' || typed[at] == '\'') {
            // Quotation marks that do not match are characters like others.
            if (auto phrase = quoted(typed, at)) {
                auto text = spaced(searchable(*phrase));
                if (!text.empty()) out.parts.push_back({std::move(text), true});
                continue;
            }
        }
        auto end = at;
        while (end < typed.size() && !is_space(typed[end])) ++end;
        out.parts.push_back({searchable(typed.substr(at, end - at)), false});
        at = end;
    }
    return out;
}

bool matches(const SearchText& wanted, const std::vector<std::string>& texts) {
    return std::all_of(wanted.parts.begin(), wanted.parts.end(), [&](const SearchText::Part& part) {
        return std::any_of(texts.begin(), texts.end(), [&](const std::string& text) {
            return part.phrase ? has_phrase(text, part.text) : text.find(part.text) != text.npos;
        });
    });
}

Texts texts_of_condition(std::string_view name) {
    auto at = std::find_if(rows.begin(), rows.end(), [&](const Row& row) { return row.name == name; });
    return at == rows.end() ? nullptr : at->texts;
}

json::value name_component(const json::object& card, std::string_view kind) {
    auto name = name_of(card);
    auto components = name ? member(*name, "components") : nullptr;
    if (!components || !components->is_array()) return nullptr;
    for (const auto& component : components->get_array()) {
        if (!component.is_object()) continue;
        auto is = member(component.get_object(), "kind");
        auto value = member(component.get_object(), "value");
        if (is && value && *is == json::value(kind)) return *value;
    }
    return nullptr;
}

}  // namespace bailey::jmap
