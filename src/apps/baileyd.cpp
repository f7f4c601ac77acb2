// The service. main is its table of contents.
#include <getopt.h>
#include <signal.h>

#include <cstdio>
#include <string>

#include "apps/run.hpp"

namespace {

constexpr const char* usage =
    "usage: baileyd [--config FILE] [--roles smtp,pop3,web,worker] [--check]\n"
    "  --config FILE   the configuration (default /etc/bailey/bailey.conf)\n"
    "  --roles LIST    what this process does (default: everything)\n"
    "  --check         reads the configuration, says what is wrong with it, and ends\n"
    "  --version       which Bailey this is\n";

}  // namespace

int main(int argc, char** argv) {
    std::string config = "/etc/bailey/bailey.conf", roles = "smtp,pop3,web,worker";
    bool check = false;
    const option options[] = {{"config", required_argument, nullptr, 'c'}, {"roles", required_argument, nullptr, 'r'},
                              {"check", no_argument, nullptr, 'k'},        {"version", no_argument, nullptr, 'v'},
                              {"help", no_argument, nullptr, 'h'},         {}};
    for (int o; (o = getopt_long(argc, argv, "c:r:h", options, nullptr)) != -1;) {
        switch (o) {
        case 'c': config = optarg; break;
        case 'r': roles = optarg; break;
        case 'k': check = true; break;
        case 'v': std::puts("Bailey " BAILEY_VERSION); return 0;
        case 'h': std::fputs(usage, stdout); return 0;
        default: std::fputs(usage, stderr); return 2;
        }
    }
    if (optind < argc) {
        std::fputs(usage, stderr);
        return 2;
    }
    return bailey::apps::run_service(config, roles, check);
}
