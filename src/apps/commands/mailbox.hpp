// bailey mailbox ...: who may open shared mailboxes.
#pragma once
#include <vector>

#include "apps/commands/command.hpp"

namespace bailey::commands {

std::vector<Command> mailbox_commands();

}  // namespace bailey::commands
