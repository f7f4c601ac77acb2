// bailey organisation ...
#pragma once
#include <vector>

#include "apps/commands/command.hpp"

namespace bailey::commands {

std::vector<Command> organisation_commands();

}  // namespace bailey::commands
