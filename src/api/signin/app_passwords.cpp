// Passwords for one mail program each; shown once.
#include "services/signin/app_passwords.hpp"

#include "api/signin/handlers.hpp"
#include "net/workers.hpp"
#include "protocol/jmap/values.hpp"

namespace bailey::signin_pages {
namespace {

Acting herself(const http::Request& request, const http::Caller& caller) {
    return Acting(Actor{.account = caller.who.account, .grants = {}}, request.peer);
}

json::object to_json(const signin::AppPassword& password) {
    return {
        {"id", std::to_string(password.id)},
        {"name", password.name},
        {"createdAt", jmap::utc_date(password.created_at)},
        {"lastUsedAt", password.last_used_at ? json::value(jmap::utc_date(*password.last_used_at)) : json::value()}};
}

}  // namespace

awaitable<http::Response> list_app_passwords(Endpoints& on, http::Request& request, const http::Caller& caller) {
    auto acting = herself(request, caller);
    auto all = co_await net::on_worker(on.workers, [&] { return on.app_passwords.list(acting, caller.who.account); });
    if (!all) co_return http::problem(all.error());
    json::array list;
    for (auto& password : *all) list.push_back(to_json(password));
    co_return answer(json::object{{"list", std::move(list)}});
}

awaitable<http::Response> make_app_password(Endpoints& on, http::Request& request, const http::Caller& caller) {
    auto form = co_await read_form(request, name_form);
    if (!form) co_return bad_form(form.error());
    auto acting = herself(request, caller);
    auto name = form->at("name").reveal();
    auto made =
        co_await net::on_worker(on.workers, [&] { return on.app_passwords.create(acting, caller.who.account, name); });
    if (!made && errc_of(made.error()) == Errc::too_many)
        co_return refused(409, "tooManyAppPasswords", "You have as many as one may have; revoke one first.");
    if (!made) co_return http::problem(made.error());
    auto object = to_json(made->about);
    object["password"] = std::string(made->password.reveal());
    co_return answer(object, 201);
}

awaitable<http::Response> revoke_app_password(Endpoints& on, http::Request& request, const http::Caller& caller) {
    auto id = id_in(request);
    if (!id) co_return no_such_thing();
    auto acting = herself(request, caller);
    auto revoked =
        co_await net::on_worker(on.workers, [&] { return on.app_passwords.revoke(acting, caller.who.account, *id); });
    if (revoked) co_return http::empty();
    if (errc_of(revoked.error()) == Errc::not_found) co_return no_such_thing();
    co_return http::problem(revoked.error());
}

}  // namespace bailey::signin_pages
