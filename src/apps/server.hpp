// The running service: every room of `baileyd`, opened, started and stopped in the right order.
#pragma once
#include <chrono>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "apps/stores.hpp"
#include "net/endpoint.hpp"

namespace bailey::apps {

enum class ProgramRole { smtp, pop3, web, worker };

// "smtp,worker"; bad_config for a word that is no role.
Result<std::set<ProgramRole>> roles_from(std::string_view text);

class Server {
public:
    // Opens sockets and stores; nothing is served yet. `passed` are sockets from systemd, by name.
    static Result<std::unique_ptr<Server>> open(std::unique_ptr<Stores> stores, std::set<ProgramRole> roles,
                                                std::map<std::string, std::vector<net::Socket>> passed = {});
    ~Server();  // stop()

    Result<void> start();
    void reload();  // the certificate, the pages and the log file
    // Stops accepting, lets what is under way finish within the configured time, then ends.
    void stop();
    std::chrono::seconds drains_for() const;  // what stop() waits at most for the sessions

    // The ports in use by listener: "submissions", "submission", "pop3s", "pop3", "https", "metrics".
    std::map<std::string, std::uint16_t> ports() const;
    Stores& stores();

private:
    struct State;
    explicit Server(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

// The [log] section, put into force.
Result<void> configure_log(const config::Config& config);

}  // namespace bailey::apps
