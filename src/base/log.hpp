// What the operator reads: one event a line, with named fields, as JSON or text. A Secret or Key has no way in here.
// Control characters in values are escaped, so that nothing a peer sends can forge a line.
#pragma once
#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace bailey::log {

enum class Level { debug, info, warning, error };
enum class Format { text, json };

struct Field {
    Field(std::string_view k, std::string_view v) : key(k), text(v) {}
    Field(std::string_view k, const std::string& v) : key(k), text(v) {}
    Field(std::string_view k, const char* v) : key(k), text(v) {}
    template <std::integral T>
    Field(std::string_view k, T v) : key(k), number(static_cast<std::int64_t>(v)), is_number(true) {}
    template <class E>
        requires std::is_enum_v<E>
    Field(std::string_view k, E v) : Field(k, static_cast<std::int64_t>(v)) {}
    Field(std::string_view k, const boost::system::error_code& e) : key(k), owned(e.message()), text(owned) {}
    Field(const Field&) = delete;
    Field& operator=(const Field&) = delete;

    std::string_view key;
    std::string owned;  // before `text`, which may point into it
    std::string_view text{};
    std::int64_t number = 0;
    bool is_number = false;
};
using Fields = std::initializer_list<Field>;

struct Settings {
    Format format = Format::text;
    Level level = Level::info;
    std::string file = {};  // empty: standard error
};

// Once, at start. Before it, events go to standard error as text. Errors: bad_config (the file cannot be opened).
Result<void> configure(const Settings& settings);

void debug(std::string_view event, Fields fields = {});
void info(std::string_view event, Fields fields = {});
void warning(std::string_view event, Fields fields = {});
void error(std::string_view event, Fields fields = {});

// Names the request (a connection, a delivery) whose events this thread writes until the scope ends: field "request".
class Scope {
public:
    explicit Scope(std::string request);
    ~Scope();
    Scope(const Scope&) = delete;
    Scope& operator=(const Scope&) = delete;

private:
    std::string previous_;
};

// One line without its end, for tests of the format.
std::string render(Format format, Level level, std::string_view event, Fields fields);

}  // namespace bailey::log
