// One request and its response, as handlers see them. The server (net/http/server.hpp) reads the one and writes the
// other; it adds Date, Content-Length, the security headers and the answer to Range, HEAD and If-None-Match, so that a
// handler says only what it has. Source: RFC 9110, RFC 9112.
#pragma once
#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "base/result.hpp"
#include "net/http/channel.hpp"
#include "net/http/fields.hpp"

namespace bailey::net::http {

using boost::asio::awaitable;

enum class Method { get, head, post, put, patch, delete_, options, other };
std::string_view to_string(Method method);

// Where an upload's pieces go; called on a worker, in order, never two at once. An error ends the upload.
using Sink = std::function<Result<void>(std::string_view piece)>;

// What a request carries. Not read until it is asked for ("Expect: 100-continue" is answered then); what a handler
// leaves unread is thrown away by the server, up to a limit. Ask once: whole() or pieces().
class RequestBody {
public:
    virtual ~RequestBody() = default;
    virtual std::optional<std::uint64_t> length() const = 0;  // as announced; none where it is chunked
    // Errors: too_long (more than `most` octets: answer 413; known before reading where the length was announced),
    // timed_out, closed, bad_syntax (malformed chunks).
    virtual awaitable<Result<std::string>> whole(std::size_t most) = 0;
    // Returns the octets given to `sink`. Errors: those of whole() and of `sink`.
    virtual awaitable<Result<std::uint64_t>> pieces(Sink sink, std::uint64_t most) = 0;
};
std::unique_ptr<RequestBody> body_from(std::string text);  // for tests

struct Request {
    Method method = Method::get;
    std::string method_name = "GET";
    // The target's path as it was sent: begins with "/", percent-encodings not touched (but no "." or ".." segment,
    // encoded or not, and no encoded control character: those are refused before a handler sees them).
    std::string path = "/";
    std::string query = {};  // behind the "?", as it was sent
    Fields fields = {};
    std::string host = {};  // of the Host field or the absolute target, with its port where it has one
    std::string peer = {};  // IP address
    bool secure = false;    // under TLS
    std::string id = {};    // of this request, for the log
    // What stood for the {names} of the route's pattern, decoded.
    std::map<std::string, std::string, std::less<>> parameters = {};
    std::unique_ptr<RequestBody> body = body_from({});

    // Of the query, decoded ("+" is a space); the first of that name.
    std::optional<std::string> argument(std::string_view name) const;
    std::string_view parameter(std::string_view name) const;  // empty where the pattern has no such name
    std::string_view field(std::string_view name) const { return fields.get(name); }
    std::string origin() const { return (secure ? "https://" : "http://") + host; }
};

// A part of a file, sent from the disk. It is opened when the response is written.
struct File {
    std::string path;
};

// A body that is made while it is sent. `read(offset, most)` is called on a worker, may block, and returns at most
// `most` octets from `offset` on. Offsets follow each other, save that the first may be any (a range). With a `length`
// it must give exactly that many, and ranges are served; without, the empty string ends it. An error in the middle
// cuts the connection, so that nobody takes a part for the whole.
struct Pieces {
    std::optional<std::uint64_t> length;
    std::function<Result<std::string>(std::uint64_t offset, std::size_t most)> read;
};

// text/event-stream that stays open until the channel ends, the client goes or the server stops.
struct Events {
    std::shared_ptr<Channel> channel;
    std::chrono::seconds ping{60};    // after so much silence `ping_text` is written; 0: never
    std::string ping_text = ":\n\n";  // a comment; or an event of your own
};

// The answer to an upgrade (RFC 6455 section 4.2): refused with 400, 426 or 403 by the server where the request is no
// valid handshake or comes from another origin's page.
struct WebSocket {
    std::string protocol = {};  // the subprotocol agreed on, e.g. "jmap": it must be among those asked for (else 400)
    std::size_t most_message = 10 * 1024 * 1024;  // a longer one closes with 1009
    // Each text message, whole, valid UTF-8, one after the other, on the loop; what it returns is sent as one text
    // message (empty: nothing). An error closes with 1011; bad_syntax with 1007, denied with 1008. Binary: 1003.
    std::function<awaitable<Result<std::string>>(std::string message)> on_text;
    std::shared_ptr<Channel> pushes = {};  // may be null
    std::chrono::seconds ping{120};        // after so much silence a ping, and without an answer the end
};

struct Response {
    int status = 200;
    Fields fields = {};
    std::variant<std::monostate, std::string, File, Pieces, Events, WebSocket> body = {};
    bool close = false;  // end the connection after this
};

// Called on a loop: what blocks goes to net::on_worker. Must not throw.
using Handler = std::function<awaitable<Response>(Request&)>;

Response text(int status, std::string body);  // text/plain
Response json(std::string body, int status = 200);
Response empty(int status = 204);

// Problem details (RFC 7807), application/problem+json.
struct Problem {
    int status = 500;
    std::string type = "about:blank";                               // "urn:ietf:params:jmap:error:notJSON"
    std::string title = {};                                         // empty: the status's own phrase
    std::string detail = {};                                        // a sentence for the caller's programmer
    std::vector<std::pair<std::string, std::string>> members = {};  // further members, strings: {"limit", "..."}
};
Response problem(const Problem& problem);
// What an error of ours comes to: bad_syntax 400, denied 403, not_found 404, too_long 413, too_many 429, try_later 503
// ...; `detail` as above.
Response problem(const boost::system::error_code& error, std::string detail = {});
std::string_view reason_phrase(int status);  // "Not Found"

// Percent-decoding (RFC 3986 section 2.1); bad_syntax for "%" without two digits, control characters, invalid UTF-8.
Result<std::string> percent_decoded(std::string_view text);

}  // namespace bailey::net::http
