// bailey user ...
#pragma once
#include <vector>

#include "apps/commands/command.hpp"

namespace bailey::commands {

std::vector<Command> user_commands();

}  // namespace bailey::commands
