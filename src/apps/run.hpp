// Running the service in the foreground until a signal ends it.
#pragma once
#include <functional>
#include <optional>
#include <string>

#include "apps/server.hpp"

namespace bailey::apps {

// Reads the configuration; what is wrong with it goes to standard error, a line each: "file:line: what was expected".
std::optional<config::Config> read_config(const std::string& path);

// Blocks SIGTERM, SIGINT and SIGHUP in this and all later threads. Call it before any thread starts.
void block_signals();
// Waits for them: SIGHUP reloads, the others return.
void serve_until_signal(Server& server);

// The whole of baileyd. Returns the exit status: 0 after an orderly stop, 1 where it could not start, 2 for mistakes
// in the configuration or the roles.
int run_service(const std::string& config_path, const std::string& roles, bool check_only);

// Tells systemd, where it asked to be told (sd_notify(3)): "READY=1", "STOPPING=1".
void notify_service_manager(const char* state);

}  // namespace bailey::apps
