#include "apps/commands/sign_in.hpp"

#include <charconv>
#include <ostream>

#include "apps/commands/community.hpp"
#include "apps/commands/json.hpp"
#include "apps/commands/printing.hpp"
#include "apps/notices.hpp"
#include "services/signin/app_passwords.hpp"
#include "services/signin/second_factor.hpp"
#include "services/signin/sessions.hpp"
#include "store/community/directory.hpp"

namespace bailey::commands {
namespace {

constexpr Option as_json{"json", "", "For programs: JSON on one line."};

// An open community, the user that the first argument names, and the services on them.
struct Entrances {
    std::unique_ptr<CommunityAccess> access;
    AccountId user{};
    store::Directory directory;
    signin::AppPasswords app_passwords;
    signin::Sessions sessions;
    outbox::Notices notices;
    signin::SecondFactor second_factor;

    Entrances(std::unique_ptr<CommunityAccess> a, AccountId id)
        : access(std::move(a)),
          user(id),
          directory(*access->community, access->clock),
          app_passwords(*access->community, access->clock, access->keys.purpose("app passwords")),
          sessions(*access->community, directory, access->clock, access->keys.purpose("sessions")),
          notices(access->keys.purpose("notices"), apps::notice_settings(access->config)),
          second_factor(*access->community, notices, access->clock, access->keys, access->config.service.name) {}
};

// Null where it failed; then it has said why.
std::unique_ptr<Entrances> open(Call& call) {
    auto access = open_community(call);
    if (!access) return nullptr;
    auto id = (*access)->user(call, call.arguments[0]);
    if (!id) return nullptr;
    return std::make_unique<Entrances>(std::move(*access), *id);
}

std::optional<std::int64_t> number(const std::string& text) {
    std::int64_t id = 0;
    auto read = std::from_chars(text.data(), text.data() + text.size(), id);
    if (read.ec != std::errc{} || read.ptr != text.data() + text.size()) return {};
    return id;
}

std::string time_or_never(const std::optional<Time>& time) { return time ? time_text(*time) : "never"; }

int create_app_password(Call& call) {
    auto on = open(call);
    if (!on) return failed;
    auto made = on->app_passwords.create(on->access->operator_, on->user, call.arguments[1]);
    if (!made && made.error() == Errc::conflict)
        return call.fail(call.arguments[0] + " is deleted, or a shared mailbox, which has no password");
    if (!made && made.error() == Errc::too_many)
        return call.fail(call.arguments[0] + " has as many app passwords as one may have");
    if (!made) return call.fail(call.arguments[0], made.error());
    if (call.has("json"))
        print_json(
            call.out,
            json::object{{"id", made->about.id}, {"name", made->about.name}, {"password", made->password.reveal()}});
    else
        call.out << "App password " << made->about.id << ": " << made->password.reveal() << '\n';
    return done;
}

int list_app_passwords(Call& call) {
    auto on = open(call);
    if (!on) return failed;
    auto all = on->app_passwords.list(on->access->operator_, on->user);
    if (!all) return call.fail(call.arguments[0], all.error());
    if (call.has("json")) {
        json::array rows;
        for (auto& p : *all)
            rows.push_back(
                json::object{{"id", p.id},
                             {"name", p.name},
                             {"created", time_text(p.created_at)},
                             {"last_used", p.last_used_at ? json::value(time_text(*p.last_used_at)) : json::value()}});
        print_json(call.out, rows);
        return done;
    }
    std::vector<std::vector<std::string>> rows{{"ID", "CREATED", "LAST USED", "NAME"}};
    for (auto& p : *all)
        rows.push_back({std::to_string(p.id), time_text(p.created_at), time_or_never(p.last_used_at), p.name});
    print_table(call.out, rows);
    return done;
}

int revoke_app_password(Call& call) {
    auto id = number(call.arguments[1]);
    if (!id) return call.misused("ID is a number, as \"bailey app-password list\" shows it");
    auto on = open(call);
    if (!on) return failed;
    auto revoked = on->app_passwords.revoke(on->access->operator_, on->user, *id);
    if (revoked) return done;
    if (revoked.error() == Errc::not_found)
        return call.fail(call.arguments[0] + " has no app password " + call.arguments[1]);
    return call.fail(call.arguments[0], revoked.error());
}

int list_sessions(Call& call) {
    auto on = open(call);
    if (!on) return failed;
    auto all = on->sessions.list(on->user);
    if (!all) return call.fail(call.arguments[0], all.error());
    auto kind = [](const signin::Session& s) { return s.kind == signin::SessionKind::page ? "page" : "token"; };
    if (call.has("json")) {
        json::array rows;
        for (auto& s : *all)
            rows.push_back(json::object{{"id", s.id},
                                        {"kind", kind(s)},
                                        {"name", s.name},
                                        {"address", s.peer},
                                        {"created", time_text(s.created_at)},
                                        {"last_used", time_text(s.last_used_at)},
                                        {"expires", time_text(s.expires_at)}});
        print_json(call.out, rows);
        return done;
    }
    std::vector<std::vector<std::string>> rows{{"ID", "KIND", "LAST USED", "EXPIRES", "ADDRESS", "NAME"}};
    for (auto& s : *all)
        rows.push_back(
            {std::to_string(s.id), kind(s), time_text(s.last_used_at), time_text(s.expires_at), s.peer, s.name});
    print_table(call.out, rows);
    return done;
}

int end_session(Call& call) {
    auto id = number(call.arguments[1]);
    if (!id) return call.misused("ID is a number, as \"bailey session list\" shows it");
    auto on = open(call);
    if (!on) return failed;
    auto ended = on->sessions.end(on->user, *id);
    if (ended) return done;
    if (ended.error() == Errc::not_found) return call.fail(call.arguments[0] + " has no session " + call.arguments[1]);
    return call.fail(call.arguments[0], ended.error());
}

int show_second_factor(Call& call) {
    auto on = open(call);
    if (!on) return failed;
    auto state = on->second_factor.state(on->user);
    if (!state) return call.fail(call.arguments[0], state.error());
    std::string ways;
    for (auto way : state->ways) ways += (ways.empty() ? "" : ", ") + std::string(signin::to_string(way));
    print_form(call.out, {{"Required", state->required ? "yes" : "no"},
                          {"On", state->on ? "yes" : "no"},
                          {"Ways", ways},
                          {"Recovery codes", std::to_string(state->recovery_codes_left)},
                          {"Browsers", std::to_string(state->browsers)}});
    return done;
}

int reset_second_factor(Call& call) {
    auto on = open(call);
    if (!on) return failed;
    auto reset = on->second_factor.reset(on->access->operator_, on->user);
    return reset ? done : call.fail(call.arguments[0], reset.error());
}

}  // namespace

std::vector<Command> sign_in_commands() {
    return {
        {"app-password create",
         {"ADDRESS", "NAME"},
         "Makes a password for one mail program of a user, and prints it.",
         "It opens mail and the API, never the pages, and is shown this once. NAME is what the user calls the program.",
         {as_json},
         create_app_password},
        {"app-password list", {"ADDRESS"}, "Lists a user's app passwords.", "", {as_json}, list_app_passwords},
        {"app-password revoke",
         {"ADDRESS", "ID"},
         "Revokes an app password; a running service knows within a second.",
         "",
         {},
         revoke_app_password},
        {"second-factor show", {"ADDRESS"}, "Shows what a user's second factor is.", "", {}, show_second_factor},
        {"second-factor reset",
         {"ADDRESS"},
         "Takes a user's second factor away, for who lost it: check who asks first.",
         "The app, the recovery codes and the remembered browsers are gone, and the recovery address is to be "
         "confirmed "
         "anew. Where the organisation requires a second factor, the user is asked for one at the next sign-in.",
         {},
         reset_second_factor},
        {"session list",
         {"ADDRESS"},
         "Lists where a user is signed in: pages, and programs with a token.",
         "",
         {as_json},
         list_sessions},
        {"session end",
         {"ADDRESS", "ID"},
         "Signs a page or a program out; a running service knows within a second.",
         "",
         {},
         end_session},
    };
}

}  // namespace bailey::commands
