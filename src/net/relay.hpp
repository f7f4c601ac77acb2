// Giving one letter to an outside mail server (RFC 5321, RFC 3207, RFC 4954), for notices: one connection each.
#pragma once
#include <chrono>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "base/secret.hpp"

namespace bailey::net {

enum class RelayTls { none, starttls, implicit };

struct Relay {
    std::string host, port = "587";
    RelayTls tls = RelayTls::starttls;
    std::string user = {};  // empty: without signing in
    Secret password = {};
    std::string authorities = {};        // PEM; empty: those of the system
    std::string hostname = "localhost";  // ours, for EHLO
    std::chrono::seconds patience{60};   // for all of it
};

// Blocks until the server has taken it. `message` is whole, with CRLF line ends, all of it ASCII. Errors: denied (the
// server refused it for good), timed_out, try_later (it was not reached, is not the one its certificate should be for,
// does not offer TLS or signing in, or refused it for now); logged.
Result<void> give_to_relay(const Relay& relay, const std::string& from, const std::string& to,
                           std::string_view message);

}  // namespace bailey::net
