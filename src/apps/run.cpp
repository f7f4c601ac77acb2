#include "apps/run.hpp"

#include <signal.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "base/log.hpp"

namespace bailey::apps {
namespace {

sigset_t our_signals() {
    sigset_t set;
    sigemptyset(&set);
    for (int s : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&set, s);
    return set;
}

// What the service manager is told, so that it does not kill what drains as long as the configuration lets it.
std::string stopping(const Server& server) {
    const auto patience = std::chrono::microseconds(server.drains_for() + std::chrono::seconds(30));
    return "STOPPING=1\nEXTEND_TIMEOUT_USEC=" + std::to_string(patience.count());
}

}  // namespace

std::optional<config::Config> read_config(const std::string& path) {
    std::vector<config::ConfigError> errors;
    auto loaded = config::load(path, errors);
    for (auto& e : errors) std::fprintf(stderr, "%s\n", e.text().c_str());
    if (!loaded) return std::nullopt;
    return *loaded;
}

void block_signals() {
    auto set = our_signals();
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
    signal(SIGPIPE, SIG_IGN);
}

void serve_until_signal(Server& server) {
    auto set = our_signals();
    // A day without a SIGHUP counts as one: session tickets want new keys, and a renewed certificate may lie there.
    constexpr timespec day{24 * 60 * 60, 0};
    for (;;) {
        const int which = sigtimedwait(&set, nullptr, &day);
        if (which == SIGHUP || (which < 0 && errno == EAGAIN))
            server.reload();
        else if (which > 0)
            break;
    }
    notify_service_manager(stopping(server).c_str());
    server.stop();
}

void notify_service_manager(const char* state) {
    const char* path = std::getenv("NOTIFY_SOCKET");
    sockaddr_un address{};
    if (!path || !*path || std::strlen(path) >= sizeof address.sun_path) return;
    address.sun_family = AF_UNIX;
    std::strcpy(address.sun_path, path);
    if (address.sun_path[0] == '@') address.sun_path[0] = '\0';  // an abstract name
    int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd < 0) return;
    auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + std::strlen(path));
    sendto(fd, state, std::strlen(state), MSG_NOSIGNAL, reinterpret_cast<sockaddr*>(&address), size);
    close(fd);
}

int run_service(const std::string& config_path, const std::string& roles_text, bool check_only) {
    block_signals();
    auto passed = net::systemd_sockets();
    auto config = read_config(config_path);
    if (!config) return 2;
    auto roles = roles_from(roles_text);
    if (!roles) {
        std::fprintf(stderr, "baileyd: --roles: expected a list of smtp, pop3, web and worker, found \"%s\"\n",
                     roles_text.c_str());
        return 2;
    }
    if (check_only) return 0;
    if (!configure_log(*config)) return 1;
    auto stores = Stores::open(*config);
    if (!stores) return 1;
    auto server = Server::open(std::move(*stores), *roles, std::move(passed));
    if (!server || !(*server)->start()) return 1;
    notify_service_manager("READY=1");
    serve_until_signal(**server);
    return 0;
}

}  // namespace bailey::apps
