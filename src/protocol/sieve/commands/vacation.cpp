// vacation: RFC 5230 section 4, RFC 6131.
#include <algorithm>

#include "base/text.hpp"
#include "protocol/sieve/addresses.hpp"
#include "protocol/sieve/checker.hpp"
#include "protocol/sieve/commands/commands.hpp"
#include "protocol/sieve/digest.hpp"
#include "protocol/sieve/run.hpp"

namespace bailey::sieve {
namespace {

constexpr std::chrono::seconds usual_period = std::chrono::days(7), shortest_in_days = std::chrono::days(1);

// A MIME entity's header is ASCII (RFC 5230 section 5).
bool has_ascii_header(std::string_view entity) {
    const auto header = entity.substr(0, entity.find("\r\n\r\n"));
    return std::ranges::all_of(header, [](char c) { return is_ascii(c); });
}

struct VacationCommand final : Command {
    Text reason;
    std::optional<Text> subject, from, handle;
    Texts addresses;
    bool mime = false;
    std::chrono::seconds period{};
    std::string made_handle;

    Flow run(Run& run) const override {
        Vacation action;
        action.reason = reason.expand(run);
        action.mime = mime;
        if (subject) action.subject = subject->expand(run);
        if (from) action.from = from->expand(run);
        action.addresses = expand(addresses, run);
        action.handle = handle ? digest({"handle", handle->expand(run)}) : made_handle;
        action.period = period;
        if (action.from && !sieve_address(*action.from)) {
            run.fail('"' + *action.from + "\" is not a mail address.");
        } else if (mime && !has_ascii_header(action.reason)) {
            run.fail("The header of an answer with \":mime\" must be ASCII.");
        } else {
            run.decide(std::move(action));
        }
        return Flow::next;
    }
};

// Days are at least one; seconds may be none (RFC 6131 section 2). What is more than the most is the most.
std::chrono::seconds period(const Arguments& arguments, std::chrono::seconds most) {
    const auto limited = [&](std::uint64_t number, std::chrono::seconds unit) {
        const auto units = static_cast<std::uint64_t>(most / unit);
        return number > units ? most : static_cast<std::int64_t>(number) * unit;
    };
    if (const auto* seconds = arguments.find("seconds")) return limited(seconds->number, std::chrono::seconds(1));
    if (const auto* days = arguments.find("days"))
        return std::max(limited(days->number, std::chrono::days(1)), shortest_in_days);
    return usual_period;
}

}  // namespace

CommandPtr make_vacation(Checker& checker, Arguments& arguments) {
    auto made = std::make_unique<VacationCommand>();
    made->line = arguments.line;
    made->reason = arguments.text(0);
    made->subject = arguments.text("subject");
    made->from = arguments.text("from");
    made->handle = arguments.text("handle");
    if (const auto* given = arguments.find("addresses")) made->addresses = given->texts;
    made->mime = arguments.has("mime");
    made->period = period(arguments, checker.rules().limits.remembered);
    // RFC 5230 section 4.2: of the arguments as they stand in the script.
    const auto source = [](const std::optional<Text>& text) { return text ? text->source() : std::string(); };
    made->made_handle =
        digest({"made", source(made->subject), source(made->from), made->mime ? "mime" : "", made->reason.source()});
    const auto is_address = [](std::string_view text) { return sieve_address(text).has_value(); };
    if (made->from) checker.check_constant(*made->from, arguments.line, is_address, "not a mail address.");
    for (const auto& address : made->addresses)
        checker.check_constant(address, arguments.line, is_address, "not a mail address.");
    if (made->mime && made->reason.is_constant() && !has_ascii_header(made->reason.source()))
        checker.problem(arguments.line, "The header of an answer with \":mime\" must be ASCII.");
    return made;
}

}  // namespace bailey::sieve
