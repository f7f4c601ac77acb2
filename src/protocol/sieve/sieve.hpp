// Sieve: RFC 5228 complete, with the extensions that capabilities() lists. Text and a view of a message in, actions
// out; no clock, file, store or thread. The whole of it for a caller:
//
//     auto compiled = sieve::compile(text, rules);             // SieveScript/set, /validate: show compiled.problems
//     if (compiled.script)                                     // immutable, shared freely between threads
//         outcome = sieve::run(*compiled.script, message, host, limits);
//
// All work is bounded by Limits, whatever the script and the message.
#pragma once
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/sieve/action.hpp"
#include "protocol/sieve/message.hpp"

namespace bailey::sieve {

struct Limits {
    std::size_t script_octets = 64 * 1024;
    std::size_t nesting = 32;           // of blocks, and of tests within tests
    std::size_t commands = 4000;        // commands and tests in one script
    std::size_t list_items = 1000;      // strings in one list
    std::size_t problems = 20;          // reported at most
    std::size_t instructions = 50'000;  // commands and tests in one run, includes counted in
    std::size_t match_work = 64 << 20;  // comparisons of an octet in one run: some tenths of a second
    std::size_t includes = 32;          // files taken in during one run
    std::size_t include_depth = 10;
    std::size_t actions = 32;
    std::size_t redirects = 4;
    std::size_t variables = 128;                              // RFC 5229 section 6 asks for at least that
    std::size_t variable_octets = 4000;                       // of a value; longer ones are cut (RFC 5229 section 6)
    std::size_t name_octets = 64;                             // of a variable's name, at least 32 by RFC 5229 section 6
    std::chrono::seconds remembered = std::chrono::days(90);  // by "duplicate" and "vacation", at most
};

struct Problem {
    std::size_t line = 0;     // from 1
    std::string text;         // one plain English sentence for the script's owner
    std::string script = {};  // the included script it stands in; empty: the script itself
};

// A compiled script. Opaque: tree.hpp has it.
struct Script;
using ScriptPtr = std::shared_ptr<const Script>;
struct Words;  // vocabulary.hpp

using Inside = std::function<bool(std::string_view address)>;  // is the address in the community?

struct Rules {
    Limits limits = {};
    // Addresses outside are errors: where they are constant when compiling, else when running. Empty: all are inside.
    Inside inside = {};
    const Words* further = nullptr;  // commands, tests and extensions beyond the standard ones
};

struct Compiled {
    ScriptPtr script;               // null where there are problems
    std::vector<Problem> problems;  // in order of their lines
};

Compiled compile(std::string_view text, const Rules& rules = {});
// The same without keeping the result; an empty list says the script is valid.
std::vector<Problem> validate(std::string_view text, const Rules& rules = {});

// The names that "require" takes, sorted: what a JMAP session lists as sieveExtensions (RFC 9661 section 1.4).
const std::vector<std::string>& capabilities();

// RFC 6609 section 3.2: where an included script is looked for.
enum class Location { personal, global };

// RFC 6609 section 3.2 and RFC 5804 section 1.6: 1 to 128 characters, none of them a control character.
bool is_script_name(std::string_view name);

// What a run asks of the world around it. The answers must not change during one run.
class Host {
public:
    virtual ~Host() = default;
    virtual bool inside(std::string_view address) = 0;  // redirects go nowhere else
    virtual std::chrono::sys_seconds now() = 0;
    // The offset from UTC where the owner is, at that time (RFC 5260 section 4).
    virtual std::chrono::minutes zone(std::chrono::sys_seconds) { return {}; }

    virtual bool mailbox_exists(std::string_view /*name*/) { return false; }   // and may be written to
    virtual bool mailbox_id_exists(std::string_view /*id*/) { return false; }  // RFC 9042
    // RFC 8579 section 3: some mailbox, or the one named, has the use.
    virtual bool special_use_exists(std::optional<std::string_view> /*mailbox*/, std::string_view /*use*/) {
        return false;
    }
    virtual bool seen(std::string_view /*id*/) { return false; }  // RFC 7352: remembered, and not too long ago
    virtual ScriptPtr include(Location, std::string_view /*name*/) { return nullptr; }  // null: none such, or not valid
    // RFC 5183 section 4.1: "domain", "host", "location", "phase", "remote-host", "remote-ip", "version"; nullopt: not
    // known. The name is in lower case.
    virtual std::optional<std::string> environment(std::string_view /*item*/) { return std::nullopt; }
};

// A run always ends in a decision. Where the script failed, `error` says why, its actions are void, and the message is
// to be kept (RFC 5228 section 2.10.6): tell the owner.
struct Outcome {
    std::vector<Action> actions;
    bool implicit_keep = true;
    std::vector<std::string> flags = {};  // of the implicit keep (RFC 5232 section 5)
    std::optional<Problem> error = {};
    std::size_t instructions = 0;  // used
};

Outcome run(const Script& script, const Message& message, Host& host, const Limits& limits = {});

}  // namespace bailey::sieve
