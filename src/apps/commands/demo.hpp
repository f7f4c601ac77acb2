// `bailey demo`: the demonstration in the foreground.
#pragma once
#include <vector>

#include "apps/commands/command.hpp"

namespace bailey::commands {

std::vector<Command> demo_commands();

}  // namespace bailey::commands
