#include "apps/server.hpp"

#include <prometheus/registry.h>

#include <algorithm>
#include <utility>

#include "apps/jmap.hpp"
#include "apps/notices.hpp"
#include "apps/queue_metrics.hpp"
#include "apps/web.hpp"
#include "base/log.hpp"
#include "net/http/operator_pages.hpp"
#include "net/http/server.hpp"
#include "net/listen.hpp"
#include "net/metrics.hpp"
#include "net/pop3/pop3.hpp"
#include "net/smtp/smtp.hpp"
#include "net/tls.hpp"
#include "net/workers.hpp"
#include "services/delivery/collector.hpp"
#include "services/delivery/deliverer.hpp"
#include "services/delivery/mail_intake.hpp"
#include "services/filter/filters.hpp"
#include "services/mailbox/account.hpp"
#include "services/mailbox/maildrop.hpp"
#include "services/mailbox/uploads.hpp"
#include "services/signin/app_passwords.hpp"
#include "services/signin/signin.hpp"
#include "store/sql/claim.hpp"

namespace bailey::apps {
namespace {

signin::Settings signin_settings(const config::Config& c) {
    signin::Settings s;
    s.cost = {c.signin.argon2_passes, static_cast<std::size_t>(c.signin.argon2_memory)};
    s.failures_to_lock = static_cast<int>(c.signin.failures_to_lock);
    s.failure_window = std::chrono::duration_cast<std::chrono::minutes>(c.signin.failure_window);
    s.remember = c.signin.remember;
    return s;
}

Address postmaster(const Stores& s) { return Address::trusted("postmaster", s.names.suffix()); }

delivery::Deliverer::Settings delivery_settings(const Stores& s) {
    delivery::Deliverer::Settings d;
    d.queue = queue_limits(s.config);
    d.reporter = {s.config.service.hostname, postmaster(s), s.config.service.name};
    return d;
}

filter::Filters::Settings filter_settings(const Stores& s) {
    filter::Filters::Settings f;
    f.hostname = s.config.service.hostname;
    f.service_name = s.config.service.name;
    f.postmaster = postmaster(s);
    return f;
}

mailbox::MailboxLimits mailbox_limits(const config::Config& c) {
    mailbox::MailboxLimits limits;
    limits.upload_octets = c.https.upload_size;
    return limits;
}

delivery::Collector::Settings collector_settings(const config::Config& c, mailbox::Accounts& mail) {
    delivery::Collector::Settings s;
    s.safety_net = c.queue.safety_net;
    s.also = [&mail] { return mailbox::collect_uploads(mail); };
    return s;
}

Result<std::vector<sql::Claim>> claim_databases(const config::Database& database) {
    std::set<std::string> urls(database.cells.begin(), database.cells.end());
    urls.insert({database.community, database.queue});
    std::vector<sql::Claim> claims;
    for (auto& url : urls) {
        BAILEY_TRY(auto claim, sql::Claim::of(url));
        claims.push_back(std::move(claim));
    }
    return claims;
}

log::Settings log_settings(const config::Log& l) {
    log::Settings s;
    s.format = l.format == "json" ? log::Format::json : log::Format::text;
    s.level = l.level == "debug"     ? log::Level::debug
              : l.level == "warning" ? log::Level::warning
              : l.level == "error"   ? log::Level::error
                                     : log::Level::info;
    s.file = l.file;
    return s;
}

}  // namespace

// Members in the order they are made; destroyed in reverse.
struct Server::State {
    std::unique_ptr<Stores> stores;
    std::vector<sql::Claim> claims;
    std::set<ProgramRole> roles;
    std::shared_ptr<prometheus::Registry> registry = std::make_shared<prometheus::Registry>();
    net::Metrics metrics{registry};
    std::unique_ptr<net::TlsContext> tls;
    mailbox::Accounts mail;
    signin::AppPasswords app_passwords;
    signin::SignIn signin;
    outbox::Notices notices;
    std::unique_ptr<outbox::Courier> courier;
    mailbox::Maildrops maildrops;
    users::OwnAddresses own_addresses;
    filter::Filters filters;
    delivery::Deliverer deliverer;
    delivery::MailIntake intake;
    delivery::Collector collector;
    QueueMetrics queue_metrics;
    std::unique_ptr<jmap::Sending> submissions;  // where there is no web; likewise
    std::unique_ptr<Web> web;                    // goes when the workers have ended, before delivery does
    net::Workers workers;
    net::Loops loops;
    net::Listeners listeners;
    bool started = false;

    State(std::unique_ptr<Stores> s, std::set<ProgramRole> r, std::unique_ptr<net::TlsContext> t,
          std::map<std::string, std::vector<net::Socket>> passed);
    Result<void> listen();
    Result<void> listen_smtp(const std::string& name, const config::Names& addresses, bool implicit_tls);
    Result<void> listen_pop3(const std::string& name, const config::Names& addresses, bool implicit_tls);
    Result<void> listen_https();
    net::http::Health health();
};

Server::State::State(std::unique_ptr<Stores> s, std::set<ProgramRole> r, std::unique_ptr<net::TlsContext> t,
                     std::map<std::string, std::vector<net::Socket>> passed)
    : stores(std::move(s)),
      roles(std::move(r)),
      tls(std::move(t)),
      mail({*stores->cells, *stores->directory, stores->ids, stores->clock}, mailbox_limits(stores->config)),
      app_passwords(*stores->community, stores->clock, stores->ring.purpose("app passwords")),
      signin(*stores->community, *stores->directory, stores->names, stores->clock, signin_settings(stores->config),
             &app_passwords),
      notices(stores->ring.purpose("notices"), notice_settings(stores->config)),
      maildrops(*stores->cells),
      own_addresses(*stores->community, *stores->directory, stores->names),
      filters({mail, own_addresses, [this] { return stores->ids.next(); },
               [this](std::string_view address) { return intake.inside(address); }, stores->clock},
              filter_settings(*stores)),
      deliverer(
          {*stores->queue, *stores->cells, *stores->directory, stores->ids, stores->names, stores->clock, &filters},
          delivery_settings(*stores)),
      intake({*stores->community, *stores->directory, *stores->cells, *stores->queue, stores->ids, deliverer,
              stores->names, stores->clock},
             {.limits = mail_limits(stores->config),
              .hostname = stores->config.service.hostname,
              .markings = stores->markings}),
      collector(*stores->queue, *stores->cells, stores->clock, collector_settings(stores->config, mail)),
      queue_metrics(*registry, deliverer, *stores->queue, *stores->cells),
      workers(static_cast<std::size_t>(stores->config.workers.threads),
              static_cast<std::size_t>(stores->config.workers.waiting)),
      loops(static_cast<std::size_t>(stores->config.workers.loops)),
      listeners(loops, metrics,
                {static_cast<std::size_t>(stores->config.connections.total),
                 static_cast<std::size_t>(stores->config.connections.per_address),
                 stores->config.connections.handshake_timeout},
                std::move(passed)) {}

Result<void> Server::State::listen_smtp(const std::string& name, const config::Names& addresses, bool implicit_tls) {
    auto& c = stores->config;
    smtp::Settings dialogue;
    dialogue.host = c.service.hostname;
    dialogue.postmaster = postmaster(*stores);
    dialogue.mail = intake.limits();
    dialogue.patience.line = static_cast<std::size_t>(c.smtp.line);
    dialogue.patience.text_line = static_cast<std::size_t>(c.smtp.text_line);
    dialogue.patience.errors = static_cast<std::size_t>(c.smtp.errors);
    dialogue.patience.refused_recipients = static_cast<std::size_t>(c.smtp.refused_recipients);
    dialogue.patience.failed_sign_ins = static_cast<std::size_t>(c.smtp.failed_sign_ins);
    dialogue.patience.commands = static_cast<std::size_t>(c.smtp.commands);
    net::SmtpTimeouts timeouts;
    timeouts.command = c.smtp.idle_timeout;
    timeouts.text = c.smtp.data_timeout;
    timeouts.handshake = c.connections.handshake_timeout;
    auto sign_in = [this](std::string_view who, const Secret& password, std::string_view peer) {
        return signin.with_password(who, password, peer);
    };
    auto handler = net::smtp_handler({workers, metrics.protocol(name), sign_in, intake, dialogue, timeouts});
    return listeners.open({name, addresses, implicit_tls, tls.get(), net::smtp_refusal(), handler});
}

Result<void> Server::State::listen_pop3(const std::string& name, const config::Names& addresses, bool implicit_tls) {
    auto handler = net::pop3_handler(
        {workers, metrics.protocol(name), net::open_with(signin, maildrops), stores->config.pop3.idle_timeout});
    return listeners.open({name, addresses, implicit_tls, tls.get(), std::string(net::pop3_refusal()), handler});
}

Result<void> Server::State::listen_https() {
    BAILEY_TRY(web, Web::open({*stores, mail, signin, app_passwords, notices, intake, workers, loops,
                               metrics.protocol("https")}));
    return listeners.open({.name = "https",
                           .addresses = stores->config.https.listen,
                           .implicit_tls = true,
                           .tls = tls.get(),
                           .refusal = std::string(net::http::http_refusal()),
                           .handler = web->handler()});
}

net::http::Health Server::State::health() {
    auto waiting = stores->queue->waiting_recipients();
    std::size_t good = 0;
    for (auto& cell : stores->cells->all()) good += cell->inbox(AccountId{0}).has_value();
    bool ok = waiting && good == stores->cells->size();
    return {ok, "{\"ok\":" + std::string(ok ? "true" : "false") + ",\"queue\":" + (waiting ? "true" : "false") +
                    ",\"cells\":" + std::to_string(stores->cells->size()) + ",\"cells_ok\":" + std::to_string(good) +
                    "}"};
}

Result<void> Server::State::listen() {
    auto& c = stores->config;
    if (roles.contains(ProgramRole::smtp)) {
        BAILEY_CHECK(listen_smtp("submissions", c.smtp.submissions, true));
        BAILEY_CHECK(listen_smtp("submission", c.smtp.submission, false));
    }
    if (roles.contains(ProgramRole::pop3)) {
        BAILEY_CHECK(listen_pop3("pop3s", c.pop3.pop3s, true));
        BAILEY_CHECK(listen_pop3("pop3", c.pop3.pop3, false));
    }
    if (roles.contains(ProgramRole::web)) {
        BAILEY_CHECK(listen_https());
    } else {
        submissions = follow_submissions(*stores, mail, intake, workers);
    }
    auto pages =
        net::http::operator_pages({workers, registry, [this] { return health(); }, [this] { queue_metrics.refresh(); }},
                                  metrics.protocol("metrics"));
    return listeners.open({.name = "metrics", .addresses = c.metrics.listen, .handler = pages});
}

Server::Server(std::unique_ptr<State> state) : state_(std::move(state)) {}
Server::~Server() { stop(); }

Result<std::unique_ptr<Server>> Server::open(std::unique_ptr<Stores> stores, std::set<ProgramRole> roles,
                                             std::map<std::string, std::vector<net::Socket>> passed) {
    BAILEY_TRY(auto tls, net::TlsContext::load(stores->config.tls.certificate, stores->config.tls.key));
    auto state = std::make_unique<State>(std::move(stores), std::move(roles), std::move(tls), std::move(passed));
    if (state->roles.contains(ProgramRole::worker)) {
        auto& s = *state->stores;
        BAILEY_TRY(auto transport, notice_transport(s.config, s.clock));
        state->courier = std::make_unique<outbox::Courier>(*s.community, state->notices, s.clock, std::move(transport));
    }
    BAILEY_CHECK(state->listen());
    BAILEY_TRY(state->claims, claim_databases(state->stores->config.database));
    return std::unique_ptr<Server>(new Server(std::move(state)));
}

Result<void> Server::start() {
    if (state_->roles.contains(ProgramRole::worker)) {
        BAILEY_CHECK(state_->deliverer.start());
        state_->collector.start();
        state_->courier->start();
    }
    BAILEY_CHECK(state_->stores->cells->hear_others());
    state_->loops.start();
    state_->listeners.start();
    state_->started = true;
    log::info("server.started", {{"suffix", state_->stores->names.suffix()}, {"cells", state_->stores->cells->size()}});
    return {};
}

void Server::reload() {
    if (auto done = state_->tls->reload(); !done) log::error("server.reload", {{"error", done.error()}});
    if (state_->web) state_->web->reload();
    if (auto done = log::configure(log_settings(state_->stores->config.log)); !done)
        log::error("server.reload", {{"error", done.error()}});
}

// Accepting ends first, then the sessions, then what they had asked of the workers, then delivery.
void Server::stop() {
    if (!std::exchange(state_->started, false)) return;
    log::info("server.stopping");
    auto cut = state_->listeners.stop(state_->stores->config.connections.drain);
    state_->intake.refuse_new();
    state_->stores->cells->hear_no_more();  // it gives the workers jobs
    state_->workers.join();
    state_->loops.stop();
    if (state_->courier) state_->courier->stop();
    state_->collector.stop();
    state_->deliverer.stop();
    log::info("server.stopped", {{"connections_cut", cut}});
}

std::chrono::seconds Server::drains_for() const { return state_->stores->config.connections.drain; }

std::map<std::string, std::uint16_t> Server::ports() const {
    std::map<std::string, std::uint16_t> all;
    for (auto* name : {"submissions", "submission", "pop3s", "pop3", "https", "metrics"})
        if (auto ports = state_->listeners.ports(name); !ports.empty()) all[name] = ports.front();
    return all;
}

Stores& Server::stores() { return *state_->stores; }

Result<std::set<ProgramRole>> roles_from(std::string_view text) {
    std::set<ProgramRole> roles;
    while (!text.empty()) {
        auto comma = std::min(text.find(','), text.size());
        auto word = text.substr(0, comma);
        if (word == "smtp")
            roles.insert(ProgramRole::smtp);
        else if (word == "pop3")
            roles.insert(ProgramRole::pop3);
        else if (word == "web")
            roles.insert(ProgramRole::web);
        else if (word == "worker")
            roles.insert(ProgramRole::worker);
        else
            return Errc::bad_config;
        text.remove_prefix(std::min(comma + 1, text.size()));
    }
    return roles;
}

Result<void> configure_log(const config::Config& config) { return log::configure(log_settings(config.log)); }

}  // namespace bailey::apps
