// The configuration: one TOML file, one typed value. What each setting means is said once, in the table of
// settings.cpp, from which the annotated sample is printed. Plain values only: apps/ turns them into what each room
// wants. A Config made in code has the documented defaults.
#pragma once
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace bailey::config {

using Names = std::vector<std::string>;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr std::uint64_t KiB = 1024, MiB = 1024 * KiB, GiB = 1024 * MiB;

struct Service {
    std::string suffix = "bailey.test";
    std::string name = "Bailey";
    std::string hostname = "mail.bailey.test";
    bool operator==(const Service&) const = default;
};

struct Community {
    std::string profile = "justice";
    std::string markings = "OFFICIAL, OFFICIAL-SENSITIVE";  // separated by commas
    bool operator==(const Community&) const = default;
};

struct Database {
    std::string community = "sqlite:/var/lib/bailey/community.db";
    std::string queue = "sqlite:/var/lib/bailey/queue.db";
    Names cells = {"sqlite:/var/lib/bailey/cell-0.db", "sqlite:/var/lib/bailey/cell-1.db",
                   "sqlite:/var/lib/bailey/cell-2.db", "sqlite:/var/lib/bailey/cell-3.db"};
    std::uint64_t readers = 2;
    bool operator==(const Database&) const = default;
};

struct Keys {
    std::string ring = "/etc/bailey/keys";
    bool operator==(const Keys&) const = default;
};

struct Smtp {
    Names submissions = {"0.0.0.0:465", "[::]:465"};
    Names submission = {"0.0.0.0:587", "[::]:587"};
    std::uint64_t message_size = 50 * MiB;
    std::uint64_t header_size = 256 * KiB;
    std::uint64_t recipients = 1000;
    std::uint64_t hops = 50;
    std::uint64_t line = 2 * KiB;
    std::uint64_t text_line = 64 * KiB;
    std::uint64_t errors = 20;
    std::uint64_t refused_recipients = 200;
    std::uint64_t failed_sign_ins = 3;
    std::uint64_t commands = 4000;
    seconds idle_timeout = minutes(5);
    seconds data_timeout = minutes(5);
    bool operator==(const Smtp&) const = default;
};

struct Pop3 {
    Names pop3s = {"0.0.0.0:995", "[::]:995"};
    Names pop3 = {};
    seconds idle_timeout = minutes(10);
    bool operator==(const Pop3&) const = default;
};

struct Tls {
    std::string certificate = "/etc/bailey/certificate.pem";
    std::string key = "/etc/bailey/certificate.key";
    bool operator==(const Tls&) const = default;
};

struct Connections {
    std::uint64_t total = 10'000;
    std::uint64_t per_address = 50;
    seconds handshake_timeout = seconds(30);
    seconds drain = seconds(30);
    bool operator==(const Connections&) const = default;
};

struct Workers {
    std::uint64_t threads = 8;
    std::uint64_t loops = 0;
    std::uint64_t waiting = 10'000;
    bool operator==(const Workers&) const = default;
};

struct Queue {
    seconds lifetime = hours(24 * 5);
    seconds delay_notice = hours(4);
    seconds first_retry = minutes(1);
    seconds last_retry = hours(1);
    seconds safety_net = hours(24 * 7);
    bool operator==(const Queue&) const = default;
};

struct Mailbox {
    std::uint64_t capacity = 2 * GiB;
    std::uint64_t recoverable_days = 30;
    bool operator==(const Mailbox&) const = default;
};

struct Signin {
    std::uint64_t failures_to_lock = 10;
    seconds failure_window = minutes(15);
    seconds remember = minutes(10);
    std::uint64_t argon2_passes = 2;
    std::uint64_t argon2_memory = 19 * MiB;
    std::string conditions = {};
    bool operator==(const Signin&) const = default;
};

struct Notices {
    std::string from = {};
    std::string site = {};
    std::string relay = {};
    std::string tls = "starttls";  // or "implicit", "none"
    std::string user = {};
    std::string password_file = {};
    std::string authorities = {};
    std::string folder = {};
    bool operator==(const Notices&) const = default;
};

struct Metrics {
    Names listen = {"127.0.0.1:9145"};
    bool operator==(const Metrics&) const = default;
};

struct Https {
    Names listen = {"0.0.0.0:443", "[::]:443"};
    std::string public_url = {};
    std::string pages = "/usr/share/bailey/pages";
    std::uint64_t header_size = 16 * KiB;
    std::uint64_t request_size = 10 * MiB;
    std::uint64_t upload_size = 50 * MiB;
    seconds idle_timeout = seconds(75);
    seconds header_timeout = seconds(20);
    seconds body_timeout = seconds(60);
    std::uint64_t requests_per_address = 200;
    std::uint64_t requests_per_person = 100;
    bool operator==(const Https&) const = default;
};

struct Push {
    std::string hosts = {};  // separated by spaces
    bool operator==(const Push&) const = default;
};

struct Spelling {
    std::string dictionaries = "/usr/share/hunspell";
    bool operator==(const Spelling&) const = default;
};

struct Log {
    std::string format = "text";  // or "json"
    std::string level = "info";   // or "debug", "warning", "error"
    std::string file = {};
    bool operator==(const Log&) const = default;
};

// [[exception]]: a member hosted as firm.SUFFIX although its everyday domain is another.
struct Exception {
    std::string everyday, secure;
    bool operator==(const Exception&) const = default;
};

struct Config {
    Service service{};
    Community community{};
    Database database{};
    Keys keys{};
    Smtp smtp{};
    Pop3 pop3{};
    Https https{};
    Tls tls{};
    Connections connections{};
    Workers workers{};
    Queue queue{};
    Mailbox mailbox{};
    Signin signin{};
    Notices notices{};
    Metrics metrics{};
    Push push{};
    Spelling spelling{};
    Log log{};
    std::vector<Exception> exceptions = {};
    bool operator==(const Config&) const = default;
};

struct ConfigError {
    std::string file;
    std::uint32_t line = 0;    // 0: the file as a whole
    std::string message;       // "smtp.recipients: expected a whole number from 1 to 100000, found \"many\""
    std::string text() const;  // "bailey.conf:12: " and the message
};

// Settings that are not named keep their default. Error: bad_config; then `errors` has every mistake found, by line.
Result<Config> load(const std::string& path, std::vector<ConfigError>& errors);
Result<Config> parse(std::string_view text, const std::string& file, std::vector<ConfigError>& errors);

// The annotated sample: every setting with its sentence and the value it has in `values`. parse() reads it back.
std::string print(const Config& values);

}  // namespace bailey::config
