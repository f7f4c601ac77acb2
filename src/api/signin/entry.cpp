// What the endpoints of signing in have in common: how far somebody is, the cookies, and why not.
#include "api/signin/handlers.hpp"
#include "net/http/rate_limits.hpp"
#include "net/workers.hpp"
#include "protocol/jmap/values.hpp"

namespace bailey::signin_pages {
namespace {

std::string_view type_of(users::Weakness weakness) {
    switch (weakness) {
    case users::Weakness::none: return "none";
    case users::Weakness::too_short: return "tooShort";
    case users::Weakness::too_long: return "tooLong";
    case users::Weakness::not_text: return "notText";
    case users::Weakness::common: return "common";
    case users::Weakness::own_name: return "ownName";
    }
    return "none";
}

}  // namespace

std::optional<http::Response> not_let_in(Endpoints& on, const http::Request& request) {
    if (!http::from_our_page(request)) return http::Callers::refusal(request, Errc::conflict);
    if (auto wait = on.tries.take_from_address(request.peer)) return http::too_many_requests(*wait);
    return {};
}

signin::Client client_of(const http::Request& request) {
    return {std::string(request.field("User-Agent")), request.peer};
}

Secret cookie_of(const http::Request& request) { return Secret(http::cookie_in(request, http::session_cookie)); }

// Lax would do for reading; Strict costs a mail service nothing, since nobody is linked into it. Without a lifetime of
// its own it ends with the browser, and by itself after half a day (services/signin/sessions.hpp).
void set_cookie(http::Response& response, std::string_view name, std::string_view value, std::string_view more) {
    std::string text(name);
    text.append("=").append(value).append("; Path=/; Secure; HttpOnly; SameSite=Strict").append(more);
    response.fields.add("Set-Cookie", text);
}

json::object to_json(const signin::Standing& standing, const signin::Conditions& conditions) {
    json::object object{{"next", standing.next ? json::value(signin::to_string(*standing.next)) : json::value()},
                        {"username", standing.who.address},
                        {"name", standing.name},
                        {"language", standing.language},
                        {"expiresAt", jmap::utc_date(standing.expires_at)}};
    if (!standing.next) {
        object["session"] = std::to_string(standing.session);
        return object;
    }
    switch (*standing.next) {
    case signin::Step::second_factor: {
        json::array ways;
        for (auto way : standing.ways) ways.emplace_back(signin::to_string(way));
        object["ways"] = std::move(ways);
        if (!standing.mail_hint.empty()) object["email"] = standing.mail_hint;
        break;
    }
    case signin::Step::password: break;
    case signin::Step::conditions: object["version"] = conditions.version(); break;
    case signin::Step::set_up: object["mayBeSkipped"] = standing.may_be_skipped; break;
    }
    return object;
}

http::Response entry(Endpoints& on, const signin::Standing& standing, json::object more) {
    auto object = to_json(standing, on.conditions);
    for (auto& [name, value] : more) object[name] = value;
    auto response = answer(object);
    if (standing.cookie) set_cookie(response, http::session_cookie, standing.cookie->reveal());
    return response;
}

http::Response no_entry(const boost::system::error_code& error) {
    auto code = errc_of(error);
    if (code == Errc::denied) return refused(403, "wrongPassword", "The name or the password is not right.");
    if (code == Errc::locked)
        return refused(403, "locked", "The account is locked; choose a new password, or ask an administrator.");
    if (code == Errc::suspended) return refused(403, "suspended", "The account is suspended.");
    if (code != Errc::too_many) return http::problem(error);
    auto response = refused(429, "tooManyTries", "Too many failed sign-ins; wait a little.");
    response.fields.set("Retry-After", "5");
    return response;
}

http::Response no_step(const http::Request& request, const boost::system::error_code& error) {
    auto code = errc_of(error);
    if (code == Errc::denied) return http::Callers::refusal(request, error);
    if (code == Errc::conflict) return refused(409, "notThisStep", "Another step is the next; /api/me says which.");
    return no_entry(error);
}

http::Response too_weak(users::Weakness weakness) {
    return http::problem({.status = 422,
                          .type = "urn:bailey:error:weakPassword",
                          .detail = std::string(users::to_string(weakness)),
                          .members = {{"weakness", std::string(type_of(weakness))}}});
}

awaitable<std::optional<http::Response>> wrong_password(Endpoints& on, const signin::SignedIn& who,
                                                        const Secret& password, const std::string& peer) {
    auto right = co_await net::on_worker(on.workers, [&] { return on.signin.to_pages(who.address, password, peer); });
    if (!right) co_return no_entry(right.error());
    co_return std::nullopt;
}

}  // namespace bailey::signin_pages
