#include "apps/commands/demo.hpp"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <map>
#include <ostream>

#include "apps/commands/json.hpp"
#include "apps/commands/printing.hpp"
#include "apps/demo/community.hpp"
#include "apps/demo/demo.hpp"
#include "apps/run.hpp"

namespace bailey::commands {
namespace {

template <class T>
bool number(const Call& call, std::string_view option, T& into, T low, T high) {
    if (!call.has(option)) return true;
    auto text = call.value(option);
    auto read = std::from_chars(text.data(), text.data() + text.size(), into);
    return read.ec == std::errc{} && read.ptr == text.data() + text.size() && into >= low && into <= high;
}

json::object to_json(apps::Server& server, const std::string& ca, const std::string& suffix) {
    json::object ports;
    for (auto& [name, port] : server.ports()) ports[name] = port;
    json::array accounts;
    for (auto& p : apps::demo::people()) {
        auto address = std::string(p.address) + '.' + suffix;
        accounts.push_back(json::object{{"username", address},
                                        {"password", std::string(p.password)},
                                        {"address", address},
                                        {"organisation", std::string(p.organisation)},
                                        {"name", std::string(p.first_name) + ' ' + std::string(p.last_name)},
                                        {"empty", p.empty}});
    }
    return {{"host", "127.0.0.1"},
            {"ca", ca},
            {"ports", ports},
            {"accounts", accounts},
            {"notices", server.stores().config.notices.folder}};
}

std::string whole(const apps::demo::Person& p, const std::string& suffix) {
    return std::string(p.address) + '.' + suffix;
}

const apps::demo::Person& person(std::string_view key) {
    return *std::ranges::find(apps::demo::people(), key, &apps::demo::Person::key);
}

void print_accounts(std::ostream& out, const std::string& suffix) {
    std::vector<std::vector<std::string>> rows{{"NAME", "WHO", "ADDRESS AND SIGN-IN NAME", "PASSWORD"}};
    std::string others, password;
    for (auto& p : apps::demo::people()) {
        auto name = std::string(p.first_name) + ' ' + std::string(p.last_name);
        if (p.minor) {
            others += (others.empty() ? "" : ", ") + whole(p, suffix);
            password = p.password;
            continue;
        }
        rows.push_back({name, p.empty ? "an empty mailbox" : std::string(p.title) + ", " + std::string(p.organisation),
                        whole(p, suffix), std::string(p.password)});
    }
    print_table(out, rows);
    out << "\nThe mailboxes Clerks' Room and Ashford Listing Office are shared: Dele and Colin open the first, "
           "Margaret and "
           "Tomos\nthe second. More people, with the password "
        << password << ":\n\n"
        << others << "\n";
}

// Two commands that show mail going through, between mailboxes of which one was empty.
void print_example(std::ostream& out, std::map<std::string, int> ports, const std::string& ca,
                   const std::string& suffix) {
    auto &from = person("dele"), &to = person("keira");
    auto sender = whole(from, suffix), reader = whole(to, suffix);
    out << "\nFor programs. " << from.first_name << " writes to " << to.first_name << ", who reads it:\n\n"
        << "  printf 'From: " << sender << "\\nTo: " << reader
        << "\\nSubject: Listing\\n\\nTen o clock, court 2.\\n' |\n"
        << "    curl --cacert " << ca << " --url smtps://127.0.0.1:" << ports["submissions"] << " --user '" << sender
        << ':' << from.password << "' --mail-from " << sender << " --mail-rcpt " << reader
        << " --crlf --upload-file -\n"
        << "  curl --cacert " << ca << " --url pop3s://127.0.0.1:" << ports["pop3s"] << "/1 --user '" << reader << ':'
        << to.password << "'\n\nThe same by JMAP (docs/use/api.md):\n\n  curl --cacert " << ca << " --user '" << reader
        << ':' << to.password << "' https://127.0.0.1:" << ports["https"] << "/jmap/session\n";
}

void welcome(std::ostream& out, apps::Server& server, const std::string& ca, const std::string& suffix) {
    std::map<std::string, int> ports;
    for (auto& [name, port] : server.ports()) ports[name] = port;
    auto pages = "https://127.0.0.1:" + std::to_string(ports["https"]) + "/";
    std::error_code e;
    bool has_pages = std::filesystem::exists(server.stores().config.https.pages, e);
    auto at = [&](const char* name) { return "127.0.0.1 port " + std::to_string(ports[name]); };
    auto& first = apps::demo::people().front();
    out << "\nA demonstration community is running: courts, counsel, solicitors, police, with two years of invented "
           "mail.\n";
    if (has_pages)
        out << "\n  Open      " << pages << "   (your browser will warn of the certificate: it is this machine's own)\n"
            << "  Sign in   " << whole(first, suffix) << "\n  Password  " << first.password << "\n\nMail programs:\n\n";
    else
        out << "\nPoint any mail program at it:\n\n";
    print_form(out, {{"Send", at("submissions") + " (SMTP with TLS) or port " + std::to_string(ports["submission"]) +
                                  " (STARTTLS), sign in with your address"},
                     {"Collect", at("pop3s") + " (POP3 with TLS) or port " + std::to_string(ports["pop3"]) + " (STLS)"},
                     {"JMAP", pages + "jmap/session" + (has_pages ? "" : " (the API; no pages are installed)")},
                     {"Trust", ca + " (the demonstration's certificate authority)"},
                     {"Notices",
                      server.stores().config.notices.folder + " (forgotten passwords and codes: to nobody outside)"},
                     {"Watch", "http://127.0.0.1:" + std::to_string(ports["metrics"]) + "/metrics and /health/ready"}});
    out << "\nEverybody here can write to everybody. Dele's mailbox is the fullest:\n\n";
    print_accounts(out, suffix);
    for (auto& m : apps::demo::members())
        if (m.second_factor)
            out << "\nThe people of " << m.organisation
                << " need a second factor on the pages (switch it with \"bailey organisation set\").\n";
    print_example(out, std::move(ports), ca, suffix);
    out << "\nCtrl-C ends it; what was sent is kept for the next start.\n" << std::flush;
}

int demo(Call& call) {
    apps::demo::Options o;
    o.folder = call.value("dir", "demo");
    o.database = call.value("database");
    o.letters = !call.has("empty");
    o.pages = call.value("pages");
    o.log_level = call.value("log-level", call.has("json") ? "info" : "warning");
    if (!number<std::uint16_t>(call, "port-base", o.port_base, 1, 65000))
        return call.misused("--port-base is a number from 1 to 65000");
    if (!number<std::uint32_t>(call, "extra-users", o.extra_users, 0, 1'000'000))
        return call.misused("--extra-users is a number from 0 to 1000000");
    apps::block_signals();
    auto stores = apps::demo::prepare(o);
    if (!stores) return call.fail("the demonstration cannot be prepared in " + o.folder, stores.error());
    auto suffix = (*stores)->names.suffix();
    auto server = apps::Server::open(std::move(*stores), *apps::roles_from("smtp,pop3,web,worker"));
    if (!server) return call.fail("the demonstration cannot start", server.error());
    if (auto started = (*server)->start(); !started)
        return call.fail("the demonstration cannot start", started.error());
    auto ca = (std::filesystem::absolute(o.folder).lexically_normal() / "ca.pem").string();
    if (call.has("json"))
        print_json(call.out, to_json(**server, ca, suffix));
    else
        welcome(call.out, **server, ca, suffix);
    call.out.flush();
    apps::serve_until_signal(**server);
    return done;
}

}  // namespace

std::vector<Command> demo_commands() {
    return {{"demo",
             {},
             "Runs a demonstration community in the foreground.",
             "Everything is kept in one folder and listens on 127.0.0.1 alone; the next start goes on where this one "
             "ended. The organisations and people are invented.",
             {{"dir", "DIR", "The folder (default: demo)."},
              {"port-base", "N", "The listeners take the ports from N up (default: 20000)."},
              {"json", "", "Prints one line of JSON when everything is ready, in place of the welcome."},
              {"empty", "", "Leaves the mailboxes of a new community empty: for tests and measurements."},
              {"extra-users", "N", "Adds the users u000000@bench.bailey.test and so on, for measurements."},
              {"database", "URL", "Keeps everything in this PostgreSQL database rather than in SQLite files."},
              {"pages", "DIR", "Serves the pages in this folder rather than those that are installed."},
              {"log-level", "LEVEL", "debug, info, warning or error (default: warning, with --json: info)."}},
             demo}};
}

}  // namespace bailey::commands
