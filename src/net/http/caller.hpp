// Who is asking: the page's cookie, Basic with the account's password or an app password (RFC 7617), or a bearer token
// (RFC 6750).
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "net/http/exchange.hpp"
#include "net/metrics.hpp"
#include "services/signin/signin.hpp"

namespace bailey::net {
class Workers;
}
namespace bailey::signin {
class Sessions;
}

namespace bailey::net::http {

class RateLimits;

// What the pages' cookie is called: with this prefix a browser takes it from this very host alone, and never in clear
// (RFC 6265bis section 4.1.3.2).
inline constexpr std::string_view session_cookie = "__Host-bailey";
// That of a browser in which the second factor need not be shown.
inline constexpr std::string_view browser_cookie = "__Host-bailey-browser";

std::string_view cookie_in(const Request& request, std::string_view name);  // empty: there is none

// Did a page of our own send this? "X-Bailey", which a page of another origin cannot add without asking us first, and
// the browser's word for where it comes from.
bool from_our_page(const Request& request);

enum class How { cookie, basic, bearer };

struct Caller {
    signin::SignedIn who;
    How how = How::basic;
    std::int64_t session = 0;  // the session or token used; 0 for a password
};

class Callers {
public:
    Callers(Workers& workers, signin::SignIn& signin, signin::Sessions& sessions, RateLimits& limits,
            std::optional<ProtocolMetrics> metrics = {})
        : workers_(workers), signin_(signin), sessions_(sessions), limits_(limits), metrics_(metrics) {}

    // On a loop. Errors: denied (nobody, or a wrong password or token), conflict (a cookie on an unsafe method without
    // the signs that our own page sent it: "X-Bailey" and a matching Origin or Sec-Fetch-Site), locked, suspended,
    // too_many, try_later.
    awaitable<Result<Caller>> identify(const Request& request);
    void count_sign_in(bool succeeded) const;  // with a password; identify() counts its own
    // The answer to such an error: 401 with WWW-Authenticate, 403, 429 with Retry-After, 503. A page's script is not
    // offered Basic: the browser would ask for the password in a window of its own.
    static Response refusal(const Request& request, const boost::system::error_code& error);

    // A handler for signed-in callers alone; the others get refusal(), and whoever asks too much 429.
    using Signed = std::function<awaitable<Response>(Request&, const Caller&)>;
    Handler signed_in(Signed handler);

private:
    awaitable<Result<Caller>> basic(std::string_view credentials, const std::string& peer);
    awaitable<Result<Caller>> session(Secret token, How how, const std::string& peer);

    Workers& workers_;
    signin::SignIn& signin_;
    signin::Sessions& sessions_;
    RateLimits& limits_;
    std::optional<ProtocolMetrics> metrics_;
};

}  // namespace bailey::net::http
