// The exchanges that stay open: event streams and WebSockets. Private to net/http.
#pragma once
#include "net/http/request_reader.hpp"
#include "net/http/response_writer.hpp"

namespace bailey::net::http {

// Writes the response and what the channel brings until one side ends it.
awaitable<void> serve_events(Stream& stream, ResponseWriter& writer, Asked asked, Response response);

// The response to an upgrade request (RFC 6455 section 4.2): 101, or the refusal.
Response handshake(const Request& request, WebSocket& socket, Fields fields);
// Speaks the protocol after the 101 was written; `in` is what came behind the request.
awaitable<void> serve_websocket(Stream& stream, ResponseWriter& writer, WebSocket socket, std::string in);

}  // namespace bailey::net::http
