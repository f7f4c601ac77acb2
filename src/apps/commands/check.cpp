#include <ostream>

#include "apps/commands/queue.hpp"
#include "apps/run.hpp"
#include "store/check/check.hpp"

namespace bailey::commands {
namespace {

void print(std::ostream& out, const std::string& what, const store::Checked& c) {
    out << what << ": " << c.accounts << " accounts, " << c.messages << " messages, " << c.blobs << " blobs, "
        << c.entries << " queued, " << c.octets << " octets read, " << c.problems << " problems\n";
}

int check(Call& call) {
    auto config = apps::read_config(call.value("config", "/etc/bailey/bailey.conf"));
    if (!config) return failed;
    auto stores = apps::Stores::open(*config);
    if (!stores) return call.fail("cannot open the stores", stores.error());
    std::uint64_t problems = 0;
    auto say = [&](const std::string& problem) { call.out << problem << '\n'; };
    for (auto& cell : (*stores)->cells->all()) {
        auto checked = store::check_cell(*cell, (*stores)->ring, say);
        auto name = "cell " + std::to_string(cell->number());
        if (!checked) return call.fail(name, checked.error());
        print(call.out, name, *checked);
        problems += checked->problems;
    }
    auto checked = store::check_queue(*(*stores)->queue, say);
    if (!checked) return call.fail("queue", checked.error());
    print(call.out, "queue", *checked);
    problems += checked->problems;
    call.out << (problems ? "Something is wrong: see above.\n" : "All is whole.\n");
    return problems ? failed : done;
}

}  // namespace

std::vector<Command> check_commands() {
    return {
        {"check",
         {},
         "Verifies every stored message, key, reference and count.",
         "Reads everything once, beside a running service if need be; names what is damaged and ends with exit code 1 "
         "if anything is.",
         {},
         check}};
}

}  // namespace bailey::commands
