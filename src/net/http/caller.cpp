#include "net/http/caller.hpp"

#include <openssl/crypto.h>
#include <prometheus/counter.h>

#include <algorithm>

#include "base/text.hpp"
#include "net/http/rate_limits.hpp"
#include "net/workers.hpp"
#include "services/signin/sessions.hpp"

namespace bailey::net::http {
namespace {

struct NameAndPassword {
    std::string name;
    Secret password;
};

// RFC 7617 section 2: name ":" password, in base 64; UTF-8, as our challenge says.
Result<NameAndPassword> decoded(std::string_view base64_text) {
    BAILEY_TRY(auto octets, from_base64(base64_text));
    auto text = text_of(octets);
    auto colon = text.find(':');
    bool control = std::ranges::any_of(text, [](unsigned char c) { return c < 0x20 || c == 0x7f; });
    if (colon == text.npos || control || !valid_utf8(text)) return Errc::bad_syntax;
    NameAndPassword both{std::string(text.substr(0, colon)), Secret(text.substr(colon + 1))};
    OPENSSL_cleanse(octets.data(), octets.size());
    return both;
}

// RFC 9110 section 9.2.1.
bool is_safe(Method method) { return method == Method::get || method == Method::head || method == Method::options; }

// "scheme credentials" (RFC 9110 section 11.4).
bool is_scheme(std::string_view authorization, std::string_view scheme) {
    return equals_ignoring_case(authorization.substr(0, authorization.find(' ')), scheme);
}

std::string_view credentials_in(std::string_view authorization) {
    auto space = authorization.find(' ');
    return space == authorization.npos ? std::string_view() : trim(authorization.substr(space));
}

// A script's request, which the user did not see: not a page that is gone to by its address.
bool from_a_script(const Request& request) {
    auto mode = request.field("Sec-Fetch-Mode");
    return request.fields.has("X-Bailey") || !(mode.empty() || mode == "navigate");
}

Response unauthorized(const Request& request) {
    auto response = problem(Problem{.status = 401, .detail = "Sign in first."});
    if (!from_a_script(request))
        response.fields.add("WWW-Authenticate", R"(Basic realm="Bailey", charset="UTF-8")");  // RFC 7617 section 2.1
    bool tried = is_scheme(request.field("Authorization"), "Bearer");
    // RFC 6750 section 3.1
    response.fields.add("WWW-Authenticate",
                        tried ? R"(Bearer realm="Bailey", error="invalid_token")" : R"(Bearer realm="Bailey")");
    return response;
}

using Signed = Callers::Signed;

awaitable<Response> serve(Callers& callers, RateLimits& limits, std::shared_ptr<const Signed> handler,
                          Request& request) {
    auto caller = co_await callers.identify(request);
    if (!caller) co_return Callers::refusal(request, caller.error());
    auto wait = limits.take_from_person(caller->who.account);
    if (wait) co_return too_many_requests(*wait);
    co_return co_await (*handler)(request, *caller);
}

}  // namespace

// RFC 6265 section 5.4: "a=b; c=d".
std::string_view cookie_in(const Request& request, std::string_view name) {
    for (auto& [field, value] : request.fields) {
        if (!equals_ignoring_case(field, "Cookie")) continue;
        for (std::string_view rest = value; !rest.empty();) {
            auto pair = rest.substr(0, rest.find(';'));
            rest.remove_prefix(std::min(pair.size() + 1, rest.size()));
            auto equals = pair.find('=');
            if (equals != pair.npos && trim(pair.substr(0, equals)) == name) return trim(pair.substr(equals + 1));
        }
    }
    return {};
}

bool from_our_page(const Request& request) {
    if (!request.fields.has("X-Bailey")) return false;
    auto site = request.field("Sec-Fetch-Site");  // no script can write it
    if (!site.empty()) return site == "same-origin";
    return equals_ignoring_case(request.field("Origin"), request.origin());
}

awaitable<Result<Caller>> Callers::identify(const Request& request) {
    auto given = request.fields.count("Authorization");
    if (given > 1) co_return Errc::denied;
    if (given == 1) {
        auto authorization = request.field("Authorization");
        auto credentials = credentials_in(authorization);
        if (is_scheme(authorization, "Basic")) co_return co_await basic(credentials, request.peer);
        if (!is_scheme(authorization, "Bearer")) co_return Errc::denied;
        Secret token(credentials);
        co_return co_await session(std::move(token), How::bearer, request.peer);
    }
    auto cookie = cookie_in(request, session_cookie);
    if (cookie.empty()) co_return Errc::denied;
    if (!is_safe(request.method) && !from_our_page(request)) co_return Errc::conflict;
    Secret token(cookie);
    co_return co_await session(std::move(token), How::cookie, request.peer);
}

awaitable<Result<Caller>> Callers::basic(std::string_view credentials, const std::string& peer) {
    auto given = decoded(credentials);
    if (!given) co_return Errc::denied;
    auto who = co_await on_worker(workers_, [&] { return signin_.with_password(given->name, given->password, peer); });
    count_sign_in(who.has_value());
    if (!who) co_return who.error();
    co_return Caller{.who = std::move(*who), .how = How::basic, .session = 0};
}

awaitable<Result<Caller>> Callers::session(Secret token, How how, const std::string& peer) {
    auto kind = how == How::cookie ? signin::SessionKind::page : signin::SessionKind::token;
    auto found = co_await on_worker(workers_, [&] { return sessions_.find(token, kind, peer); });
    if (!found) co_return found.error();
    co_return Caller{.who = std::move(found->who), .how = how, .session = found->id};
}

void Callers::count_sign_in(bool succeeded) const {
    if (metrics_) (succeeded ? metrics_->signed_in : metrics_->sign_in_failed).Increment();
}

Response Callers::refusal(const Request& request, const boost::system::error_code& error) {
    auto code = errc_of(error);
    if (code == Errc::denied) return unauthorized(request);
    if (code == Errc::conflict)
        return problem(Problem{.status = 403, .detail = "A cookie counts for what this service's own pages send."});
    if (code == Errc::locked)
        return problem(error, "The account is locked, or has a one-time password that must be changed first.");
    if (code == Errc::suspended) return problem(error, "The account is suspended.");
    if (code == Errc::unsupported)
        return problem(
            {.status = 403,
             .type = "urn:bailey:error:appPasswordNeeded",
             .detail = "This account has a second factor: make an app password for this program on the pages."});
    if (code == Errc::too_many) return problem(error, "Too many failed sign-ins; try again later.");
    return problem(error);
}

Handler Callers::signed_in(Signed handler) {
    auto kept = std::make_shared<const Signed>(std::move(handler));
    return [this, kept](Request& request) { return serve(*this, limits_, kept, request); };
}

}  // namespace bailey::net::http
