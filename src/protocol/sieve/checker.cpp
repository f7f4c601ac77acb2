#include "protocol/sieve/checker.hpp"

#include <algorithm>

#include "protocol/sieve/commands/conditional.hpp"

namespace bailey::sieve {
namespace {

template <class Rule>
const Rule* find(const std::vector<Rule>& rules, std::string_view name) {
    const auto found = std::ranges::find(rules, name, &Rule::name);
    return found == rules.end() ? nullptr : &*found;
}

// In the standard words, or in the further ones of the Rules.
template <class Rule>
const Rule* find(const Rules& rules, std::vector<Rule> Words::*list, std::string_view name) {
    if (const auto* rule = find(standard_words().*list, name)) return rule;
    return rules.further ? find(rules.further->*list, name) : nullptr;
}

std::string quoted(std::string_view text) { return '"' + std::string(text) + '"'; }

}  // namespace

void Checker::problem(std::size_t line, std::string sentence) {
    if (problems_.size() < rules_.limits.problems) problems_.push_back({line, std::move(sentence)});
}

Block Checker::script(const std::vector<Node>& commands) {
    auto out = block(commands);
    std::ranges::stable_sort(problems_, {}, &Problem::line);
    return out;
}

Block Checker::block(const std::vector<Node>& commands) {
    Block out;
    for (std::size_t at = 0; at < commands.size();) {
        const auto& node = commands[at];
        if (node.name == "require") {
            require(node);
            ++at;
            continue;
        }
        may_require_ = false;
        auto made = node.name == "if" ? conditional(commands, at) : command(commands[at++]);
        if (made) out.push_back(std::move(made));
    }
    return out;
}

// RFC 5228 section 3.1: an if with its elsifs and else.
CommandPtr Checker::conditional(const std::vector<Node>& commands, std::size_t& at) {
    auto out = std::make_unique<Conditional>();
    out->line = commands[at].line;
    for (bool first = true; at < commands.size(); ++at, first = false) {
        const auto& node = commands[at];
        const bool otherwise = node.name == "else";
        if (!(first ? node.name == "if" : node.name == "elsif" || otherwise)) break;
        Arguments inside;
        Signature signature{.tests = otherwise ? Signature::Tests::none : Signature::Tests::one, .has_block = true};
        if (arguments(node, signature, inside))
            out->branches.push_back({otherwise ? nullptr : std::move(inside.tests[0]), std::move(inside.block)});
        if (otherwise) {
            ++at;
            break;
        }
    }
    return out;
}

CommandPtr Checker::command(const Node& node) {
    if (node.name == "elsif" || node.name == "else") {
        problem(node.line, quoted(node.name) + " must follow the block of an \"if\" or an \"elsif\".");
        return nullptr;
    }
    const auto* rule = find(rules_, &Words::commands, node.name);
    if (!rule) {
        problem(node.line, find(rules_, &Words::tests, node.name)
                               ? quoted(node.name) + " is a test: it must stand behind \"if\"."
                               : "There is no command " + quoted(node.name) + '.');
        return nullptr;
    }
    Arguments inside;
    const bool may = has_extension(rule->extension, quoted(node.name), node.line);
    if (!arguments(node, rule->signature, inside) || !may) return nullptr;
    return rule->make(*this, inside);
}

TestPtr Checker::test(const Node& node) {
    const auto* rule = find(rules_, &Words::tests, node.name);
    if (!rule) {
        problem(node.line, find(rules_, &Words::commands, node.name)
                               ? quoted(node.name) + " is a command: it cannot be asked whether it holds."
                               : "There is no test " + quoted(node.name) + '.');
        return nullptr;
    }
    Arguments inside;
    const bool may = has_extension(rule->extension, quoted(node.name), node.line);
    if (!arguments(node, rule->signature, inside) || !may) return nullptr;
    return rule->make(*this, inside);
}

// RFC 5228 section 3.2.
void Checker::require(const Node& node) {
    if (!may_require_) problem(node.line, "\"require\" must come before all other commands.");
    Arguments inside;
    if (!arguments(node, {{}, {Takes::strings}}, inside)) return;
    for (const auto& name : inside.positional[0].texts) require(name.source(), inside.positional[0].line);
}

void Checker::require(const std::string& name, std::size_t line) {
    const auto* extension = find(rules_, &Words::extensions, name);
    if (!extension) return problem(line, "There is no extension " + quoted(name) + " here.");
    required_.insert(name);
    if (!extension->implies.empty()) required_.emplace(extension->implies);
}

bool Checker::has_extension(std::string_view extension, const std::string& what, std::size_t line) {
    if (extension.empty() || required(extension)) return true;
    problem(line, what + " needs this line at the beginning: require " + quoted(extension) + ';');
    return false;
}

bool Checker::arguments(const Node& node, const Signature& signature, Arguments& into) {
    into.line = node.line;
    std::size_t at = 0;
    const bool tags = tagged(node, signature, into, at);
    const bool others = tags && positional(node, signature, into, at);
    return inner(node, signature, into) && others;  // in any case: what is wrong in there is to be told as well
}

// Tagged arguments stand before the positional ones (RFC 5228 section 2.6.2).
bool Checker::tagged(const Node& node, const Signature& signature, Arguments& into, std::size_t& at) {
    for (; at < node.arguments.size() && node.arguments[at].kind == Argument::Kind::tag; ++at) {
        const auto& given = node.arguments[at];
        const auto what = "\":" + given.tag + '"';
        const auto* tag = find(signature.tags, given.tag);
        if (!tag) {
            problem(given.line, quoted(node.name) + " has no argument " + what + '.');
            return false;
        }
        if (!has_extension(tag->extension, what, given.line)) return false;
        if (into.has(tag->name)) {
            problem(given.line, what + " is given twice.");
            return false;
        }
        for (const auto& other : signature.tags) {
            if (tag->group.empty() || other.group != tag->group || !into.has(other.name)) continue;
            problem(given.line, what + " and \":" + std::string(other.name) + "\" exclude each other.");
            return false;
        }
        auto& kept = into.tags[given.tag];
        kept.line = given.line;
        if (tag->takes == Takes::nothing) continue;
        if (++at == node.arguments.size()) {
            problem(given.line, "Something is missing after " + what + '.');
            return false;
        }
        if (!value(what, node.arguments[at], tag->takes, kept)) return false;
    }
    return true;
}

bool Checker::positional(const Node& node, const Signature& signature, Arguments& into, std::size_t at) {
    const auto most = signature.positional.size();
    const auto given = node.arguments.size() - at;
    const bool left_out = signature.first_is_optional && given + 1 == most;
    for (auto n = at; n < node.arguments.size(); ++n) {
        if (node.arguments[n].kind != Argument::Kind::tag) continue;
        problem(node.arguments[n].line, "\":" + node.arguments[n].tag +
                                            "\" must stand before the texts and numbers of " + quoted(node.name) + '.');
        return false;
    }
    if (given != most && !left_out) {
        problem(node.line, quoted(node.name) + " takes " + (most == 0 ? "no" : std::to_string(most)) + " argument" +
                               (most == 1 ? "" : "s") + ", not " + std::to_string(given) + '.');
        return false;
    }
    if (left_out) into.positional.emplace_back();
    for (; at < node.arguments.size(); ++at) {
        const auto takes = signature.positional[into.positional.size()];
        if (!value(quoted(node.name), node.arguments[at], takes, into.positional.emplace_back())) return false;
    }
    return true;
}

// Tests and block.
bool Checker::inner(const Node& node, const Signature& signature, Arguments& into) {
    bool good = true;
    const auto fault = [&](std::string sentence) {
        problem(node.line, quoted(node.name) + std::move(sentence));
        good = false;
    };
    switch (signature.tests) {
    case Signature::Tests::none:
        if (!node.tests.empty()) fault(" takes no test: is a \";\" missing behind it?");
        break;
    case Signature::Tests::one:
        if (node.tests.size() != 1 || node.has_test_list) fault(" takes one test.");
        break;
    case Signature::Tests::several:
        if (!node.has_test_list) fault(" takes a list of tests, in parentheses.");
        break;
    }
    for (const auto& inside : node.tests) {
        if (signature.tests == Signature::Tests::none) break;
        auto made = test(inside);
        if (!made) good = false;
        into.tests.push_back(std::move(made));
    }
    if (node.has_block != signature.has_block)
        fault(signature.has_block ? " must be followed by a block in braces." : " cannot have a block in braces.");
    if (node.has_block) into.block = block(node.block);
    return good;
}

bool Checker::value(const std::string& what, const Argument& argument, Takes takes, Arguments::Value& into) {
    into.line = argument.line;
    into.number = argument.number;
    const bool fits = takes == Takes::number
                          ? argument.kind == Argument::Kind::number
                          : argument.kind == Argument::Kind::strings && (takes == Takes::strings || !argument.is_list);
    if (!fits) {
        problem(argument.line, what + " takes " +
                                   (takes == Takes::number   ? "a number here."
                                    : takes == Takes::string ? "one text in quotes here."
                                                             : "a text in quotes, or a list of them, here."));
        return false;
    }
    for (const auto& source : argument.strings) {
        auto made = text(argument.line, source);
        if (!made) return false;
        into.texts.push_back(std::move(*made));
    }
    return true;
}

std::optional<Text> Checker::text(std::size_t line, const std::string& source) {
    auto decoded = source;
    if (required("encoded-character")) {
        auto read = decode_characters(source);
        if (!read) {
            problem(line, "There is a number in \"${unicode:...}\" that is no character.");
            return std::nullopt;
        }
        decoded = std::move(*read);
    }
    if (!required("variables")) return Text(std::move(decoded));
    auto made = Text::with_variables(std::move(decoded), required("include"));
    if (made) return std::move(*made);
    problem(line,
            errc_of(made.error()) == Errc::too_many
                ? "The last match variable is ${" + std::to_string(most_match_variables - 1) + "}."
                : "There are no variables with a dot in their name, but for those of \"global.\" with \"include\".");
    return std::nullopt;
}

}  // namespace bailey::sieve
