// Who is asking: the page's cookie, Basic with the account's password or an app password (RFC 7617), or a bearer token
// (RFC 6750).
#pragma once
#include <functional>
#include <string>

#include "net/http/exchange.hpp"
#include "services/signin/signin.hpp"

namespace bailey::net {
class Workers;
}
namespace bailey::signin {
class Sessions;
}

namespace bailey::net::http {

class RateLimits;

enum class How { cookie, basic, bearer };

struct Caller {
    signin::SignedIn who;
    How how = How::basic;
    std::int64_t session = 0;  // the session or token used; 0 for a password
};

class Callers {
public:
    Callers(Workers& workers, signin::SignIn& signin, signin::Sessions& sessions, RateLimits& limits)
        : workers_(workers), signin_(signin), sessions_(sessions), limits_(limits) {}

    // On a loop. Errors: denied (nobody, or a wrong password or token), conflict (a cookie on an unsafe method without
    // the signs that our own page sent it: "X-Bailey" and a matching Origin or Sec-Fetch-Site), locked, suspended,
    // too_many, try_later.
    awaitable<Result<Caller>> identify(const Request& request);
    // The answer to such an error: 401 with WWW-Authenticate, 403, 429 with Retry-After, 503.
    static Response refusal(const Request& request, const boost::system::error_code& error);

    // A handler for signed-in callers alone; the others get refusal(), and whoever asks too much 429.
    using Signed = std::function<awaitable<Response>(Request&, const Caller&)>;
    Handler signed_in(Signed handler);

private:
    Workers& workers_;
    signin::SignIn& signin_;
    signin::Sessions& sessions_;
    RateLimits& limits_;
};

}  // namespace bailey::net::http
