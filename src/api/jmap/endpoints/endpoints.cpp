#include "api/jmap/endpoints/endpoints.hpp"

#include <algorithm>

#include "api/jmap/endpoints/handlers.hpp"
#include "api/jmap/paths.hpp"
#include "base/text.hpp"
#include "net/workers.hpp"

namespace bailey::jmap {
namespace {

awaitable<http::Response> well_known(Endpoints& on, const http::Request& request) {
    http::Response response{307, {}, {}};
    response.fields.set("Location", origin_of(on, request).http + paths::session);
    response.fields.set("Cache-Control", "no-store");
    co_return response;
}

using Page = awaitable<http::Response> (*)(Endpoints&, http::Request&, const http::Caller&);

http::Handler signed_in(Endpoints& on, Page page) {
    return on.signed_in(
        [&on, page](http::Request& request, const http::Caller& caller) { return page(on, request, caller); });
}

bool is_json(std::string_view content_type) {
    auto type = content_type.substr(0, content_type.find(';'));
    return equals_ignoring_case(trim(type), "application/json");
}

}  // namespace

void add_routes(http::Router& router, Endpoints& on) {
    router.get(paths::well_known, [&on](http::Request& request) { return well_known(on, request); });
    router.get(paths::session, signed_in(on, session_page));
    router.post(paths::api, signed_in(on, api_call));
    router.post(paths::upload, signed_in(on, upload));
    router.get(paths::download, signed_in(on, download));
    router.get(paths::event_source, signed_in(on, event_source));
    router.get(paths::web_socket, signed_in(on, web_socket));
}

Capability web_socket_capability() {
    Capability capability{"urn:ietf:params:jmap:websocket"};
    capability.server_at = [](const Origin& origin) {
        return json::object{{"url", origin.web_socket() + paths::web_socket}, {"supportsPush", true}};
    };
    return capability;
}

Caller caller_of(const http::Caller& caller) {
    return {caller.who, caller.session ? "s" + std::to_string(caller.session) : "password"};
}

Origin origin_of(const Endpoints& on, const http::Request& request) {
    return {on.public_url.empty() ? request.origin() : on.public_url};
}

http::Response answer(Reply reply) {
    http::Response response = http::json(std::move(reply.body), reply.status);
    if (reply.problem) response.fields.set("Content-Type", "application/problem+json");
    response.fields.set("Cache-Control", "no-store");
    return response;
}

http::Response over_limit(int status, std::string limit, std::string detail) {
    std::string body;
    write_json(to_json(Problem{RequestError::limit, std::move(detail), std::move(limit), status}), body);
    return answer({status, std::move(body), true});
}

Result<Account> account_of(const Api& api, const Caller& caller, std::string_view id, Access access) {
    BAILEY_TRY(auto all, api.accounts()(caller));
    auto number = account_from(id);
    auto at = std::find_if(all.begin(), all.end(), [&](const Account& a) { return a.number == number; });
    if (at == all.end()) return Errc::not_found;
    if (access == Access::write && at->read_only) return Errc::denied;
    return *at;
}

Result<Interest> interest_of(const Api& api, const Caller& caller) {
    BAILEY_TRY(auto all, api.accounts()(caller));
    Interest interest;
    for (const auto& account : all) interest.accounts.push_back(account.number);
    interest.may = [&api, caller](AccountId id) {
        return id == caller.who.account || account_of(api, caller, account_id(id), Access::read).has_value();
    };
    interest.view = [&api, caller](AccountId id) -> Result<View> {
        if (id == caller.who.account) return View();
        BAILEY_TRY(auto account, account_of(api, caller, account_id(id), Access::read));
        return account.view;
    };
    return interest;
}

awaitable<http::Response> session_page(Endpoints& on, http::Request& request, const http::Caller& who) {
    auto origin = origin_of(on, request);
    auto session = co_await net::on_worker(on.workers, [&] { return on.api.session(caller_of(who), origin); });
    if (!session) co_return http::problem(session.error());
    std::string body;
    write_json(*session, body);
    auto response = http::json(std::move(body));
    response.fields.set("Cache-Control", "no-cache, no-store, must-revalidate");  // RFC 8620 section 2
    response.fields.set("ETag", "\"" + std::string(text_of(session->at("state").as_string())) + "\"");
    co_return response;
}

awaitable<http::Response> api_call(Endpoints& on, http::Request& request, const http::Caller& who) {
    const auto& limits = on.api.limits();
    if (!is_json(request.field("Content-Type"))) {
        std::string body;
        write_json(to_json(Problem{RequestError::not_json, "The content type is not application/json."}), body);
        co_return answer({400, std::move(body), true});
    }
    auto place = on.places.enter(who.who.account, Doing::request, limits.max_concurrent_requests);
    if (!place) co_return over_limit(429, "maxConcurrentRequests", "Too many requests at the same time.");
    auto body = co_await request.body->whole(limits.max_size_request);
    if (!body) {
        bool too_long = errc_of(body.error()) == Errc::too_long;
        if (too_long) co_return over_limit(400, "maxSizeRequest", "The request is larger than this server takes.");
        co_return http::problem(body.error());
    }
    auto origin = origin_of(on, request);
    auto reply = co_await net::on_worker(
        on.workers, [&]() -> Result<Reply> { return on.api.process(caller_of(who), *body, origin); });
    if (!reply) co_return http::problem(reply.error());
    co_return answer(std::move(*reply));
}

}  // namespace bailey::jmap
