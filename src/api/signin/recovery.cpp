// The recovery address, and a new password by it.
#include <array>

#include "api/signin/handlers.hpp"
#include "net/http/rate_limits.hpp"
#include "net/workers.hpp"

namespace bailey::signin_pages {
namespace {

constexpr std::array<std::string_view, 1> username_form{"username"}, address_form{"address"}, code_form{"code"},
    token_form{"token"}, new_form{"newPassword"};
constexpr std::array<std::string_view, 3> proof_form{"token", "username", "code"};
constexpr std::array<std::string_view, 5> answer_form{"token", "username", "code", "way", "secondFactorCode"};

http::Response link_not_valid() {
    return refused(410, "linkNotValid", "The link or code is not, or no longer, good; ask for another.");
}

std::optional<signin::Recovery::Proof> proof_in(const Form& form) {
    signin::Recovery::Proof proof{.token = value_of(form, "token"),
                                  .name = std::string(value_of(form, "username").reveal()),
                                  .code = value_of(form, "code")};
    if (proof.token.empty() && (proof.name.empty() || proof.code.empty())) return {};
    return proof;
}

http::Response not_set(const boost::system::error_code& error) {
    auto code = errc_of(error);
    if (code == Errc::not_found) return link_not_valid();
    if (code == Errc::denied) return refused(403, "wrongCode", "The code of the second factor is not right.");
    if (code == Errc::exists) return refused(422, "samePassword", "The new password is the old one.");
    return no_entry(error);
}

// Nobody waits for its end: that of a name that is known would come later.
void ask_behind(Endpoints& on, std::string name, std::string peer) {
    if (!on.workers.enter()) return;
    boost::asio::post(on.workers.pool(), [&on, name = std::move(name), peer = std::move(peer)] {
        auto work = [&]() -> Result<void> {
            on.recovery.ask(name, peer);
            return {};
        };
        (void)net::detail::guarded(work);
        on.workers.leave();
    });
}

}  // namespace

awaitable<http::Response> give_recovery_address(Endpoints& on, http::Request& request, const Owner& owner) {
    auto form = co_await read_form(request, address_form, password_form);
    if (!form) co_return bad_form(form.error());
    if (owner.entering.empty()) {
        auto password = value_of(*form, "password");
        auto wrong = co_await wrong_password(on, owner.who, password, request.peer);
        if (wrong) co_return std::move(*wrong);
    }
    auto address = form->at("address").reveal();
    auto pending = co_await net::on_worker(
        on.workers, [&] { return on.recovery.set_address(owner.who.account, address, request.peer); });
    if (pending) co_return answer(json::object{{"pending", *pending}}, 202);
    auto code = errc_of(pending.error());
    if (code == Errc::bad_syntax || code == Errc::too_long)
        co_return refused(422, "badAddress", "That is not an e-mail address.");
    if (code == Errc::outside)
        co_return refused(422, "badAddress", "Give an address outside this service: you must be able to read it.");
    if (code == Errc::too_many) co_return refused(429, "tooManyCodes", "Too many codes were sent; wait an hour.");
    co_return http::problem(pending.error());
}

awaitable<http::Response> verify_recovery_address(Endpoints& on, http::Request& request, const Owner& owner) {
    auto form = co_await read_form(request, code_form);
    if (!form) co_return bad_form(form.error());
    auto verified = co_await net::on_worker(
        on.workers, [&] { return on.recovery.verify_code(owner.who.account, form->at("code"), request.peer); });
    if (!verified && errc_of(verified.error()) == Errc::denied)
        co_return refused(403, "wrongCode", "The code is not right.");
    if (!verified && errc_of(verified.error()) == Errc::not_found)
        co_return refused(403, "codeNotValid",
                          "There is no code that is waiting for you, or no longer; have one sent.");
    if (!verified) co_return http::problem(verified.error());
    if (owner.entering.empty()) co_return http::empty();
    auto client = client_of(request);
    auto standing = co_await net::on_worker(on.workers, [&] { return on.entrance.go_on(owner.entering, client); });
    if (!standing) co_return no_step(request, standing.error());
    co_return entry(on, *standing);
}

awaitable<http::Response> remove_recovery_address(Endpoints& on, http::Request& request, const http::Caller& caller) {
    auto form = co_await read_form(request, password_form);
    if (!form) co_return bad_form(form.error());
    auto wrong = co_await wrong_password(on, caller.who, form->at("password"), request.peer);
    if (wrong) co_return std::move(*wrong);
    auto removed =
        co_await net::on_worker(on.workers, [&] { return on.recovery.remove(caller.who.account, request.peer); });
    if (removed) co_return http::empty();
    if (errc_of(removed.error()) == Errc::not_found) co_return no_such_thing();
    if (errc_of(removed.error()) == Errc::conflict)
        co_return refused(409, "secondFactorRequired", "A second factor is required, and there would be none.");
    co_return http::problem(removed.error());
}

awaitable<http::Response> verify_by_link(Endpoints& on, http::Request& request) {
    if (auto refusal = not_let_in(on, request)) co_return std::move(*refusal);
    auto form = co_await read_form(request, token_form);
    if (!form) co_return bad_form(form.error());
    auto verified =
        co_await net::on_worker(on.workers, [&] { return on.recovery.verify_link(form->at("token"), request.peer); });
    if (verified) co_return http::empty();
    if (errc_of(verified.error()) == Errc::not_found) co_return link_not_valid();
    co_return http::problem(verified.error());
}

awaitable<http::Response> ask_for_new_password(Endpoints& on, http::Request& request) {
    if (auto refusal = not_let_in(on, request)) co_return std::move(*refusal);
    auto form = co_await read_form(request, username_form);
    if (!form) co_return bad_form(form.error());
    if (!on.recovery.may_ask(request.peer)) co_return http::too_many_requests(std::chrono::hours(1));
    ask_behind(on, std::string(form->at("username").reveal()), request.peer);
    co_return answer(json::object{}, 202);
}

awaitable<http::Response> check_new_password(Endpoints& on, http::Request& request) {
    if (auto refusal = not_let_in(on, request)) co_return std::move(*refusal);
    auto form = co_await read_form(request, {}, proof_form);
    if (!form) co_return bad_form(form.error());
    auto proof = proof_in(*form);
    if (!proof) co_return bad_form(make_error_code(Errc::bad_syntax));
    auto asked = co_await net::on_worker(on.workers, [&] { return on.recovery.check(*proof); });
    if (!asked) co_return not_set(asked.error());
    json::array ways;
    for (auto way : asked->ways) ways.emplace_back(signin::to_string(way));
    co_return answer(
        json::object{{"username", asked->who.address}, {"language", asked->language}, {"ways", std::move(ways)}});
}

awaitable<http::Response> set_new_password(Endpoints& on, http::Request& request) {
    if (auto refusal = not_let_in(on, request)) co_return std::move(*refusal);
    auto form = co_await read_form(request, new_form, answer_form);
    if (!form) co_return bad_form(form.error());
    auto proof = proof_in(*form);
    if (!proof) co_return bad_form(make_error_code(Errc::bad_syntax));
    auto client = client_of(request);
    std::optional<signin::Recovery::Answer> answered;
    if (auto way = signin::way_from(value_of(*form, "way").reveal()))
        answered = signin::Recovery::Answer{*way, value_of(*form, "secondFactorCode")};
    auto set = co_await net::on_worker(
        on.workers, [&] { return on.recovery.set_password(*proof, form->at("newPassword"), answered, client.peer); });
    if (!set) co_return not_set(set.error());
    if (set->weakness != users::Weakness::none) co_return too_weak(set->weakness);
    auto entered = co_await net::on_worker(on.workers, [&] { return on.entrance.shown(set->who, client); });
    if (!entered) co_return no_entry(entered.error());
    co_return entry(on, *entered);
}

}  // namespace bailey::signin_pages
