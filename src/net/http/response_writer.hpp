// Writes responses: framing, HEAD, ranges and conditions. Private to net/http.
#pragma once
#include <string>

#include "net/http/server.hpp"
#include "net/stream.hpp"

namespace bailey::net::http {

// What of its request a response depends on.
struct Asked {
    Method method = Method::get;
    Fields fields = {};  // of the request
    bool secure = false;
    bool chunks = true;
    bool keep_alive = false;
};

class ResponseWriter {
public:
    ResponseWriter(Stream& stream, const Service& service) : stream_(stream), service_(service) {}

    // Writes all of a response that ends: not Events, not WebSocket. Returns whether the connection can go on.
    awaitable<bool> write(const Asked& asked, Response response);
    // The header of one that stays open; with `chunked`, its body is written by chunk().
    awaitable<bool> begin(const Asked& asked, Response& response, bool chunked);
    awaitable<bool> chunk(std::string_view bytes);
    awaitable<bool> bytes(std::string_view bytes);

private:
    awaitable<bool> stream_pieces(const Asked& asked, std::string header, Pieces pieces, std::uint64_t first,
                                  std::optional<std::uint64_t> count);
    void count_reply(int status);

    Stream& stream_;
    const Service& service_;
};

// The file as pieces, opened. Blocks. Errors: not_found (also for what is no regular file), try_later.
Result<Pieces> pieces_of(const File& file);

}  // namespace bailey::net::http
