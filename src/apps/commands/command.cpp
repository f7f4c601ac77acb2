#include "apps/commands/command.hpp"

#include <algorithm>
#include <iomanip>
#include <ostream>

namespace bailey::commands {
namespace {

using Words = std::vector<std::string>;
using Table = std::span<const Command>;

constexpr std::string_view default_config = "/etc/bailey/bailey.conf";

const std::vector<Option>& every_commands_options() {
    static const std::vector<Option> options{
        {"config", "FILE", "The configuration; /etc/bailey/bailey.conf unless given."},
        {"help", "", "This page."},
    };
    return options;
}

Words split(std::string_view words) {
    Words found;
    while (!words.empty()) {
        auto space = std::min(words.find(' '), words.size());
        found.emplace_back(words.substr(0, space));
        words.remove_prefix(std::min(space + 1, words.size()));
    }
    return found;
}

bool begins(const Words& words, std::string_view command) {
    auto wanted = split(command);
    return wanted.size() <= words.size() && std::equal(wanted.begin(), wanted.end(), words.begin());
}

std::string usage(const Command& c) {
    auto line = "bailey " + std::string(c.words);
    for (auto argument : c.arguments) line.append(" ").append(argument);
    return line + (c.options.empty() ? "" : " [OPTION ...]");
}

// Text in lines of at most 78 columns, each after `indent` spaces.
void wrapped(std::ostream& out, std::string_view text, std::size_t indent) {
    std::size_t column = 0;
    for (auto& word : split(text)) {
        if (column != 0 && column + 1 + word.size() > 78) {
            out << '\n';
            column = 0;
        }
        if (column == 0) {
            out << std::string(indent, ' ') << word;
            column = indent + word.size();
        } else {
            out << ' ' << word;
            column += 1 + word.size();
        }
    }
    out << '\n';
}

void help_for(const Command& c, std::ostream& out) {
    out << "Usage: " << usage(c) << "\n\n";
    wrapped(out, c.summary, 0);
    if (!c.text.empty()) {
        out << '\n';
        wrapped(out, c.text, 0);
    }
    out << "\nOptions:\n";
    auto show = [&](const Option& o) {
        out << "  --" << o.name << (o.value.empty() ? "" : " ") << o.value << (o.repeats ? " ..." : "") << '\n';
        wrapped(out, o.text, 6);
    };
    std::ranges::for_each(c.options, show);
    std::ranges::for_each(every_commands_options(), show);
}

void list(Table commands, std::string_view group, std::ostream& out) {
    out << "Usage: bailey " << (group.empty() ? std::string("COMMAND") : std::string(group) + " COMMAND")
        << " [ARGUMENT ...] [OPTION ...]\n\nCommands:\n";
    std::size_t width = 0;
    auto in_group = [&](const Command& c) { return group.empty() || begins(split(c.words), group); };
    for (auto& c : commands)
        if (in_group(c)) width = std::max(width, c.words.size());
    for (auto& c : commands)
        if (in_group(c))
            out << "  " << std::left << std::setw(static_cast<int>(width)) << c.words << "  " << c.summary << '\n';
    out << "\n\"bailey COMMAND --help\" says more about each; \"bailey --version\" says which Bailey this is.\n";
}

const Option* option_named(const Command& c, std::string_view name) {
    for (auto* options : {&c.options, &every_commands_options()})
        for (auto& o : *options)
            if (o.name == name) return &o;
    return nullptr;
}

bool asks_for_help(const Words& words) {
    for (auto& word : words) {
        if (word == "--") return false;
        if (word == "--help" || word == "-h") return true;
    }
    return false;
}

// Words after the command's own: arguments and options in any order; "--" ends the options. The complaint, or "".
std::string understand(Call& call, const Words& words) {
    bool options = true;
    for (std::size_t n = 0; n < words.size(); ++n) {
        auto& word = words[n];
        if (options && word == "--") {
            options = false;
        } else if (options && word.starts_with("--")) {
            auto equals = std::min(word.find('='), word.size());
            auto name = word.substr(2, equals - 2);
            auto* option = option_named(*call.command, name);
            if (!option) return "there is no option --" + name;
            bool inline_value = equals < word.size();
            if (option->value.empty() && inline_value) return "--" + name + " takes no value";
            if (!option->repeats && call.has(name)) return "--" + name + " is given twice";
            auto& values = call.options[name];
            if (option->value.empty()) continue;
            if (!inline_value && n + 1 == words.size()) return "--" + name + " needs a value";
            values.push_back(inline_value ? word.substr(equals + 1) : words[++n]);
        } else if (options && word.size() > 1 && word[0] == '-') {
            return "there is no option " + word;
        } else {
            call.arguments.push_back(word);
        }
    }
    auto& wanted = call.command->arguments;
    if (call.arguments.size() < wanted.size()) return std::string(wanted[call.arguments.size()]) + " is missing";
    if (call.arguments.size() > wanted.size()) return "\"" + call.arguments[wanted.size()] + "\" is one word too many";
    return {};
}

int unknown(Table commands, const Words& words, std::ostream& err) {
    auto known = [&](std::string_view group) {
        return std::ranges::any_of(commands, [&](const Command& c) { return begins(split(c.words), group); });
    };
    if (words.size() > 1 && known(words[0])) {
        err << "bailey " << words[0] << ": there is no command \"" << words[1] << "\"\n\n";
        list(commands, words[0], err);
    } else {
        err << "bailey: there is no command \"" << words[0] << "\"\n\n";
        list(commands, {}, err);
    }
    return wrong_usage;
}

}  // namespace

std::string Call::value(std::string_view option, std::string_view otherwise) const {
    auto at = options.find(option);
    if (at != options.end() && !at->second.empty()) return at->second.back();
    return std::string(option == "config" ? default_config : otherwise);
}

std::vector<std::string> Call::values(std::string_view option) const {
    auto at = options.find(option);
    return at == options.end() ? std::vector<std::string>{} : at->second;
}

int Call::fail(std::string_view why) const {
    err << "bailey " << command->words << ": " << why << '\n';
    return failed;
}

int Call::fail(std::string_view what, const boost::system::error_code& why) const {
    return fail(std::string(what) + ": " + why.message());
}

int Call::misused(std::string_view why) const {
    err << "bailey " << command->words << ": " << why << "\nUsage: " << usage(*command) << "\n\"bailey "
        << command->words << " --help\" says more.\n";
    return wrong_usage;
}

int run(Table commands, const Words& words, std::istream& in, std::ostream& out, std::ostream& err) {
    if (words.size() == 1 && words[0] == "--version") {
        out << "Bailey " << BAILEY_VERSION << '\n';
        return done;
    }
    bool help = asks_for_help(words);
    const Command* command = nullptr;
    for (auto& c : commands)
        if (begins(words, c.words) && (!command || c.words.size() > command->words.size())) command = &c;
    if (command) {
        if (help) {
            help_for(*command, out);
            return done;
        }
        Call call{.command = command, .arguments = {}, .options = {}, .in = in, .out = out, .err = err};
        auto own = static_cast<std::ptrdiff_t>(split(command->words).size());
        if (auto complaint = understand(call, Words(words.begin() + own, words.end())); !complaint.empty())
            return call.misused(complaint);
        return command->run(call);
    }
    bool group = !words.empty() &&
                 std::ranges::any_of(commands, [&](const Command& c) { return begins(split(c.words), words[0]); });
    if (words.empty() || words[0].starts_with("-") || (group && (help || words.size() == 1))) {
        list(commands, group ? std::string_view(words[0]) : std::string_view(), help ? out : err);
        return help ? done : wrong_usage;
    }
    return unknown(commands, words, err);
}

}  // namespace bailey::commands
