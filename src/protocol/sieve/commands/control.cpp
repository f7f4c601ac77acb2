// RFC 5228 section 3, and what RFC 6609 adds to it.
#include "base/text.hpp"
#include "protocol/sieve/checker.hpp"
#include "protocol/sieve/commands/commands.hpp"
#include "protocol/sieve/commands/conditional.hpp"
#include "protocol/sieve/run.hpp"

namespace bailey::sieve {
namespace {

struct Jump final : Command {
    explicit Jump(Flow way) : flow(way) {}
    Flow flow;
    Flow run(Run&) const override { return flow; }
};

struct Include final : Command {
    Run::Included what;
    bool once = false, optional = false;
    Flow run(Run& run) const override { return run.include(what, once, optional); }
};

struct Global final : Command {
    std::vector<std::string> names;
    Flow run(Run& run) const override {
        for (const auto& name : names) run.share(name);
        return Flow::next;
    }
};

template <class C>
CommandPtr at_line(std::unique_ptr<C> command, const Arguments& arguments) {
    command->line = arguments.line;
    return command;
}

}  // namespace

Flow Conditional::run(Run& run) const {
    for (const auto& branch : branches) {
        if (!branch.test || run.test(*branch.test)) return run.block(branch.block);
        if (run.failed()) return Flow::stop;
    }
    return Flow::next;
}

CommandPtr make_stop(Checker&, Arguments& arguments) { return at_line(std::make_unique<Jump>(Flow::stop), arguments); }

// In the script itself it ends the run, as "stop" does (RFC 6609 section 3.3).
CommandPtr make_return(Checker&, Arguments& arguments) {
    return at_line(std::make_unique<Jump>(Flow::leave), arguments);
}

bool is_script_name(std::string_view name) {
    constexpr std::size_t longest = 128;
    std::size_t characters = 0;
    for (std::size_t at = 0; at < name.size(); ++characters) {
        const auto c = next_code_point(name, at);
        const bool control = !c || *c < 0x20 || (*c >= 0x7f && *c <= 0x9f) || *c == 0x2028 || *c == 0x2029;
        if (control) return false;
    }
    return characters > 0 && characters <= longest;
}

CommandPtr make_include(Checker& checker, Arguments& arguments) {
    const auto& name = arguments.text(0);
    if (!name.is_constant() || !is_script_name(name.source())) {
        checker.problem(arguments.line, "\"include\" takes the name of a script, without variables.");
        return nullptr;
    }
    auto made = std::make_unique<Include>();
    made->what = {arguments.has("global") ? Location::global : Location::personal, name.source()};
    made->once = arguments.has("once");
    made->optional = arguments.has("optional");
    return at_line(std::move(made), arguments);
}

CommandPtr make_global(Checker& checker, Arguments& arguments) {
    if (!checker.required("variables")) {
        checker.problem(arguments.line, "\"global\" needs this line at the beginning: require \"variables\";");
        return nullptr;
    }
    auto made = std::make_unique<Global>();
    for (const auto& text : arguments.texts(0)) {
        auto name = variable_name(text.source(), false);
        if (!name || !text.is_constant() || name->size() > checker.rules().limits.name_octets) {
            checker.problem(arguments.line, '"' + text.source() + "\" cannot be the name of a variable.");
            return nullptr;
        }
        made->names.push_back(std::move(*name));
    }
    return at_line(std::move(made), arguments);
}

}  // namespace bailey::sieve
