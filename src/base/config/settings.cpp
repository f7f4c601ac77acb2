#include "base/config/settings.hpp"

#include <array>

#include "base/config/quantity.hpp"

namespace bailey::config {
namespace {

template <auto Section, auto Field>
constexpr auto field = [](Config& c) -> auto& {
    return c.*Section.*Field;
};

template <auto Section, auto Field>
constexpr Kind text() {
    return Text{field<Section, Field>};
}
template <auto Section, auto Field>
constexpr Kind text_or_none() {
    return Text{field<Section, Field>, true};
}
template <auto Section, auto Field>
constexpr Kind choice(std::span<const std::string_view> choices) {
    return Choice{field<Section, Field>, choices};
}
template <auto Section, auto Field>
constexpr Kind origin() {
    return Origin{field<Section, Field>};
}
template <auto Section, auto Field>
constexpr Kind url() {
    return Url{field<Section, Field>};
}
template <auto Section, auto Field>
constexpr Kind urls() {
    return Urls{field<Section, Field>};
}
template <auto Section, auto Field>
constexpr Kind listen() {
    return Listen{field<Section, Field>};
}
template <auto Section, auto Field>
constexpr Kind number(std::uint64_t low, std::uint64_t high) {
    return Number{field<Section, Field>, low, high};
}
template <auto Section, auto Field>
constexpr Kind size(std::uint64_t low, std::uint64_t high) {
    return Size{field<Section, Field>, low, high};
}
template <auto Section, auto Field>
constexpr Kind duration(seconds low, seconds high) {
    return Duration{field<Section, Field>, low, high};
}

constexpr std::array<std::string_view, 2> formats{"text", "json"};
constexpr std::array<std::string_view, 4> levels{"debug", "info", "warning", "error"};
constexpr std::array<std::string_view, 3> relay_tls{"starttls", "implicit", "none"};
constexpr auto second = seconds(1);
constexpr auto hour = seconds(3600);
constexpr auto day = 24 * hour;

// clang-format off
constexpr std::array table{
    Setting{"service", "suffix", text<&Config::service, &Service::suffix>(),
            "The community's mail domain: every secure address ends in it. Never change it once there are members."},
    Setting{"service", "name", text<&Config::service, &Service::name>(),
            "What the service is called in notices and reports."},
    Setting{"service", "hostname", text<&Config::service, &Service::hostname>(),
            "This machine's name as mail programs and other servers know it; the certificate must bear it."},
    Setting{"community", "profile", text<&Config::community, &Community::profile>(),
            "The community profile: names, business types and areas."},
    Setting{"community", "markings", text_or_none<&Config::community, &Community::markings>(),
            "The protective markings of messages, lowest first, with commas between. Ceilings are places in this list: "
            "add at its end only. Empty: none, and messages are not looked at."},
    Setting{"database", "community", url<&Config::database, &Database::community>(),
            "People, organisations and all else that is not mail."},
    Setting{"database", "queue", url<&Config::database, &Database::queue>(),
            "Messages accepted and not yet delivered."},
    Setting{"database", "cells", urls<&Config::database, &Database::cells>(),
            "The mail stores, in order: mailboxes are spread over them, and losing one harms no other. Add new ones at "
            "the end; never remove or reorder them."},
    Setting{"database", "readers", number<&Config::database, &Database::readers>(1, 64),
            "Connections that read, for each database; one more writes."},
    Setting{"keys", "ring", text<&Config::keys, &Keys::ring>(),
            "The file of master keys, readable by the service alone. Without it the mail cannot be read: keep a copy "
            "elsewhere."},
    Setting{"smtp", "submissions", listen<&Config::smtp, &Smtp::submissions>(),
            "Where mail programs submit under TLS from the first octet (RFC 8314)."},
    Setting{"smtp", "submission", listen<&Config::smtp, &Smtp::submission>(),
            "Where mail programs submit after STARTTLS (RFC 6409)."},
    Setting{"smtp", "message_size", size<&Config::smtp, &Smtp::message_size>(64 * KiB, GiB),
            "The largest message, attachments as encoded."},
    Setting{"smtp", "header_size", size<&Config::smtp, &Smtp::header_size>(16 * KiB, 16 * MiB),
            "The largest header section of a message."},
    Setting{"smtp", "recipients", number<&Config::smtp, &Smtp::recipients>(1, 100'000),
            "The most recipients of one message; RFC 5321 asks for at least 100."},
    Setting{"smtp", "hops", number<&Config::smtp, &Smtp::hops>(5, 1000),
            "A message that has passed through this many servers is in a loop and refused."},
    Setting{"smtp", "line", size<&Config::smtp, &Smtp::line>(1 * KiB, 64 * KiB),
            "The longest command line; RFC 5321 and its extensions need 1700 octets."},
    Setting{"smtp", "text_line", size<&Config::smtp, &Smtp::text_line>(1000, 16 * MiB),
            "The longest line of a message; RFC 5321 asks for 1000 octets, some programs write whole paragraphs."},
    Setting{"smtp", "errors", number<&Config::smtp, &Smtp::errors>(1, 1000),
            "After this many commands that cannot be understood the connection is closed."},
    Setting{"smtp", "refused_recipients", number<&Config::smtp, &Smtp::refused_recipients>(1, 100'000),
            "After this many refused recipients the connection is closed."},
    Setting{"smtp", "failed_sign_ins", number<&Config::smtp, &Smtp::failed_sign_ins>(1, 100),
            "After this many failed sign-ins the connection is closed."},
    Setting{"smtp", "commands", number<&Config::smtp, &Smtp::commands>(10, 10'000'000),
            "After this many commands without a message the connection is closed."},
    Setting{"smtp", "idle_timeout", duration<&Config::smtp, &Smtp::idle_timeout>(second, hour),
            "How long a client may be silent between commands; RFC 5321 asks for at least 5m."},
    Setting{"smtp", "data_timeout", duration<&Config::smtp, &Smtp::data_timeout>(second, hour),
            "How long a client may be silent while it sends a message; RFC 5321 asks for at least 3m."},
    Setting{"pop3", "pop3s", listen<&Config::pop3, &Pop3::pop3s>(),
            "Where mail programs collect under TLS from the first octet (RFC 8314)."},
    Setting{"pop3", "pop3", listen<&Config::pop3, &Pop3::pop3>(),
            "Where mail programs collect after STLS (RFC 2595), usually on port 110; off while the list is empty."},
    Setting{"pop3", "idle_timeout", duration<&Config::pop3, &Pop3::idle_timeout>(second, hour),
            "How long a client may be silent; RFC 1939 asks for at least 10m."},
    Setting{"https", "listen", listen<&Config::https, &Https::listen>(),
            "Where browsers and programs are served over HTTPS: the pages, and the API (JMAP)."},
    Setting{"https", "public_url", origin<&Config::https, &Https::public_url>(),
            "How they reach it, where that is not what their requests say: behind a proxy, or always under one name. The "
            "addresses that the API tells begin with it."},
    Setting{"https", "pages", text_or_none<&Config::https, &Https::pages>(),
            "The folder of the pages; empty: none, the API alone. It is read at the start and on a reload."},
    Setting{"https", "header_size", size<&Config::https, &Https::header_size>(4 * KiB, MiB),
            "The largest header of a request."},
    Setting{"https", "request_size", size<&Config::https, &Https::request_size>(64 * KiB, 256 * MiB),
            "The largest request to the API, files apart."},
    Setting{"https", "upload_size", size<&Config::https, &Https::upload_size>(MiB, GiB),
            "The largest file that is uploaded."},
    Setting{"https", "idle_timeout", duration<&Config::https, &Https::idle_timeout>(second, hour),
            "How long a client may be silent between two requests."},
    Setting{"https", "header_timeout", duration<&Config::https, &Https::header_timeout>(second, hour),
            "How long the header of a request may take to come."},
    Setting{"https", "body_timeout", duration<&Config::https, &Https::body_timeout>(second, hour),
            "How long the body of a request may take; as much again for every 64 KB that came."},
    Setting{"https", "requests_per_address", number<&Config::https, &Https::requests_per_address>(1, 1'000'000),
            "The requests a second that one IPv4 address or one IPv6 /64 may make, ten times as many in a burst."},
    Setting{"https", "requests_per_person", number<&Config::https, &Https::requests_per_person>(1, 1'000'000),
            "The requests a second that one person may make, ten times as many in a burst."},
    Setting{"tls", "certificate", text<&Config::tls, &Tls::certificate>(),
            "The certificate and its chain, PEM; read again when it changes."},
    Setting{"tls", "key", text<&Config::tls, &Tls::key>(),
            "The certificate's private key, PEM."},
    Setting{"connections", "total", number<&Config::connections, &Connections::total>(1, 1'000'000),
            "The most connections at one time."},
    Setting{"connections", "per_address", number<&Config::connections, &Connections::per_address>(1, 1'000'000),
            "The most connections at one time from one IPv4 address or one IPv6 /64."},
    Setting{"connections", "handshake_timeout",
            duration<&Config::connections, &Connections::handshake_timeout>(second, 600 * second),
            "How long a client may take to set up TLS."},
    Setting{"connections", "drain", duration<&Config::connections, &Connections::drain>(0 * second, hour),
            "How long a stop waits for sessions to end by themselves."},
    Setting{"workers", "threads", number<&Config::workers, &Workers::threads>(1, 1024),
            "Threads for work that waits: databases, files, passwords."},
    Setting{"workers", "loops", number<&Config::workers, &Workers::loops>(0, 1024),
            "Threads that move octets; 0: one for each processor core."},
    Setting{"workers", "waiting", number<&Config::workers, &Workers::waiting>(1, 1'000'000),
            "The most pieces of work that may wait for a thread; beyond it clients are asked to try later."},
    Setting{"queue", "lifetime", duration<&Config::queue, &Queue::lifetime>(60 * second, 60 * day),
            "How long delivery is tried before the sender is told that it failed."},
    Setting{"queue", "delay_notice", duration<&Config::queue, &Queue::delay_notice>(60 * second, 60 * day),
            "After how long the sender is told, once, that delivery is late."},
    Setting{"queue", "first_retry", duration<&Config::queue, &Queue::first_retry>(second, day),
            "The wait after the first failed try; it doubles with every further one."},
    Setting{"queue", "last_retry", duration<&Config::queue, &Queue::last_retry>(second, 7 * day),
            "The longest wait between two tries."},
    Setting{"queue", "safety_net", duration<&Config::queue, &Queue::safety_net>(0 * second, 365 * day),
            "How long a delivered message is kept, to refill a cell that was lost."},
    Setting{"mailbox", "capacity", size<&Config::mailbox, &Mailbox::capacity>(MiB, 1024 * GiB),
            "The capacity of a new mailbox; an administrator can change it for each."},
    Setting{"mailbox", "recoverable_days", number<&Config::mailbox, &Mailbox::recoverable_days>(0, 3650),
            "For so many days people can bring back what they deleted. Meanwhile it takes room on the disk, but not in "
            "their mailbox; 0: what is deleted is gone."},
    Setting{"signin", "failures_to_lock", number<&Config::signin, &Signin::failures_to_lock>(3, 1000),
            "This many wrong passwords within the window lock an account."},
    Setting{"signin", "failure_window", duration<&Config::signin, &Signin::failure_window>(60 * second, day),
            "The window in which wrong passwords are counted."},
    Setting{"signin", "remember", duration<&Config::signin, &Signin::remember>(0 * second, day),
            "How long a verified password of a mail program is remembered, so that it is not worked out again every "
            "minute; 0s: never."},
    Setting{"signin", "argon2_passes", number<&Config::signin, &Signin::argon2_passes>(1, 100),
            "The work that one guess at a password costs: passes of argon2id."},
    Setting{"signin", "argon2_memory", size<&Config::signin, &Signin::argon2_memory>(8 * KiB, 4 * GiB),
            "The memory that one guess at a password costs."},
    Setting{"signin", "conditions", text_or_none<&Config::signin, &Signin::conditions>(),
            "The conditions of use that everybody accepts at the first sign-in, and again when their version changes: a text "
            "file whose first line is the version, then a blank line and the text. \"conditions.cy.txt\" beside "
            "\"conditions.txt\" is its Welsh. Empty: none."},
    Setting{"notices", "from", text_or_none<&Config::notices, &Notices::from>(),
            "The one address from which notices go to non-secure addresses; empty: notices@ and the suffix."},
    Setting{"notices", "site", origin<&Config::notices, &Notices::site>(),
            "Where the links of notices lead; empty: https.public_url, or https:// and the hostname."},
    Setting{"notices", "relay", text_or_none<&Config::notices, &Notices::relay>(),
            "The outside mail server that sends notices, \"host:port\"; nothing but notices goes there. Empty: see folder."},
    Setting{"notices", "tls", choice<&Config::notices, &Notices::tls>(relay_tls),
            "How the relay is spoken to: starttls, usual on ports 25 and 587; implicit, on 465; none only on this machine."},
    Setting{"notices", "user", text_or_none<&Config::notices, &Notices::user>(),
            "The name to sign in to the relay with; empty: without."},
    Setting{"notices", "password_file", text_or_none<&Config::notices, &Notices::password_file>(),
            "A file whose first line is the password for that."},
    Setting{"notices", "authorities", text_or_none<&Config::notices, &Notices::authorities>(),
            "The certificates that vouch for the relay's, PEM; empty: those of the system."},
    Setting{"notices", "folder", text_or_none<&Config::notices, &Notices::folder>(),
            "Where there is no relay: a folder to write notices into, a file each, for something else to send."},
    Setting{"metrics", "listen", listen<&Config::metrics, &Metrics::listen>(),
            "Where metrics and health are served over plain HTTP; keep it from strangers."},
    Setting{"push", "hosts", text_or_none<&Config::push, &Push::hosts>(),
            "The only hosts that push messages may be sent to (RFC 8620 section 7.2), names separated by spaces; empty: none, "
            "so that the service speaks to nobody outside."},
    Setting{"spelling", "dictionaries", text<&Config::spelling, &Spelling::dictionaries>(),
            "The folder of the spelling dictionaries, en_GB.aff and en_GB.dic as Debian's hunspell-en-gb installs them."},
    Setting{"log", "format", choice<&Config::log, &Log::format>(formats),
            "How a line of the log is written."},
    Setting{"log", "level", choice<&Config::log, &Log::level>(levels),
            "The least important lines that are written."},
    Setting{"log", "file", text_or_none<&Config::log, &Log::file>(),
            "The file to write to; empty: the standard error output, which systemd keeps in its journal."},
};
// clang-format on
static_assert(table.size() < 100, "one operator, under a hundred settings");

constexpr std::array order_table{Order{"queue", "first_retry", "last_retry"},
                                 Order{"queue", "delay_notice", "lifetime"}, Order{"smtp", "recipients", "commands"},
                                 Order{"connections", "per_address", "total"}};

std::string range(const std::string& what, const std::string& low, const std::string& high) {
    return what + " from " + low + " to " + high;
}

struct Expected {
    std::string operator()(const Text& t) const { return t.may_be_empty ? "text" : "text that is not empty"; }
    std::string operator()(const Choice& c) const {
        std::string text;
        for (auto& name : c.choices) text += (text.empty() ? "\"" : " or \"") + std::string(name) + '"';
        return text;
    }
    std::string operator()(const Origin&) const { return "\"https://host\" or \"https://host:port\", or nothing"; }
    std::string operator()(const Url&) const { return "\"sqlite:/path/file.db\" or \"postgresql://...\""; }
    std::string operator()(const Urls&) const {
        return "a list of \"sqlite:/path/file.db\" or \"postgresql://...\", none twice";
    }
    std::string operator()(const Listen&) const { return "a list of \"host:port\""; }
    std::string operator()(const Number& n) const {
        return range("a whole number", std::to_string(n.low), std::to_string(n.high));
    }
    std::string operator()(const Size& s) const { return range("a size", size_text(s.low), size_text(s.high)); }
    std::string operator()(const Duration& d) const { return range("a duration", to_text(d.low), to_text(d.high)); }
};

}  // namespace

std::span<const Setting> settings() { return table; }
std::span<const Order> orders() { return order_table; }
std::string expected(const Kind& kind) { return std::visit(Expected{}, kind); }

}  // namespace bailey::config
