#include "apps/commands/queue.hpp"

#include <future>
#include <ostream>

#include "apps/commands/json.hpp"
#include "apps/commands/printing.hpp"
#include "apps/run.hpp"

namespace bailey::commands {
namespace {

using store::Entry;
using store::EntryRecipient;
using store::RecipientState;

Result<std::unique_ptr<apps::Stores>> open(const Call& call) {
    auto config = apps::read_config(call.value("config", "/etc/bailey/bailey.conf"));
    if (!config) return Errc::bad_config;
    auto stores = apps::Stores::open(*config);
    if (!stores) call.fail("cannot open the stores", stores.error());
    return stores;
}

std::string_view word(RecipientState s) {
    switch (s) {
    case RecipientState::waiting: return "waiting";
    case RecipientState::delivered: return "delivered";
    case RecipientState::failed: return "failed";
    case RecipientState::removed: return "removed";
    case RecipientState::canceled: return "canceled";
    }
    return "";
}

std::string sender(const Entry& e) { return e.envelope.sender ? e.envelope.sender->text() : "<>"; }
std::string reason(const EntryRecipient& r) { return r.reason ? make_error_code(*r.reason).message() : ""; }
std::string next(const EntryRecipient& r) { return r.next_attempt ? time_text(*r.next_attempt) : ""; }

json::object to_json(const Entry& e) {
    json::array recipients;
    for (auto& r : e.recipients)
        recipients.push_back(json::object{{"address", e.envelope.recipients[r.number].address.text()},
                                          {"state", word(r.state)},
                                          {"attempts", r.attempts},
                                          {"next", next(r)},
                                          {"changed", time_text(r.changed)},
                                          {"reason", reason(r)}});
    return {{"id", store::id_text(e.id)},
            {"accepted", time_text(e.accepted)},
            {"held_until", e.envelope.hold_until ? time_text(*e.envelope.hold_until) : ""},
            {"finished", e.finished ? time_text(*e.finished) : ""},
            {"sender", sender(e)},
            {"message_id", e.origin.message_id},
            {"peer", e.origin.peer},
            {"octets", e.octets},
            {"recipients", recipients}};
}

int list(Call& call) {
    auto stores = open(call);
    if (!stores) return failed;
    auto& queue = *(*stores)->queue;
    constexpr std::size_t page = 500;
    std::vector<std::vector<std::string>> rows{
        {"MESSAGE", "ACCEPTED", "SENDER", "RECIPIENT", "TRIES", "NEXT", "REASON"}};
    for (std::int64_t after = -1;;) {
        auto ids = queue.waiting(after, page);
        if (!ids) return call.fail("the queue cannot be read", ids.error());
        for (auto id : *ids) {
            auto e = queue.load(id);
            if (!e) {
                call.err << store::id_text(id) << ": " << e.error().message() << '\n';
                continue;
            }
            if (call.has("json")) print_json(call.out, to_json(*e));
            for (auto& r : e->recipients)
                if (r.state == RecipientState::waiting)
                    rows.push_back({store::id_text(id), time_text(e->accepted), printable(sender(*e)),
                                    printable(e->envelope.recipients[r.number].address.text()),
                                    std::to_string(r.attempts), next(r), reason(r)});
        }
        if (ids->size() < page) break;
        after = ids->back();
    }
    if (call.has("json")) return done;
    if (rows.size() == 1)
        call.out << "Nothing waits.\n";
    else
        print_table(call.out, rows);
    return done;
}

Result<std::int64_t> message_id(const Call& call) {
    auto id = store::id_from(call.arguments[0]);
    if (!id) call.misused("a message id has 13 letters and digits, like \"" + store::id_text(1) + '"');
    return id;
}

int trace(Call& call) {
    auto id = message_id(call);
    if (!id) return wrong_usage;
    auto stores = open(call);
    if (!stores) return failed;
    auto e = (*stores)->queue->load(*id);
    if (!e && e.error() == Errc::not_found)
        return call.fail("no message " + call.arguments[0] + " is in the queue or the safety net");
    if (!e) return call.fail(call.arguments[0], e.error());
    if (call.has("json")) {
        print_json(call.out, to_json(*e));
        return done;
    }
    print_form(call.out,
               {{"Message", store::id_text(e->id)},
                {"Message-ID", printable(e->origin.message_id)},
                {"Sender", printable(sender(*e))},
                {"Came from",
                 printable(e->origin.peer.empty() ? "this service" : e->origin.peer + " by " + e->origin.protocol)},
                {"Octets", std::to_string(e->octets)},
                {"Accepted", time_text(e->accepted)},
                {"Held until", e->envelope.hold_until ? time_text(*e->envelope.hold_until) : "not held"},
                {"Finished", e->finished ? time_text(*e->finished) : "not yet"}});
    call.out << '\n';
    std::vector<std::vector<std::string>> rows{{"RECIPIENT", "STATE", "SINCE", "TRIES", "NEXT", "REASON"}};
    for (auto& r : e->recipients)
        rows.push_back({printable(e->envelope.recipients[r.number].address.text()), std::string(word(r.state)),
                        time_text(r.changed), std::to_string(r.attempts), next(r), reason(r)});
    print_table(call.out, rows);
    return done;
}

int retry(Call& call) {
    auto id = message_id(call);
    if (!id) return wrong_usage;
    auto stores = open(call);
    if (!stores) return failed;
    if (auto r = (*stores)->queue->retry(*id); !r) return call.fail(call.arguments[0], r.error());
    call.out << call.arguments[0] << " will be tried within a second\n";
    return done;
}

int remove(Call& call) {
    auto id = message_id(call);
    if (!id) return wrong_usage;
    auto stores = open(call);
    if (!stores) return failed;
    auto& queue = *(*stores)->queue;
    auto e = queue.load(*id);
    if (!e) return call.fail(call.arguments[0], e.error());
    auto outcome = std::make_shared<store::Queue::Outcome>();
    for (auto& r : e->recipients)
        if (r.state == RecipientState::waiting)
            outcome->settled.push_back({*id, r.number, RecipientState::removed, {}, r.reason, false});
    if (outcome->settled.empty()) return call.fail(call.arguments[0] + ": nothing of it waits");
    std::promise<Result<void>> answer;
    queue.settle(
        outcome, [&](Result<void> r) { answer.set_value(r); }, store::Writer::When::now);
    if (auto r = answer.get_future().get(); !r) return call.fail(call.arguments[0], r.error());
    call.out << call.arguments[0] << ": taken out for " << outcome->settled.size()
             << " recipients; their sender is not told. It stays in the safety net.\n";
    return done;
}

}  // namespace

std::vector<Command> queue_commands() {
    const Option as_json{"json", "", "One line of JSON a message."};
    return {{"queue list", {}, "Messages that still wait for a recipient.", "", {as_json}, list},
            {"queue retry", {"MESSAGE"}, "Tries a waiting message now.", "", {}, retry},
            {"queue remove",
             {"MESSAGE"},
             "Gives up a waiting message for all its recipients.",
             "Its sender hears nothing of it: write to them.",
             {},
             remove},
            {"trace", {"MESSAGE"}, "What became of a message: its envelope, never its content.", "", {as_json}, trace}};
}

}  // namespace bailey::commands
