// The API over HTTP: the routes of api/jmap/paths.hpp (RFC 8620 sections 2, 3.1, 6 and 7.3, RFC 8887).
#pragma once
#include <functional>
#include <memory>
#include <string>

#include "api/jmap/api.hpp"
#include "api/jmap/blobs.hpp"
#include "api/jmap/endpoints/places.hpp"
#include "api/jmap/push/events.hpp"
#include "net/http/caller.hpp"
#include "net/http/router.hpp"

namespace bailey::net {
class Workers;
}

namespace bailey::jmap {

struct Endpoints {
    const Api& api;
    Blobs& blobs;
    Events& events;
    net::Workers& workers;
    // Makes a handler for signed-in callers alone: net::http::Callers::signed_in.
    std::function<net::http::Handler(net::http::Callers::Signed)> signed_in;
    // Callers::identify: asked again for what comes on a connection that stays open, since its session may have ended
    // and its account been suspended meanwhile. Empty: not asked.
    std::function<net::http::awaitable<Result<net::http::Caller>>(const net::http::Request&)> identify = {};
    std::string public_url = {};  // "https://mail.example"; empty: as the request names us
    Places places = {};           // of requests, uploads and listeners, a person
};

// The endpoints outlive the router's handler.
void add_routes(net::http::Router& router, Endpoints& endpoints);

// The websocket capability (RFC 8887 section 3.1): add it to the Api where the endpoints are served.
Capability web_socket_capability();

}  // namespace bailey::jmap
