// A checked script. Every command and test is an object that knows how to run; nothing in here changes afterwards.
#pragma once
#include <memory>
#include <vector>

#include "protocol/sieve/sieve.hpp"

namespace bailey::sieve {

class Run;

// How a run goes on behind a command: with the next one, not at all, or (include's "return") with the script that
// included this one.
enum class Flow { next, stop, leave };

struct Command {
    std::size_t line = 0;
    virtual ~Command() = default;
    virtual Flow run(Run& run) const = 0;
};
struct Test {
    std::size_t line = 0;
    virtual ~Test() = default;
    virtual bool holds(Run& run) const = 0;
};
using CommandPtr = std::unique_ptr<const Command>;
using TestPtr = std::unique_ptr<const Test>;
using Block = std::vector<CommandPtr>;
using Tests = std::vector<TestPtr>;

struct Script {
    Block commands;
};

}  // namespace bailey::sieve
