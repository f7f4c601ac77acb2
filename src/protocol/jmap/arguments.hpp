// The arguments of a method, read one by one and typed; what is not read in the end was not expected (RFC 8620
// section 3.9: unknown arguments are invalid). Every error is invalidArguments and names the argument.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/jmap/error.hpp"
#include "protocol/jmap/values.hpp"

namespace bailey::jmap {

class Arguments {
public:
    explicit Arguments(json::object object) : object_(std::move(object)) {}

    // Where the argument is absent: the error, or `fallback`. An explicit null is an error unless it says "or null".
    Answer<std::string> string(std::string_view name);
    Answer<std::string> id(std::string_view name);
    Answer<bool> boolean(std::string_view name, bool fallback);
    Answer<std::int64_t> integer(std::string_view name, std::int64_t fallback);
    Answer<std::int64_t> unsigned_integer(std::string_view name, std::int64_t fallback);

    // Absent and null are the same (section 3.5).
    Answer<std::optional<std::string>> string_or_null(std::string_view name);
    Answer<std::optional<std::string>> id_or_null(std::string_view name);
    Answer<std::optional<std::int64_t>> unsigned_or_null(std::string_view name);
    Answer<std::optional<std::vector<std::string>>> strings_or_null(std::string_view name);
    Answer<std::optional<std::vector<std::string>>> ids_or_null(std::string_view name);
    Answer<std::optional<json::object>> object_or_null(std::string_view name);
    Answer<std::optional<json::array>> array_or_null(std::string_view name);

    // Any value, untyped: for what has a shape of its own. None where it is absent.
    std::optional<json::value> any(std::string_view name);

    // Was everything read?
    Answer<void> done() const;
    // What was not read yet: for /parse-like methods and Core/echo.
    json::object& rest() { return object_; }

private:
    json::object object_;  // what was read is taken out
};

}  // namespace bailey::jmap
