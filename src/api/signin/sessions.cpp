// Who is signed in: pages by a cookie, programs by a token.
#include "api/signin/device.hpp"
#include "api/signin/handlers.hpp"
#include "net/workers.hpp"
#include "protocol/jmap/values.hpp"

namespace bailey::signin_pages {
namespace {

json::object to_json(const signin::Session& session, std::int64_t current) {
    auto device = session.kind == signin::SessionKind::page ? device_of(session.name) : Device{};
    return {{"id", std::to_string(session.id)},
            {"kind", session.kind == signin::SessionKind::page ? "page" : "token"},
            {"name", session.name},
            {"device", device.words(session.name)},
            {"browser", device.browser},
            {"system", device.system},
            {"address", session.peer},
            {"createdAt", jmap::utc_date(session.created_at)},
            {"lastUsedAt", jmap::utc_date(session.last_used_at)},
            {"expiresAt", jmap::utc_date(session.expires_at)},
            {"current", session.id == current}};
}

}  // namespace

awaitable<http::Response> list_sessions(Endpoints& on, http::Request&, const http::Caller& caller) {
    auto all = co_await net::on_worker(on.workers, [&] { return on.sessions.list(caller.who.account); });
    if (!all) co_return http::problem(all.error());
    json::array list;
    for (auto& session : *all) list.push_back(to_json(session, caller.session));
    co_return answer(json::object{{"list", std::move(list)}});
}

awaitable<http::Response> end_session(Endpoints& on, http::Request& request, const http::Caller& caller) {
    auto id = id_in(request);
    if (!id) co_return no_such_thing();
    auto ended =
        co_await net::on_worker(on.workers, [&] { return on.sessions.end(caller.who.account, *id, request.peer); });
    if (ended) co_return http::empty();
    if (errc_of(ended.error()) == Errc::not_found) co_return no_such_thing();
    co_return http::problem(ended.error());
}

awaitable<http::Response> end_other_sessions(Endpoints& on, http::Request& request, const http::Caller& caller) {
    auto ended = co_await net::on_worker(
        on.workers, [&] { return on.sessions.end_other_pages(caller.who.account, caller.session, request.peer); });
    co_return ended ? http::empty() : http::problem(ended.error());
}

awaitable<http::Response> make_token(Endpoints& on, http::Request& request, const http::Caller& caller) {
    auto form = co_await read_form(request, name_form);
    if (!form) co_return bad_form(form.error());
    auto name = form->at("name").reveal();
    auto begun = co_await net::on_worker(
        on.workers, [&] { return on.sessions.begin(caller.who, signin::SessionKind::token, name, request.peer); });
    if (!begun) co_return http::problem(begun.error());
    co_return answer(json::object{{"id", std::to_string(begun->session.id)},
                                  {"name", begun->session.name},
                                  {"token", std::string(begun->token.reveal())},
                                  {"expiresAt", jmap::utc_date(begun->session.expires_at)}},
                     201);
}

}  // namespace bailey::signin_pages
