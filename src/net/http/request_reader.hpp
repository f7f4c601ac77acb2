// Reads requests from a connection, one after the other, strictly: what two programs could understand in two ways
// (request smuggling, RFC 9112 section 11.2) is refused. Private to net/http.
#pragma once
#include <memory>
#include <optional>
#include <string>

#include "net/http/server.hpp"
#include "net/stream.hpp"

namespace bailey::net::http {

class RequestReader {
public:
    RequestReader(Stream& stream, const Service& service);
    ~RequestReader();

    // One of two: a request, or why there is none. After a refusal the connection ends.
    struct Outcome {
        std::optional<Request> request;
        Problem refused;
        bool keep_alive = false;  // as far as the client is concerned
        bool chunks = true;       // it understands chunked responses (HTTP/1.1)
    };
    // Waits for the next request's header. Errors: the client went, was silent, or the server stops: end without a
    // word. The request's body reads from this object and must go before next() is called again.
    awaitable<Result<Outcome>> next();

    // Throws away what is left of the body. Returns whether the next request can be found.
    awaitable<bool> discard();

    // What came behind the request, for another protocol. Holds nothing afterwards.
    std::string take_rest();

private:
    friend class StreamedBody;
    struct Incoming;
    awaitable<Result<void>> more(Deadline deadline, Reading what);
    awaitable<Result<bool>> pull(std::string& out);
    Outcome outcome();
    std::optional<Problem> fault() const;

    Stream& stream_;
    const Service& service_;
    std::string in_;  // read and not yet parsed
    std::unique_ptr<Incoming> incoming_;
};

}  // namespace bailey::net::http
