#include "apps/notices.hpp"

#include <fstream>

#include "base/log.hpp"
#include "net/relay.hpp"

namespace bailey::apps {
namespace {

std::string site_of(const config::Config& c) {
    if (!c.notices.site.empty()) return c.notices.site;
    return c.https.public_url.empty() ? "https://" + c.service.hostname : c.https.public_url;
}

net::RelayTls tls_of(const std::string& word) {
    return word == "implicit" ? net::RelayTls::implicit
           : word == "none"   ? net::RelayTls::none
                              : net::RelayTls::starttls;
}

Errc wrong(std::string_view setting, const std::string& value) {
    log::error("notices.configuration", {{"setting", setting}, {"value", value}});
    return Errc::bad_config;
}

Result<net::Relay> relay_of(const config::Config& c) {
    net::Relay relay;
    auto colon = c.notices.relay.rfind(':');
    if (colon == std::string::npos || colon == 0 || colon + 1 == c.notices.relay.size())
        return wrong("notices.relay", c.notices.relay);
    relay.host = c.notices.relay.substr(0, colon);
    relay.port = c.notices.relay.substr(colon + 1);
    relay.tls = tls_of(c.notices.tls);
    relay.authorities = c.notices.authorities;
    relay.hostname = c.service.hostname;
    relay.user = c.notices.user;
    if (relay.user.empty()) return relay;
    std::ifstream file(c.notices.password_file);
    std::string line;
    if (!std::getline(file, line) || line.empty()) return wrong("notices.password_file", c.notices.password_file);
    relay.password = Secret(line);
    return relay;
}

}  // namespace

outbox::Settings notice_settings(const config::Config& c) {
    return {.from = c.notices.from.empty() ? "notices@" + c.service.suffix : c.notices.from,
            .service_name = c.service.name,
            .site = site_of(c)};
}

Result<outbox::Transport> notice_transport(const config::Config& c, const Clock& clock) {
    if (!c.notices.relay.empty()) {
        BAILEY_TRY(auto relay, relay_of(c));
        return outbox::Transport([relay](const outbox::Letter& letter) {
            return net::give_to_relay(relay, letter.from, letter.to, letter.message);
        });
    }
    if (!c.notices.folder.empty()) return outbox::into_folder(c.notices.folder, clock);
    return outbox::Transport();
}

}  // namespace bailey::apps
