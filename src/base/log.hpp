// What the operator reads: one event a line, with named fields, as JSON or text, to stderr or a file.
//   log::info("queue.delivered", {{"message", id}, {"recipients", n}});
// An event is a lower-case name, room first, that an operator can search for; what varies is in the fields. Control
// characters and broken UTF-8 in a field are escaped, so that no peer can write a line of its own. Secrets and keys
// are no field values and do not compile. Thread-safe.
#pragma once
#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/secret.hpp"

namespace bailey::log {

enum class Level { debug, info, warning, error };
enum class Format { text, json };

struct Settings {
    Format format = Format::text;
    Level level = Level::info;  // and above
    std::string file = {};      // empty: stderr
};

// May be called again, to reopen a file that was rotated away. Errors: bad_config (the file cannot be opened): then
// the log goes on where it went before.
Result<void> configure(const Settings& settings);

class Value {
public:
    Value(std::string_view text) : value_(text) {}
    Value(const std::string& text) : value_(std::string_view(text)) {}
    Value(const char* text) : value_(std::string_view(text)) {}
    Value(const boost::system::error_code& e) : value_(e.message()) {}
    Value(bool yes) : value_(std::string_view(yes ? "yes" : "no")) {}
    template <std::integral T>
    Value(T number) : value_(static_cast<std::int64_t>(number)) {}
    template <class E>
    requires std::is_enum_v<E> Value(E id) : value_(static_cast<std::int64_t>(id)) {}
    Value(const Secret&) = delete;
    Value(const Key&) = delete;

    const std::int64_t* number() const { return std::get_if<std::int64_t>(&value_); }
    std::string_view text() const;  // where it is no number

private:
    std::variant<std::string_view, std::int64_t, std::string> value_;
};

struct Field {
    std::string_view name;
    Value value;
};
using Fields = std::initializer_list<Field>;

bool enabled(Level level);
void write(Level level, std::string_view event, Fields fields);
inline void debug(std::string_view event, Fields fields = {}) { write(Level::debug, event, fields); }
inline void info(std::string_view event, Fields fields = {}) { write(Level::info, event, fields); }
inline void warning(std::string_view event, Fields fields = {}) { write(Level::warning, event, fields); }
inline void error(std::string_view event, Fields fields = {}) { write(Level::error, event, fields); }

// While it lives, every line this thread writes bears the request id. For plain functions on a worker: a coroutine
// may wake on another thread, and must pass its id on and open a Scope where the work is done.
class Scope {
public:
    explicit Scope(std::string_view request_id);
    ~Scope();
    Scope(const Scope&) = delete;
    Scope& operator=(const Scope&) = delete;

private:
    std::string outer_;
};
std::string_view request_id();  // of this thread's innermost Scope; empty outside
std::string new_request_id();   // 16 random letters and digits

// For tests: while it lives, lines are collected here, from debug up.
class Capture {
public:
    explicit Capture(Format format = Format::text);
    ~Capture();
    Capture(const Capture&) = delete;
    Capture& operator=(const Capture&) = delete;
    std::vector<std::string> lines() const;
    bool saw(std::string_view text) const;  // in any line

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace bailey::log
