// The demonstration: a whole community in one folder, on 127.0.0.1 alone, kept between starts.
#pragma once
#include <cstdint>
#include <string>

#include "apps/server.hpp"

namespace bailey::apps::demo {

struct Options {
    std::string folder;
    std::uint16_t port_base = 20000;  // the listeners take the ports from here up
    std::uint32_t extra_users = 0;    // u000000@bench.SUFFIX and so on, all with the same password: for measurements
    std::string database = {};        // a PostgreSQL URL to use in place of SQLite: its schemas bailey_*
    bool letters = true;              // a new community has two years of mail; false: its mailboxes are empty
    std::string pages = {};           // a folder of pages to serve in place of those that are installed
    std::string log_level = "info";
};

// The configuration of the demonstration in that folder.
config::Config configuration(const Options& options);

// Makes what is missing in the folder: keys, certificates, configuration, organisations, people. Errors: bad_config
// (the folder belongs to something else or cannot be written), and those of the stores.
Result<std::unique_ptr<Stores>> prepare(const Options& options);

constexpr std::string_view extra_user_password = "bench-secret";

}  // namespace bailey::apps::demo
