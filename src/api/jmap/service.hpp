// All of JMAP put together over services/mailbox: what the program makes once, adds its object types to, and gives a
// router.
#pragma once
#include <memory>
#include <string>

#include "api/jmap/endpoints/endpoints.hpp"
#include "api/jmap/push/pusher.hpp"
#include "services/mailbox/account.hpp"

namespace bailey::jmap {

class Service {
public:
    struct Rooms {
        mailbox::Accounts& mail;
        net::Workers& workers;
        const Clock& clock;
        std::function<net::http::Handler(net::http::Callers::Signed)> signed_in;
        decltype(Endpoints::identify) identify = {};
        // Of types that are not kept in mailboxes: ShareNotification, Principal. None: there are none.
        StatesOf more_states = {};
    };
    struct Settings {
        Limits limits = {};
        std::string public_url = {};  // as for Endpoints
        PushRules push = {};
        Send send = {};  // empty: nothing is sent
        std::shared_ptr<const push::Vapid> vapid = {};
    };
    // `accounts` empty: everybody has their own account alone. The workers must be joined before it goes.
    Service(Rooms rooms, Settings settings, Accounts accounts = {});
    ~Service();

    Api& api();  // for capabilities and methods, before the first request
    Events& events();
    // It outlives the router's handler.
    void add_routes(net::http::Router& router);

private:
    struct State;
    std::unique_ptr<State> state_;
};

// The caller's own account.
Accounts own_account();

}  // namespace bailey::jmap
