// JSON Pointers (RFC 6901), with "*" for every item of an array (RFC 8620 section 3.7), and patches (section 5.3).
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "protocol/jmap/error.hpp"

namespace bailey::jmap {

// The tokens of a pointer, "~1" and "~0" decoded; the empty pointer has none. bad_syntax: it does not begin with "/",
// or a "~" stands alone, or it has more tokens than any value is deep.
Result<std::vector<std::string>> pointer_tokens(std::string_view pointer);

// Evaluates a pointer with "*". `budget` is what the result may cost (values that are passed or copied, and
// octets of strings, roughly) and is reduced by what it did, so that references to references stay bounded. Errors:
// bad_syntax, not_found, too_long.
Result<json::value> evaluate(const json::object& root, std::string_view pointer, std::size_t& budget);

// What copying the value costs, counted as for `evaluate`; stops counting above `most`.
std::size_t cost_of(const json::value& value, std::size_t most);

// One member of a PatchObject.
struct Patch {
    std::vector<std::string> path;  // never empty
    json::value value;              // null: back to the default, or away
};

// Reads a PatchObject. Error: invalidPatch (malformed pointers, one the prefix of another).
Answer<std::vector<Patch>> patches_from(json::object object);

// May the patch be applied to `object`? Error: invalidPatch (inside an array, or a parent that does not exist).
Answer<void> check_parents(const json::object& object, const Patch& patch);

// Applies one patch to `object`. A null at the top level is set to `fallback(name)` where that is not null pointer,
// else removed. Errors: invalidPatch (inside an array, or a parent that does not exist).
using Fallback = const json::value* (*)(const void* table, std::string_view property);
Answer<void> apply(json::object& object, const Patch& patch, Fallback fallback, const void* table);

}  // namespace bailey::jmap
