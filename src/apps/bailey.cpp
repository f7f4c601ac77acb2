// The command line. Every command is a row of a table in commands/.
#include <iostream>

#include "apps/commands/audit.hpp"
#include "apps/commands/organisation.hpp"
#include "apps/commands/user.hpp"

int main(int argc, char** argv) {
    using namespace bailey::commands;
    std::vector<Command> commands;
    for (auto& table : {organisation_commands(), user_commands(), audit_commands()})
        commands.insert(commands.end(), table.begin(), table.end());
    return run(commands, {argv + 1, argv + argc}, std::cin, std::cout, std::cerr);
}
