// The submission server: performs what protocol/smtp's sessions ask for on a connection.
#pragma once
#include <chrono>
#include <functional>
#include <string>
#include <string_view>

#include "base/secret.hpp"
#include "net/listen.hpp"
#include "net/metrics.hpp"
#include "net/workers.hpp"
#include "protocol/smtp/session.hpp"
#include "services/delivery/intake.hpp"

namespace bailey::net {

// signin::SignIn::with_password. Blocks.
using CheckPassword =
    std::function<Result<signin::SignedIn>(std::string_view name, const Secret& password, std::string_view peer)>;

// RFC 5321 section 4.5.3.2.7: a server waits at least five minutes for the next command.
struct SmtpTimeouts {
    std::chrono::seconds sign_in{120};  // from the connection to the sign-in, all in all: strangers do not linger
    std::chrono::seconds command{300};
    std::chrono::seconds text{180};      // from one piece of a message to the next
    std::chrono::seconds message{3600};  // from the first to the last: 50 MB through a line of 128 kbit/s
    std::chrono::seconds handshake{30};
    std::chrono::seconds reply{60};  // for the client to take one
};

struct Smtp {
    Workers& workers;
    ProtocolMetrics metrics;  // of the listener's name
    CheckPassword sign_in;
    delivery::Intake& intake;
    smtp::Settings dialogue;  // its mail limits are intake.limits()
    SmtpTimeouts timeouts{};
};

// What a Listening needs; workers and intake outlive it.
Handler smtp_handler(Smtp service);
// For a connection too many.
std::string smtp_refusal();

}  // namespace bailey::net
