#include "services/audit/audit.hpp"

#include <charconv>
#include <ostream>

#include "apps/commands/audit.hpp"
#include "apps/commands/community.hpp"
#include "apps/commands/json.hpp"
#include "apps/commands/printing.hpp"
#include "base/text.hpp"

namespace bailey::commands {
namespace {

template <class Id>
std::string id_text(const std::optional<Id>& id) {
    return id ? std::to_string(static_cast<std::int64_t>(*id)) : "-";
}
template <class Id>
json::value id_json(const std::optional<Id>& id) {
    return id ? json::value(static_cast<std::int64_t>(*id)) : json::value();
}

json::object to_json(const audit::Record& r) {
    return {{"id", r.id},
            {"at", time_text(r.entry.at)},
            {"actor", static_cast<std::int64_t>(r.entry.actor)},
            {"act", r.entry.act},
            {"organisation", id_json(r.entry.organisation)},
            {"account", id_json(r.entry.account)},
            {"peer", r.entry.peer},
            {"detail", r.entry.detail},
            {"digest", hex(r.digest)}};
}

void print_records(std::ostream& out, const std::vector<audit::Record>& records) {
    std::vector<std::vector<std::string>> rows{
        {"ID", "AT", "ACTOR", "ACT", "ORGANISATION", "ACCOUNT", "PEER", "DETAIL"}};
    for (auto& r : records) {
        auto actor = r.entry.actor == AccountId{0} ? "-" : id_text(std::optional(r.entry.actor));
        rows.push_back({std::to_string(r.id), time_text(r.entry.at), actor, r.entry.act, id_text(r.entry.organisation),
                        id_text(r.entry.account), r.entry.peer.empty() ? "-" : r.entry.peer, r.entry.detail});
    }
    print_table(out, rows);
}

// A whole number above 0 and below a million, or 0.
int count_from(std::string_view text) {
    int n = 0;
    auto read = std::from_chars(text.data(), text.data() + text.size(), n);
    return read.ec == std::errc{} && read.ptr == text.data() + text.size() && n > 0 && n < 1'000'000 ? n : 0;
}

int list(Call& call) {
    audit::Filter filter{.limit = count_from(call.value("limit", "100"))};
    if (filter.limit == 0) return call.misused("--limit is a number from 1 to 999999");
    auto access = open_community(call);
    if (!access) return failed;
    auto& a = **access;
    if (call.has("user")) {
        auto id = a.user(call, call.value("user"));
        if (!id) return failed;
        filter.account = *id;
    }
    if (call.has("organisation")) {
        auto id = a.organisation(call, call.value("organisation"));
        if (!id) return failed;
        filter.organisation = *id;
    }
    auto records = audit::list(*a.community, a.operator_, filter);
    if (!records) return call.fail("the audit cannot be read", records.error());
    if (!call.has("json")) {
        print_records(call.out, *records);
        return done;
    }
    json::array rows;
    for (auto& record : *records) rows.push_back(to_json(record));
    print_json(call.out, rows);
    return done;
}

int verify(Call& call) {
    auto access = open_community(call);
    if (!access) return failed;
    auto& a = **access;
    auto verdict = audit::verify(*a.community, a.operator_);
    if (!verdict) return call.fail("the audit cannot be read", verdict.error());
    if (verdict->fault)
        return call.fail("record " + std::to_string(*verdict->fault) + " is missing or not as it was written; the " +
                         std::to_string(verdict->records) + " before it are");
    auto head = hex(verdict->head);
    call.out << verdict->records << " records, all as they were written.\nHead: " << verdict->records << ' ' << head
             << '\n';
    return done;
}

}  // namespace

std::vector<Command> audit_commands() {
    return {
        {"audit list",
         {},
         "Lists who did what, newest first.",
         "Actor \"-\" is the command line or the service itself.",
         {{"user", "ADDRESS", "What was done to one user."},
          {"organisation", "NAME|ID", "What was done to one organisation and its users."},
          {"limit", "NUMBER", "How many records; 100 unless given."},
          {"json", "", "For programs: JSON on one line."}},
         list},
        {"audit verify",
         {},
         "Checks that no audit record was changed or taken away.",
         "Prints the number of records and the digest of the newest one. Kept elsewhere, and looked for later with "
         "\"audit list --json\", the digest shows whether the end of the audit was cut off and written anew.",
         {},
         verify},
    };
}

}  // namespace bailey::commands
