// Does a contact card match a text? RFC 9610 section 3.3.1.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "protocol/jmap/json.hpp"

namespace bailey::jmap {

// What somebody typed: words apart by white space, and phrases in single or double quotes.
struct SearchText {
    struct Part {
        std::string text;  // as searchable() makes it
        bool phrase = false;
    };
    std::vector<Part> parts;
};
SearchText search_text(std::string_view typed);

// All parts must be there; a word anywhere in one of the texts, a phrase as that sequence of whole words.
bool matches(const SearchText& wanted, const std::vector<std::string>& texts);

// The texts of the card that a condition ("name", "email", "text" ...) looks at. Null pointer: no such condition.
using Texts = std::vector<std::string> (*)(const json::object& card);
Texts texts_of_condition(std::string_view name);

// The value of the first NameComponent of that kind (section 3.3.2); null where there is none.
json::value name_component(const json::object& card, std::string_view kind);

}  // namespace bailey::jmap
