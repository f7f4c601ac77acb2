// bailey app-password, bailey session: the ways in that a user has beside the password.
#pragma once
#include "apps/commands/command.hpp"

namespace bailey::commands {

std::vector<Command> sign_in_commands();

}  // namespace bailey::commands
