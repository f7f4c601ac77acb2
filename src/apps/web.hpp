// The web role: the API (JMAP), signing in, and the pages, put together behind one HTTPS listener.
#pragma once
#include <memory>

#include "apps/stores.hpp"
#include "net/listen.hpp"
#include "net/metrics.hpp"

namespace bailey::delivery {
class MailIntake;
}
namespace bailey::mailbox {
class Accounts;
}
namespace bailey::net {
class Loops;
class Workers;
}  // namespace bailey::net
namespace bailey::outbox {
class Notices;
}
namespace bailey::signin {
class AppPasswords;
class SignIn;
}  // namespace bailey::signin

namespace bailey::apps {

class Web {
public:
    // All of them outlive it; the loops are stopped, the workers joined, and the deliverer has stopped, before it goes.
    struct Rooms {
        Stores& stores;
        mailbox::Accounts& mail;
        signin::SignIn& signin;
        signin::AppPasswords& app_passwords;
        const outbox::Notices& notices;
        delivery::MailIntake& intake;
        net::Workers& workers;
        net::Loops& loops;
        net::ProtocolMetrics metrics;
    };
    // Errors: bad_config (the folder of the pages or the conditions cannot be read, or see Jmap::create); logged.
    static Result<std::unique_ptr<Web>> open(const Rooms& rooms);
    ~Web();

    // The listener's; this outlives it.
    net::Handler handler();
    void reload();  // the pages

private:
    struct State;
    explicit Web(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace bailey::apps
