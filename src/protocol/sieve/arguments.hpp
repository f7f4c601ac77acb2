// The arguments of one command or test, checked against its signature.
#pragma once
#include <map>
#include <optional>

#include "protocol/sieve/text.hpp"
#include "protocol/sieve/vocabulary.hpp"

namespace bailey::sieve {

class Arguments {
public:
    struct Value {
        std::size_t line = 0;
        std::uint64_t number = 0;
        Texts texts = {};
    };

    std::size_t line = 0;
    std::map<std::string, Value, std::less<>> tags = {};
    std::vector<Value> positional = {};  // an optional one that was left out has no texts
    Tests tests = {};
    Block block = {};

    bool has(std::string_view tag) const { return tags.contains(tag); }
    const Value* find(std::string_view tag) const {
        const auto found = tags.find(tag);
        return found == tags.end() ? nullptr : &found->second;
    }
    std::optional<Text> text(std::string_view tag) const {
        const auto* value = find(tag);
        return value ? std::optional(value->texts[0]) : std::nullopt;
    }
    // Of a positional argument.
    const Text& text(std::size_t n) const { return positional[n].texts[0]; }
    Texts texts(std::size_t n) const { return positional[n].texts; }
};

}  // namespace bailey::sieve
