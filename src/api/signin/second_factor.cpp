// Setting up and changing the second factor.
#include <array>

#include "api/signin/handlers.hpp"
#include "net/workers.hpp"

namespace bailey::signin_pages {
namespace {

constexpr std::array<std::string_view, 1> code_form{"code"};
constexpr std::array<std::string_view, 2> email_form{"password", "on"};

json::array to_json(const std::vector<Secret>& codes) {
    json::array list;
    for (auto& code : codes) list.emplace_back(std::string(code.reveal()));
    return list;
}

http::Response not_changed(const boost::system::error_code& error) {
    auto code = errc_of(error);
    if (code == Errc::conflict)
        return refused(409, "secondFactorRequired", "A second factor is required, and there would be none.");
    if (code == Errc::not_found) return no_such_thing();
    return http::problem(error);
}

}  // namespace

awaitable<http::Response> begin_totp(Endpoints& on, http::Request& request, const Owner& owner) {
    auto form = co_await read_form(request, {}, password_form);
    if (!form) co_return bad_form(form.error());
    if (owner.entering.empty()) {
        auto password = value_of(*form, "password");
        auto wrong = co_await wrong_password(on, owner.who, password, request.peer);
        if (wrong) co_return std::move(*wrong);
    }
    auto begun = co_await net::on_worker(
        on.workers, [&] { return on.second_factor.begin_totp(owner.who.account, owner.who.address); });
    if (!begun) co_return http::problem(begun.error());
    co_return answer(
        json::object{{"secret", std::string(begun->secret.reveal())}, {"uri", std::string(begun->uri.reveal())}});
}

awaitable<http::Response> confirm_totp(Endpoints& on, http::Request& request, const Owner& owner) {
    auto form = co_await read_form(request, code_form);
    if (!form) co_return bad_form(form.error());
    auto made = co_await net::on_worker(
        on.workers, [&] { return on.second_factor.confirm_totp(owner.who.account, form->at("code"), request.peer); });
    if (!made && errc_of(made.error()) == Errc::denied) co_return refused(403, "wrongCode", "The code is not right.");
    if (!made) co_return not_changed(made.error());
    json::object more{{"recoveryCodes", to_json(*made)}};
    if (owner.entering.empty()) co_return answer(more);
    auto client = client_of(request);
    auto standing = co_await net::on_worker(on.workers, [&] { return on.entrance.go_on(owner.entering, client); });
    if (!standing) co_return no_step(request, standing.error());
    co_return entry(on, *standing, std::move(more));
}

awaitable<http::Response> remove_totp(Endpoints& on, http::Request& request, const http::Caller& caller) {
    auto form = co_await read_form(request, password_form);
    if (!form) co_return bad_form(form.error());
    auto wrong = co_await wrong_password(on, caller.who, form->at("password"), request.peer);
    if (wrong) co_return std::move(*wrong);
    auto removed = co_await net::on_worker(
        on.workers, [&] { return on.second_factor.remove_totp(caller.who.account, request.peer); });
    co_return removed ? http::empty() : not_changed(removed.error());
}

awaitable<http::Response> use_email(Endpoints& on, http::Request& request, const http::Caller& caller) {
    auto form = co_await read_form(request, email_form);
    if (!form) co_return bad_form(form.error());
    auto wrong = co_await wrong_password(on, caller.who, form->at("password"), request.peer);
    if (wrong) co_return std::move(*wrong);
    bool use = form->at("on").reveal() == "true";
    auto changed = co_await net::on_worker(
        on.workers, [&] { return on.second_factor.use_email(caller.who.account, use, request.peer); });
    if (!changed && errc_of(changed.error()) == Errc::not_found)
        co_return refused(409, "noRecoveryAddress", "There is no verified recovery address.");
    co_return changed ? http::empty() : not_changed(changed.error());
}

awaitable<http::Response> make_recovery_codes(Endpoints& on, http::Request& request, const http::Caller& caller) {
    auto form = co_await read_form(request, password_form);
    if (!form) co_return bad_form(form.error());
    auto wrong = co_await wrong_password(on, caller.who, form->at("password"), request.peer);
    if (wrong) co_return std::move(*wrong);
    auto made = co_await net::on_worker(
        on.workers, [&] { return on.second_factor.new_recovery_codes(caller.who.account, request.peer); });
    if (!made && errc_of(made.error()) == Errc::conflict)
        co_return refused(409, "noSecondFactor", "There is no second factor that they would stand in for.");
    if (!made) co_return http::problem(made.error());
    co_return answer(json::object{{"recoveryCodes", to_json(*made)}});
}

awaitable<http::Response> forget_browsers(Endpoints& on, http::Request&, const http::Caller& caller) {
    auto done =
        co_await net::on_worker(on.workers, [&] { return on.second_factor.forget_browsers(caller.who.account); });
    if (!done) co_return http::problem(done.error());
    auto response = http::empty();
    set_cookie(response, http::browser_cookie, "", "; Max-Age=0");
    co_return response;
}

}  // namespace bailey::signin_pages
