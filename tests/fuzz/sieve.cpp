// Whatever the script and the message: it compiles, or is refused with at most so many problems, each on one of its
// lines; what compiles runs to a decision within its limits, and to the same one again.
#include <algorithm>
#include <cstdlib>

#include "base/text.hpp"
#include "protocol/sieve/raw_message.hpp"
#include "protocol/sieve/sieve.hpp"
#include "protocol/sieve/vacation.hpp"

namespace {

using namespace bailey;
using namespace bailey::sieve;

void must(bool holds) {
    if (!holds) std::abort();
}

struct World final : Host {
    ScriptPtr script;
    bool inside(std::string_view address) override { return address.ends_with(".test"); }
    std::chrono::sys_seconds now() override { return std::chrono::sys_seconds(std::chrono::seconds(1'700'000'000)); }
    bool mailbox_exists(std::string_view name) override { return name.size() % 2 == 0; }
    bool seen(std::string_view id) override { return id.starts_with('a'); }
    ScriptPtr include(Location, std::string_view name) override { return name == "me" ? script : nullptr; }
    std::optional<std::string> environment(std::string_view item) override { return std::string(item); }
};

void check(const Outcome& outcome, const Limits& limits, World& world) {
    must(outcome.instructions <= limits.instructions + 1);
    must(outcome.actions.size() <= limits.actions);
    must(!outcome.error || (outcome.actions.empty() && outcome.implicit_keep));
    std::size_t redirects = 0;
    for (const auto& action : outcome.actions) {
        if (const auto* redirect = std::get_if<Redirect>(&action)) {
            ++redirects;
            must(world.inside(redirect->address));
        }
        if (const auto* filed = std::get_if<FileInto>(&action))
            must(valid_utf8(filed->mailbox) && !filed->mailbox.empty());
    }
    must(redirects <= limits.redirects);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto input = text_of({data, size});
    // The script, and behind a NUL the message.
    const auto nul = std::min(input.find('\0'), input.size());
    const auto text = input.substr(0, nul), octets = input.substr(std::min(nul + 1, input.size()));
    World world;
    Rules rules{{}, [&](std::string_view address) { return world.inside(address); }};
    rules.limits.instructions = 2000;
    rules.limits.match_work = 1 << 20;
    const auto compiled = compile(text, rules);
    must(compiled.problems.size() <= rules.limits.problems);
    must((compiled.script == nullptr) == !compiled.problems.empty());
    const auto lines = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')) + 1;
    for (const auto& problem : compiled.problems) must(problem.line >= 1 && problem.line <= lines);
    if (!compiled.script) return 0;
    world.script = compiled.script;
    const RawMessage message(octets, {"sender@a.test", "me@b.test"});
    const auto outcome = run(*compiled.script, message, world, rules.limits);
    check(outcome, rules.limits, world);
    must(run(*compiled.script, message, world, rules.limits).actions == outcome.actions);
    const Owner owner{"Me", "me@b.test", {"me@b.test"}};
    for (const auto& action : outcome.actions)
        if (const auto* vacation = std::get_if<Vacation>(&action)) {
            (void)why_silent(*vacation, message, owner);
            (void)answer_text(*vacation, message, owner, {{world.now(), {}}, "a@b.test", "0123456789abcdef"});
        }
    return 0;
}
