#include "protocol/sieve/sieve.hpp"

#include "protocol/sieve/checker.hpp"
#include "protocol/sieve/run.hpp"

namespace bailey::sieve {

Compiled compile(std::string_view text, const Rules& rules) {
    Compiled out;
    const auto commands = parse(text, rules.limits, out.problems);
    if (!commands) return out;
    auto script = std::make_shared<Script>();
    script->commands = Checker(rules, out.problems).script(*commands);
    if (out.problems.empty()) out.script = std::move(script);
    return out;
}

std::vector<Problem> validate(std::string_view text, const Rules& rules) { return compile(text, rules).problems; }

Outcome run(const Script& script, const Message& message, Host& host, const Limits& limits) {
    Run state(message, host, limits);
    state.block(script.commands);
    return state.outcome();
}

}  // namespace bailey::sieve
