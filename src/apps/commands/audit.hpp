// bailey audit ...
#pragma once
#include <vector>

#include "apps/commands/command.hpp"

namespace bailey::commands {

std::vector<Command> audit_commands();

}  // namespace bailey::commands
