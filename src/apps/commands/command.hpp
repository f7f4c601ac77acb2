// The command line of `bailey`: a table row a command. The parser, the help and the exit codes are here; what each
// command does is in the file of its subject.
#pragma once
#include <iosfwd>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace bailey::commands {

struct Option {
    std::string_view name;   // without the dashes: "organisation"
    std::string_view value;  // what it takes, for the help: "NAME"; empty for a switch
    std::string_view text;   // a sentence
    bool repeats = false;
};

constexpr int done = 0;         // exit codes
constexpr int failed = 1;       // it could not be done; standard error says why
constexpr int wrong_usage = 2;  // it was not understood

struct Call;

struct Command {
    std::string_view words;                   // "user add"
    std::vector<std::string_view> arguments;  // "ADDRESS": all are needed
    std::string_view summary;                 // a sentence, for the lists
    std::string_view text;                    // more, for its own help; may be empty
    std::vector<Option> options;              // beside --help and --config, which every command has
    int (*run)(Call&);                        // an exit code
};

// One call of a command, its words understood.
struct Call {
    const Command* command = nullptr;
    std::vector<std::string> arguments;
    std::map<std::string, std::vector<std::string>, std::less<>> options;
    std::istream& in;
    std::ostream& out;
    std::ostream& err;

    bool has(std::string_view option) const { return options.contains(option); }
    std::string value(std::string_view option, std::string_view otherwise = {}) const;  // the last one given
    std::vector<std::string> values(std::string_view option) const;

    // Says why on standard error, after the command's name.
    int fail(std::string_view why) const;
    int fail(std::string_view what, const boost::system::error_code& why) const;
    int misused(std::string_view why) const;
};

// Finds the command that `words` name, understands the rest and runs it; answers --help at every level.
int run(std::span<const Command> commands, const std::vector<std::string>& words, std::istream& in, std::ostream& out,
        std::ostream& err);

}  // namespace bailey::commands
