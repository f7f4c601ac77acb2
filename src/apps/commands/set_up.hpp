// `bailey init` and `bailey config`: from a fresh machine to a service that can start.
#pragma once
#include <vector>

#include "apps/commands/command.hpp"

namespace bailey::commands {

std::vector<Command> set_up_commands();

}  // namespace bailey::commands
