// `bailey queue`, `bailey trace` and `bailey check`: what waits, what became of a message, and whether all is whole.
#pragma once
#include <vector>

#include "apps/commands/command.hpp"

namespace bailey::commands {

std::vector<Command> queue_commands();
std::vector<Command> check_commands();

}  // namespace bailey::commands
