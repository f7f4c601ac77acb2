// Which handler answers which path and method.
#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "net/http/exchange.hpp"

namespace bailey::net::http {

class Router {
public:
    // `pattern`: segments that are literal or a {name} (one segment, not empty), the last one perhaps {name*} (all that
    // follows, with its slashes, perhaps empty): "/jmap/download/{accountId}/{blobId}/{name}", "/pages/{file*}". What
    // stood there is in Request::parameters, decoded. Where several fit, literal segments win over names, from the
    // left.
    void add(Method method, std::string_view pattern, Handler handler);
    void get(std::string_view pattern, Handler h) { add(Method::get, pattern, std::move(h)); }  // and HEAD
    void post(std::string_view pattern, Handler h) { add(Method::post, pattern, std::move(h)); }
    void remove(std::string_view pattern, Handler h) { add(Method::delete_, pattern, std::move(h)); }

    // The whole table as one handler: 404, 405 with Allow (RFC 9110 section 15.5.6), OPTIONS with Allow, and 400 for a
    // parameter that cannot be decoded. The router must outlive it, and must not change any more.
    Handler handler() const;

private:
    struct Route {
        std::vector<std::string> segments;
        std::vector<std::pair<Method, Handler>> methods;
    };
    std::vector<Route> routes_;
};

}  // namespace bailey::net::http
