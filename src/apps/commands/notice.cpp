#include "apps/commands/notice.hpp"

#include <charconv>
#include <ostream>

#include "apps/commands/community.hpp"
#include "apps/commands/json.hpp"
#include "apps/commands/printing.hpp"
#include "protocol/jmap/values.hpp"
#include "services/notices/notices.hpp"

namespace bailey::commands {
namespace {

using notices::Notice;

constexpr Option as_json{"json", "", "For programs: JSON on one line."};

int add(Call& call) {
    auto level = notices::level_from(call.value("level", "info"));
    if (!level) return call.misused("--level is info, warning or problem");
    auto access = open_community(call);
    if (!access) return failed;
    auto& a = **access;
    Notice notice{.level = *level, .english = call.arguments[0], .welsh = call.value("welsh"), .from = a.clock.now()};
    for (auto name : {"from", "until"}) {
        if (!call.has(name)) continue;
        auto time = jmap::date_from(call.value(name));
        if (!time) return call.misused("--from and --until are written like 2026-01-31T09:00:00Z");
        if (name == std::string_view("from"))
            notice.from = *time;
        else
            notice.until = *time;
    }
    if (call.has("organisation")) {
        auto organisation = a.organisation(call, call.value("organisation"));
        if (!organisation) return failed;
        notice.organisation = *organisation;
    }
    auto made = notices::Notices(*a.community, a.clock).add(a.operator_, notice);
    if (!made && made.error() == Errc::bad_syntax)
        return call.fail("the text is empty, longer than 2,000 octets or no text, or it ends before it begins");
    if (!made) return call.fail("the notice", made.error());
    call.out << "Notice " << *made << '\n';
    return done;
}

std::string until_text(const Notice& n) { return n.until ? time_text(*n.until) : "-"; }

int list(Call& call) {
    auto access = open_community(call);
    if (!access) return failed;
    auto& a = **access;
    auto all = notices::Notices(*a.community, a.clock).list(a.operator_);
    if (!all) return call.fail("the notices cannot be listed", all.error());
    if (call.has("json")) {
        json::array rows;
        for (auto& n : *all)
            rows.push_back(json::object{{"id", n.id},
                                        {"organisation", static_cast<std::int64_t>(n.organisation)},
                                        {"level", notices::to_string(n.level)},
                                        {"from", time_text(n.from)},
                                        {"until", n.until ? json::value(time_text(*n.until)) : json::value()},
                                        {"english", n.english},
                                        {"welsh", n.welsh}});
        print_json(call.out, rows);
        return done;
    }
    std::vector<std::vector<std::string>> rows{{"ID", "FOR", "LEVEL", "FROM", "UNTIL", "TEXT"}};
    for (auto& n : *all) {
        auto whom = n.organisation == store::organisations::community
                        ? "all"
                        : std::to_string(static_cast<std::int64_t>(n.organisation));
        rows.push_back({std::to_string(n.id), whom, std::string(notices::to_string(n.level)), time_text(n.from),
                        until_text(n), n.english});
    }
    print_table(call.out, rows);
    return done;
}

int remove(Call& call) {
    auto& text = call.arguments[0];
    std::int64_t id = 0;
    auto* end = text.data() + text.size();
    auto read = std::from_chars(text.data(), end, id);
    if (read.ec != std::errc{} || read.ptr != end) return call.misused("ID is a number of \"bailey notice list\"");
    auto access = open_community(call);
    if (!access) return failed;
    auto& a = **access;
    auto removed = notices::Notices(*a.community, a.clock).remove(a.operator_, id);
    return removed ? done : call.fail("notice " + text, removed.error());
}

}  // namespace

std::vector<Command> notice_commands() {
    return {
        {"notice add",
         {"TEXT"},
         "Tells everybody something, in a banner above their mail.",
         "People see it from its beginning, for which a running service need not be told, until its end, or until they "
         "put it away.",
         {{"welsh", "TEXT", "The same in Welsh; the English is shown unless given."},
          {"level", "LEVEL", "info (unless given), warning or problem."},
          {"organisation", "NAME|ID", "Only an organisation and those below it; all unless given."},
          {"from", "TIME", "When it begins, such as 2026-01-31T09:00:00Z; at once unless given."},
          {"until", "TIME", "When it ends; when it is removed, unless given."}},
         add},
        {"notice list", {}, "Lists the notices that were not removed.", "", {as_json}, list},
        {"notice remove", {"ID"}, "Takes a notice away.", "", {}, remove},
    };
}

}  // namespace bailey::commands
