#include "apps/commands/set_up.hpp"

#include <filesystem>
#include <fstream>
#include <ostream>

#include "apps/certificates.hpp"
#include "apps/run.hpp"

namespace bailey::commands {
namespace {

namespace fs = std::filesystem;

std::string config_path(const Call& call) { return call.value("config", "/etc/bailey/bailey.conf"); }

int defaults(Call& call) {
    call.out << config::print(config::Config{});
    return done;
}

int check(Call& call) {
    auto path = config_path(call);
    if (!apps::read_config(path)) return failed;  // it has said why
    call.out << path << " is in order\n";
    return done;
}

// A configuration with this service's names, where there is none yet.
Result<config::Config> configuration(const Call& call, const std::string& path) {
    std::error_code e;
    if (fs::exists(path, e)) {
        auto have = apps::read_config(path);
        if (!have) return Errc::bad_config;
        return *have;
    }
    config::Config c;
    c.service.suffix = call.value("suffix", c.service.suffix);
    c.service.hostname = call.value("hostname", "mail." + c.service.suffix);
    fs::create_directories(fs::path(path).parent_path(), e);
    std::ofstream file(path);
    file << config::print(c);
    if (!file.flush()) {
        call.err << path << ": cannot be written\n";
        return Errc::bad_config;
    }
    call.out << "wrote " << path << '\n';
    return c;
}

Result<void> certificates(const Call& call, const config::Config& c) {
    std::error_code e;
    if (fs::exists(c.tls.certificate, e)) return {};
    auto ca = (fs::path(c.tls.certificate).parent_path() / "ca.pem").string();
    BAILEY_CHECK(apps::make_certificates({ca, c.tls.certificate, c.tls.key}, c.service.name + " first-start CA",
                                         {c.service.hostname}));
    call.out << "made a certificate for " << c.service.hostname << ", signed by " << ca
             << " (replace it by one that mail programs trust)\n";
    return {};
}

int init(Call& call) {
    auto path = config_path(call);
    auto c = configuration(call, path);
    if (!c) return failed;
    auto ring = KeyRing::create(c->keys.ring);
    if (!ring && ring.error() != Errc::exists) return call.fail("key ring " + c->keys.ring, ring.error());
    if (ring) call.out << "made " << c->keys.ring << " (keep a copy elsewhere: without it no mail can be read)\n";
    if (auto made = certificates(call, *c); !made) return call.fail("certificate", made.error());
    if (auto stores = apps::Stores::open(*c); !stores) return call.fail("databases", stores.error());
    call.out << "the databases are ready\n\nNext: bailey organisation add, bailey user add, bailey user add-address "
                "(somebody has\n"
                "to read the mail for postmaster@"
             << c->service.suffix << "), and start baileyd.\n";
    return done;
}

}  // namespace

std::vector<Command> set_up_commands() {
    return {{"init",
             {},
             "Makes what is missing: configuration, keys, a first certificate, databases.",
             "Harmless when repeated: what is there is left alone.",
             {{"suffix", "DOMAIN", "The community's mail domain, for a new configuration."},
              {"hostname", "NAME", "This server's name, for a new configuration (default: mail.DOMAIN)."}},
             init},
            {"config defaults", {}, "Prints the annotated sample configuration.", "", {}, defaults},
            {"config check", {}, "Says what is wrong with the configuration, by line.", "", {}, check}};
}

}  // namespace bailey::commands
