// One HTTPS POST to a server elsewhere, for push messages (RFC 8620 section 7.2, RFC 8030 section 5). The only way by
// which Bailey speaks to a host outside: callers must let nobody but the operator say which.
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/result.hpp"

namespace bailey::net {

class Loops;

class HttpsPost {
public:
    // `authorities`: a PEM file of certificates to trust; empty: those of the system. Errors: bad_config.
    static Result<std::unique_ptr<HttpsPost>> create(Loops& loops, const std::string& authorities = {});
    ~HttpsPost();

    struct Message {
        std::string url;
        std::string body;                                         // application/json
        std::vector<std::pair<std::string, std::string>> fields;  // more of the header
    };
    // `done` is called once, on a loop, with the status; with 0 where
    // the URL is none, the server was not reached or did not answer within half a minute, or its certificate is not for
    // that host. Redirects are not followed. Never blocks; at most 100 at a time, more are 0 at once. Thread-safe; not
    // to be called after the loops stopped.
    void send(Message message, std::function<void(int status)> done);

private:
    struct State;
    explicit HttpsPost(std::shared_ptr<State> state) : state_(std::move(state)) {}
    std::shared_ptr<State> state_;
};

}  // namespace bailey::net
