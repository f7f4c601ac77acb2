// Signing in, out, and changing the password that one signs in with.
#include <array>

#include "api/signin/handlers.hpp"
#include "net/http/rate_limits.hpp"
#include "net/workers.hpp"
#include "protocol/jmap/values.hpp"

namespace bailey::signin_pages {
namespace {

// Lax would do for reading; Strict costs a mail service nothing, since nobody is linked into it. It ends with the
// browser, and by itself after half a day (services/signin/sessions.hpp).
std::string cookie(std::string_view token, std::string_view more = {}) {
    std::string text(http::session_cookie);
    return text.append("=").append(token).append("; Path=/; Secure; HttpOnly; SameSite=Strict").append(more);
}

// Before anything is read of somebody who is not signed in. A stranger's page must not sign people in as somebody else.
std::optional<http::Response> not_let_in(Endpoints& on, const http::Request& request) {
    if (!http::from_our_page(request)) return http::Callers::refusal(request, Errc::conflict);
    if (auto wait = on.tries.take_from_address(request.peer)) return http::too_many_requests(*wait);
    return {};
}

// Never 401: the page's own form asks again, not the browser.
http::Response no_entry(const boost::system::error_code& error) {
    auto code = errc_of(error);
    if (code == Errc::denied) return refused(403, "wrongPassword", "The name or the password is not right.");
    if (code == Errc::locked) return refused(403, "locked", "The account is locked; an administrator can unlock it.");
    if (code == Errc::suspended) return refused(403, "suspended", "The account is suspended.");
    if (code != Errc::too_many) return http::problem(error);
    auto response = refused(429, "tooManyTries", "Too many failed sign-ins; wait a little.");
    response.fields.set("Retry-After", "5");
    return response;
}

struct Entered {
    signin::SignIn::Entry entry;
    std::optional<signin::Sessions::Begun> begun = {};  // none: another password must be set first
};

constexpr std::array<std::string_view, 2> entry_form{"username", "password"};
constexpr std::array<std::string_view, 3> change_form{"username", "password", "newPassword"};

struct Client {
    std::string agent, peer;
};

Result<Entered> enter(Endpoints& on, std::string_view name, const Secret& password, const Client& client) {
    Entered entered;
    BAILEY_TRY(entered.entry, on.signin.to_pages(name, password, client.peer));
    if (entered.entry.must_change) return entered;
    BAILEY_TRY(entered.begun,
               on.sessions.begin(entered.entry.who, signin::SessionKind::page, client.agent, client.peer));
    return entered;
}

http::Response welcome(const Entered& entered) {
    if (!entered.begun) return refused(403, "passwordMustChange", "This password is only good for setting another.");
    auto& session = entered.begun->session;
    auto response = answer(json::object{{"username", entered.entry.who.address},
                                        {"session", std::to_string(session.id)},
                                        {"expiresAt", jmap::utc_date(session.expires_at)}});
    response.fields.add("Set-Cookie", cookie(entered.begun->token.reveal()));
    return response;
}

Client client_of(const http::Request& request) { return {std::string(request.field("User-Agent")), request.peer}; }

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

http::Response too_weak(users::Weakness weakness) {
    return http::problem({.status = 422,
                          .type = "urn:bailey:error:weakPassword",
                          .detail = std::string(users::to_string(weakness)),
                          .members = {{"weakness", std::string(type_of(weakness))}}});
}

}  // namespace

awaitable<http::Response> sign_in(Endpoints& on, http::Request& request) {
    if (auto refusal = not_let_in(on, request)) co_return std::move(*refusal);
    auto form = co_await read_form(request, entry_form);
    if (!form) co_return bad_form(form.error());
    auto client = client_of(request);
    auto entered = co_await net::on_worker(
        on.workers, [&] { return enter(on, form->at("username").reveal(), form->at("password"), client); });
    on.callers.count_sign_in(entered.has_value());
    if (!entered) co_return no_entry(entered.error());
    co_return welcome(*entered);
}

// Every session of the account ends with its password; a new one begins here.
awaitable<http::Response> change_password(Endpoints& on, http::Request& request) {
    if (auto refusal = not_let_in(on, request)) co_return std::move(*refusal);
    auto form = co_await read_form(request, change_form);
    if (!form) co_return bad_form(form.error());
    auto client = client_of(request);
    auto name = form->at("username").reveal();
    const auto& fresh = form->at("newPassword");
    auto weakness = co_await net::on_worker(
        on.workers, [&] { return on.signin.change_password(name, form->at("password"), fresh, client.peer); });
    if (!weakness && errc_of(weakness.error()) == Errc::exists)
        co_return refused(422, "samePassword", "The new password is the old one.");
    if (!weakness) co_return no_entry(weakness.error());
    if (*weakness != users::Weakness::none) co_return too_weak(*weakness);
    auto entered = co_await net::on_worker(on.workers, [&] { return enter(on, name, fresh, client); });
    if (!entered) co_return no_entry(entered.error());
    co_return welcome(*entered);
}

awaitable<http::Response> sign_out(Endpoints& on, http::Request& request, const http::Caller& caller) {
    auto ended = co_await net::on_worker(
        on.workers, [&] { return on.sessions.end(caller.who.account, caller.session, request.peer); });
    if (!ended && errc_of(ended.error()) != Errc::not_found) co_return http::problem(ended.error());
    auto response = http::empty();
    response.fields.add("Set-Cookie", cookie("", "; Max-Age=0"));
    co_return response;
}

}  // namespace bailey::signin_pages
