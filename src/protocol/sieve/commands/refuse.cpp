// reject and ereject: RFC 5429.
#include "protocol/sieve/checker.hpp"
#include "protocol/sieve/commands/commands.hpp"
#include "protocol/sieve/run.hpp"

namespace bailey::sieve {
namespace {

struct RejectCommand final : Command {
    Text reason;
    bool in_session = false;
    Flow run(Run& run) const override {
        run.decide(Reject{reason.expand(run), in_session});
        run.decisions().cancel_implicit_keep();
        return Flow::next;
    }
};

CommandPtr make(const Arguments& arguments, bool in_session) {
    auto made = std::make_unique<RejectCommand>();
    made->line = arguments.line;
    made->reason = arguments.text(0);
    made->in_session = in_session;
    return made;
}

}  // namespace

CommandPtr make_reject(Checker&, Arguments& arguments) { return make(arguments, false); }
CommandPtr make_ereject(Checker&, Arguments& arguments) { return make(arguments, true); }

}  // namespace bailey::sieve
