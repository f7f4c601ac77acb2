// duplicate: RFC 7352.
#include <algorithm>

#include "protocol/sieve/checker.hpp"
#include "protocol/sieve/digest.hpp"
#include "protocol/sieve/run.hpp"
#include "protocol/sieve/tests/tests.hpp"

namespace bailey::sieve {
namespace {

constexpr std::chrono::seconds usual_period = std::chrono::days(7);  // section 3.3

struct Duplicate final : Test {
    std::optional<Text> handle, header, unique_id;
    std::chrono::seconds period = usual_period;
    bool last = false;

    std::optional<std::string> id(Run& run) const {
        if (unique_id) return unique_id->expand(run);
        const auto values = run.field(header ? header->expand(run) : "message-id", true);
        return values.empty() ? std::nullopt : std::optional(values[0]);
    }

    // What is remembered is so only when the run ends well: it is one of its actions.
    bool holds(Run& run) const override {
        const auto unique = id(run);
        if (!unique || period.count() == 0 || run.failed()) return false;
        const auto name = digest({"duplicate", handle ? handle->expand(run) : "", *unique});
        const bool seen = run.host().seen(name);
        if (!seen || last) run.decide(Remember{name, period});
        return seen;
    }
};

}  // namespace

TestPtr make_duplicate(Checker& checker, Arguments& arguments) {
    auto made = std::make_unique<Duplicate>();
    made->line = arguments.line;
    made->handle = arguments.text("handle");
    made->header = arguments.text("header");
    made->unique_id = arguments.text("uniqueid");
    made->last = arguments.has("last");
    if (const auto* seconds = arguments.find("seconds")) {
        const auto most = checker.rules().limits.remembered;
        made->period = std::chrono::seconds(
            static_cast<std::int64_t>(std::min(seconds->number, static_cast<std::uint64_t>(most.count()))));
    }
    return made;
}

}  // namespace bailey::sieve
