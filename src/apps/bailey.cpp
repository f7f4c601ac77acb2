// The command line. Every command is a row of a table in commands/.
#include <iostream>

#include "apps/commands/audit.hpp"
#include "apps/commands/demo.hpp"
#include "apps/commands/mailbox.hpp"
#include "apps/commands/notice.hpp"
#include "apps/commands/organisation.hpp"
#include "apps/commands/queue.hpp"
#include "apps/commands/set_up.hpp"
#include "apps/commands/sign_in.hpp"
#include "apps/commands/user.hpp"

int main(int argc, char** argv) {
    using namespace bailey::commands;
    std::vector<Command> commands;
    for (auto& table :
         {set_up_commands(), organisation_commands(), user_commands(), sign_in_commands(), mailbox_commands(),
          notice_commands(), queue_commands(), check_commands(), audit_commands(), demo_commands()})
        commands.insert(commands.end(), table.begin(), table.end());
    return run(commands, {argv + 1, argv + argc}, std::cin, std::cout, std::cerr);
}
