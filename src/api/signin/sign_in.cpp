// Signing in, step by step, and out; and changing the password that one signs in with.
#include <array>

#include "api/signin/handlers.hpp"
#include "net/workers.hpp"

namespace bailey::signin_pages {
namespace {

constexpr std::array<std::string_view, 2> entry_form{"username", "password"}, change_form{"password", "newPassword"},
    code_form{"way", "code"};
constexpr std::array<std::string_view, 1> remember_form{"remember"}, first_form{"newPassword"}, version_form{"version"},
    name_of_form{"username"};  // a browser keeps it with the new password; who it is the session says

http::Response same_password() { return refused(422, "samePassword", "The new password is the old one."); }

std::string lifetime_of_browser() {
    using std::chrono::seconds;
    return "; Max-Age=" + std::to_string(seconds(signin::SecondFactor::browser_lifetime).count());
}

http::Response wrong_code(const http::Request& request, const boost::system::error_code& error) {
    auto code = errc_of(error);
    if (code == Errc::exists) return refused(403, "wrongCode", "The code is not right.");
    if (code == Errc::not_found)
        return refused(403, "codeNotValid", "There is no code that is waiting for you, or no longer; have one sent.");
    return no_step(request, error);
}

}  // namespace

awaitable<http::Response> sign_in(Endpoints& on, http::Request& request) {
    if (auto refusal = not_let_in(on, request)) co_return std::move(*refusal);
    auto form = co_await read_form(request, entry_form);
    if (!form) co_return bad_form(form.error());
    auto client = client_of(request);
    auto browser = Secret(http::cookie_in(request, http::browser_cookie));
    auto name = form->at("username").reveal();
    auto entered = co_await net::on_worker(
        on.workers, [&] { return on.entrance.with_password(name, form->at("password"), browser, client); });
    on.callers.count_sign_in(entered.has_value());
    if (!entered) co_return no_entry(entered.error());
    co_return entry(on, *entered);
}

awaitable<http::Response> send_code(Endpoints& on, http::Request& request) {
    if (auto refusal = not_let_in(on, request)) co_return std::move(*refusal);
    auto cookie = cookie_of(request);
    auto sent = co_await net::on_worker(on.workers, [&] { return on.entrance.send_code(cookie); });
    if (sent) co_return http::empty();
    auto code = errc_of(sent.error());
    if (code == Errc::too_many) co_return refused(429, "tooManyCodes", "Too many codes were sent; wait an hour.");
    if (code == Errc::not_found) co_return refused(409, "noRecoveryAddress", "There is no address to send a code to.");
    co_return no_step(request, sent.error());
}

awaitable<http::Response> show_second_factor(Endpoints& on, http::Request& request) {
    if (auto refusal = not_let_in(on, request)) co_return std::move(*refusal);
    auto form = co_await read_form(request, code_form, remember_form);
    if (!form) co_return bad_form(form.error());
    auto way = signin::way_from(form->at("way").reveal());
    if (!way) co_return bad_form(make_error_code(Errc::bad_syntax));
    auto client = client_of(request);
    auto cookie = cookie_of(request);
    bool remember = value_of(*form, "remember").reveal() == "true";
    auto shown = co_await net::on_worker(
        on.workers, [&] { return on.entrance.show(cookie, *way, form->at("code"), remember, client); });
    if (!shown) co_return wrong_code(request, shown.error());
    auto response = entry(on, shown->standing);
    if (shown->browser) set_cookie(response, http::browser_cookie, shown->browser->reveal(), lifetime_of_browser());
    co_return response;
}

awaitable<http::Response> set_first_password(Endpoints& on, http::Request& request) {
    if (auto refusal = not_let_in(on, request)) co_return std::move(*refusal);
    auto form = co_await read_form(request, first_form);
    if (!form) co_return bad_form(form.error());
    auto client = client_of(request);
    auto cookie = cookie_of(request);
    auto set = co_await net::on_worker(
        on.workers, [&] { return on.entrance.set_password(cookie, form->at("newPassword"), client); });
    if (!set && errc_of(set.error()) == Errc::exists) co_return same_password();
    if (!set) co_return no_step(request, set.error());
    if (set->weakness != users::Weakness::none) co_return too_weak(set->weakness);
    co_return entry(on, set->standing);
}

awaitable<http::Response> accept_conditions(Endpoints& on, http::Request& request) {
    if (auto refusal = not_let_in(on, request)) co_return std::move(*refusal);
    auto form = co_await read_form(request, version_form);
    if (!form) co_return bad_form(form.error());
    auto client = client_of(request);
    auto cookie = cookie_of(request);
    auto version = form->at("version").reveal();
    auto accepted = co_await net::on_worker(on.workers, [&] { return on.entrance.accept(cookie, version, client); });
    if (accepted) co_return entry(on, *accepted);
    if (errc_of(accepted.error()) == Errc::unsupported)
        co_return refused(409, "conditionsChanged", "There are other conditions by now.");
    co_return no_step(request, accepted.error());
}

awaitable<http::Response> skip_set_up(Endpoints& on, http::Request& request) {
    if (auto refusal = not_let_in(on, request)) co_return std::move(*refusal);
    auto client = client_of(request);
    auto cookie = cookie_of(request);
    auto skipped = co_await net::on_worker(on.workers, [&] { return on.entrance.skip_set_up(cookie, client); });
    if (skipped) co_return entry(on, *skipped);
    if (errc_of(skipped.error()) == Errc::unsupported)
        co_return refused(409, "secondFactorRequired", "Your organisation requires a second factor.");
    co_return no_step(request, skipped.error());
}

// Every session of the account ends with its password; a new one begins here.
awaitable<http::Response> change_password(Endpoints& on, http::Request& request, const http::Caller& caller) {
    auto form = co_await read_form(request, change_form, name_of_form);
    if (!form) co_return bad_form(form.error());
    auto client = client_of(request);
    const auto& fresh = form->at("newPassword");
    auto weakness = co_await net::on_worker(on.workers, [&] {
        return on.signin.change_password(caller.who.address, form->at("password"), fresh, client.peer);
    });
    if (!weakness && errc_of(weakness.error()) == Errc::exists) co_return same_password();
    if (!weakness) co_return no_entry(weakness.error());
    if (*weakness != users::Weakness::none) co_return too_weak(*weakness);
    auto entered = co_await net::on_worker(on.workers, [&] { return on.entrance.shown(caller.who, client); });
    if (!entered) co_return no_entry(entered.error());
    co_return entry(on, *entered);
}

// Whoever is signed in, or half way in, is so no more; for others there is nothing to do.
awaitable<http::Response> sign_out(Endpoints& on, http::Request& request) {
    if (auto refusal = not_let_in(on, request)) co_return std::move(*refusal);
    auto cookie = cookie_of(request);
    auto found = co_await net::on_worker(
        on.workers, [&] { return on.sessions.find(cookie, signin::SessionKind::page, request.peer); });
    if (found) {
        auto ended = co_await net::on_worker(
            on.workers, [&] { return on.sessions.end(found->who.account, found->id, request.peer); });
        if (!ended && errc_of(ended.error()) != Errc::not_found) co_return http::problem(ended.error());
    }
    auto response = http::empty();
    set_cookie(response, http::session_cookie, "", "; Max-Age=0");
    co_return response;
}

}  // namespace bailey::signin_pages
