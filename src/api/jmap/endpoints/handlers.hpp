// The handlers behind the routes, one file each; and what they have in common. Private to this folder.
#pragma once
#include "api/jmap/endpoints/endpoints.hpp"
#include "net/http/exchange.hpp"

namespace bailey::jmap {

using net::http::awaitable;
namespace http = net::http;

// Each is called on a loop; the arguments outlive the coroutine, save that open-ended answers copy what they need.
awaitable<http::Response> session_page(Endpoints& on, http::Request& request, const http::Caller& caller);
awaitable<http::Response> api_call(Endpoints& on, http::Request& request, const http::Caller& caller);
awaitable<http::Response> upload(Endpoints& on, http::Request& request, const http::Caller& caller);
awaitable<http::Response> download(Endpoints& on, http::Request& request, const http::Caller& caller);
awaitable<http::Response> event_source(Endpoints& on, http::Request& request, const http::Caller& caller);
awaitable<http::Response> web_socket(Endpoints& on, http::Request& request, const http::Caller& caller);

Caller caller_of(const http::Caller& caller);
Origin origin_of(const Endpoints& on, const http::Request& request);
http::Response answer(Reply reply);
// "urn:ietf:params:jmap:error:limit" (RFC 8620 section 3.6.1).
http::Response over_limit(int status, std::string limit, std::string detail);
// The account of that id. Blocks. Errors: not_found; denied (read-only, and `access` is write).
Result<Account> account_of(const Api& api, const Caller& caller, std::string_view id, Access access);

// The ping events of an event stream (RFC 8620 section 7.3): how long after the last event one is sent, and its text.
struct Pinging {
    std::chrono::seconds every{0};  // 0: never
    std::string text = {};
};
Result<Pinging> pinging_from(std::string_view asked);  // bad_syntax: no number of seconds

// For a listener: all accounts of the caller; those of others are asked for again at each push. Blocks.
Result<Interest> interest_of(const Api& api, const Caller& caller);

}  // namespace bailey::jmap
