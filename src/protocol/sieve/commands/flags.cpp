// setflag, addflag, removeflag: RFC 5232 section 3.
#include "protocol/sieve/flags.hpp"

#include "protocol/sieve/checker.hpp"
#include "protocol/sieve/commands/commands.hpp"
#include "protocol/sieve/run.hpp"

namespace bailey::sieve {
namespace {

enum class Change { set, add, remove };

struct ChangeFlags final : Command {
    Change change = Change::set;
    std::string variable;  // empty: the internal one
    Texts lists;

    Flow run(Run& run) const override {
        Flags flags;
        if (change != Change::set) {
            if (variable.empty())
                flags = run.decisions().flags;
            else
                add_flags(flags, run.variable(variable));
        }
        for (const auto& list : expand(lists, run)) {
            if (!run.work(list.size())) return Flow::stop;
            if (change == Change::remove)
                remove_flags(flags, list);
            else
                add_flags(flags, list);
        }
        if (variable.empty())
            run.decisions().flags = std::move(flags);
        else
            run.set(variable, joined(flags));
        return Flow::next;
    }
};

CommandPtr make(Change change, Checker& checker, Arguments& arguments) {
    auto made = std::make_unique<ChangeFlags>();
    made->line = arguments.line;
    made->change = change;
    made->lists = arguments.texts(1);
    if (const auto& given = arguments.positional[0].texts; !given.empty()) {
        auto name = variable_name(given[0].source(), checker.required("include"));
        if (!checker.required("variables")) {
            checker.problem(arguments.line,
                            "A named variable needs this line at the beginning: require \"variables\";");
            return nullptr;
        }
        if (!name || !given[0].is_constant()) {
            checker.problem(arguments.line, '"' + given[0].source() + "\" cannot be the name of a variable.");
            return nullptr;
        }
        made->variable = std::move(*name);
    }
    return made;
}

}  // namespace

CommandPtr make_setflag(Checker& checker, Arguments& arguments) { return make(Change::set, checker, arguments); }
CommandPtr make_addflag(Checker& checker, Arguments& arguments) { return make(Change::add, checker, arguments); }
CommandPtr make_removeflag(Checker& checker, Arguments& arguments) { return make(Change::remove, checker, arguments); }

}  // namespace bailey::sieve
