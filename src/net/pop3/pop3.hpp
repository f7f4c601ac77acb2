// The POP3 server: performs what protocol/pop3's sessions ask for on a connection.
#pragma once
#include <chrono>
#include <functional>
#include <memory>
#include <string_view>

#include "base/secret.hpp"
#include "net/listen.hpp"
#include "net/metrics.hpp"
#include "net/workers.hpp"
#include "services/mailbox/maildrop.hpp"

namespace bailey::signin {
class SignIn;
}

namespace bailey::net {

// Signs in and opens the maildrop, in one go. Blocks. Errors: those of signin::SignIn and mailbox::Maildrops.
using OpenMaildrop = std::function<Result<std::unique_ptr<mailbox::Maildrop>>(
    std::string_view name, const Secret& password, std::string_view peer)>;
OpenMaildrop open_with(signin::SignIn& signin, mailbox::Maildrops& maildrops);

struct Pop3 {
    Workers& workers;
    ProtocolMetrics metrics;  // of the listener's name
    OpenMaildrop open;
    std::chrono::seconds idle = std::chrono::minutes(10);  // RFC 1939 section 3: at least ten minutes
};

// What a Listening needs; the workers outlive it.
Handler pop3_handler(Pop3 service);
// For a connection too many.
std::string_view pop3_refusal();

}  // namespace bailey::net
