// From a script's grammar to its meaning: every word is known, every argument fits, every extension is required.
#pragma once
#include <set>

#include "protocol/sieve/arguments.hpp"
#include "protocol/sieve/syntax.hpp"
#include "protocol/sieve/vocabulary.hpp"

namespace bailey::sieve {

class Checker {
public:
    Checker(const Rules& rules, std::vector<Problem>& problems) : rules_(rules), problems_(problems) {}
    Block script(const std::vector<Node>& commands);

    // For those who make commands and tests.
    const Rules& rules() const { return rules_; }
    bool required(std::string_view extension) const { return required_.contains(extension); }
    void problem(std::size_t line, std::string sentence);
    // A constant that cannot be anything else than what `valid` says, or a text to be looked at when it runs.
    template <class Valid>
    void check_constant(const Text& text, std::size_t line, Valid valid, std::string_view what) {
        if (text.is_constant() && !valid(text.source()))
            problem(line, '"' + text.source() + "\" is " + std::string(what));
    }

private:
    Block block(const std::vector<Node>& commands);
    CommandPtr command(const Node& node);
    CommandPtr conditional(const std::vector<Node>& commands, std::size_t& at);
    TestPtr test(const Node& node);
    void require(const Node& node);
    void require(const std::string& name, std::size_t line);
    bool has_extension(std::string_view extension, const std::string& what, std::size_t line);
    bool arguments(const Node& node, const Signature& signature, Arguments& into);
    bool tagged(const Node& node, const Signature& signature, Arguments& into, std::size_t& at);
    bool positional(const Node& node, const Signature& signature, Arguments& into, std::size_t at);
    bool inner(const Node& node, const Signature& signature, Arguments& into);
    bool value(const std::string& what, const Argument& argument, Takes takes, Arguments::Value& into);
    std::optional<Text> text(std::size_t line, const std::string& source);

    const Rules& rules_;
    std::vector<Problem>& problems_;
    std::set<std::string, std::less<>> required_;
    bool may_require_ = true;
};

}  // namespace bailey::sieve
