// bailey notice: what the community is told in a banner.
#pragma once
#include <vector>

#include "apps/commands/command.hpp"

namespace bailey::commands {

std::vector<Command> notice_commands();

}  // namespace bailey::commands
