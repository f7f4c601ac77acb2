#include "api/signin/endpoints.hpp"

#include <openssl/crypto.h>

#include <algorithm>
#include <charconv>

#include "api/signin/handlers.hpp"
#include "base/text.hpp"
#include "net/workers.hpp"

namespace bailey::signin_pages {
namespace {

constexpr std::size_t largest_form = 16 * 1024;

using Page = awaitable<http::Response> (*)(Endpoints&, http::Request&, const http::Caller&);

awaitable<http::Response> at_once(http::Response response) { co_return response; }

// For our pages alone: neither an app password nor a token may do this.
http::Handler for_pages(Endpoints& on, Page page) {
    return on.callers.signed_in([&on, page](http::Request& request, const http::Caller& caller) {
        if (caller.how != http::How::cookie)
            return at_once(refused(403, "notAPage", "Only somebody who signed in on the pages may do this."));
        return page(on, request, caller);
    });
}

// For the owner: signed in on the pages, or half signed in with something to set up.
awaitable<http::Response> serve_owner(Endpoints& on, http::Request& request, OwnPage page) {
    if (auto refusal = not_let_in(on, request)) co_return std::move(*refusal);
    if (request.fields.has("Authorization"))
        co_return refused(403, "notAPage", "Only somebody who signed in on the pages may do this.");
    auto cookie = cookie_of(request);
    auto standing = co_await net::on_worker(on.workers, [&] { return on.entrance.standing(cookie); });
    Owner owner;
    if (standing && standing->next == signin::Step::set_up) {
        owner = {.who = standing->who, .session = 0, .entering = std::move(cookie)};
    } else if (standing) {
        co_return no_step(request, make_error_code(Errc::conflict));
    } else {
        auto caller = co_await on.callers.identify(request);
        if (!caller) co_return http::Callers::refusal(request, caller.error());
        owner = {.who = caller->who, .session = caller->session, .entering = {}};
    }
    co_return co_await page(on, request, owner);
}
http::Handler for_owner(Endpoints& on, OwnPage page) {
    return [&on, page](http::Request& request) { return serve_owner(on, request, page); };
}
http::Handler for_all(Endpoints& on, Open page) {
    return [&on, page](http::Request& request) { return page(on, request); };
}

bool is_json(std::string_view content_type) {
    return equals_ignoring_case(trim(content_type.substr(0, content_type.find(';'))), "application/json");
}

bool is_one_of(Names names, std::string_view name) { return std::ranges::find(names, name) != names.end(); }

Result<Form> form_from(std::string_view body, Names names, Names others) {
    BAILEY_TRY(auto value, jmap::parse_json(body));
    if (!value.is_object()) return Errc::bad_syntax;
    auto& object = value.get_object();
    Form form;
    for (auto& [key, member] : object) {
        auto name = jmap::text_of(key);
        if (!is_one_of(names, name) && !is_one_of(others, name)) return Errc::bad_syntax;
        if (member.is_bool()) {
            form.emplace(std::string(name), Secret(member.get_bool() ? "true" : "false"));
            continue;
        }
        if (!member.is_string()) return Errc::bad_syntax;
        auto& text = member.get_string();
        if (!text.empty()) form.emplace(std::string(name), Secret(jmap::text_of(text)));
        OPENSSL_cleanse(text.data(), text.size());
    }
    for (auto name : names)
        if (!form.contains(name)) return Errc::bad_syntax;
    return form;
}

}  // namespace

void add_routes(http::Router& router, Endpoints& on) {
    router.get("/api/me", for_all(on, me));
    router.get("/api/conditions", for_all(on, show_conditions));
    router.post("/api/sign-in", for_all(on, sign_in));
    router.post("/api/sign-in/code", for_all(on, send_code));
    router.post("/api/sign-in/second-factor", for_all(on, show_second_factor));
    router.post("/api/sign-in/password", for_all(on, set_first_password));
    router.post("/api/sign-in/conditions", for_all(on, accept_conditions));
    router.post("/api/sign-in/skip", for_all(on, skip_set_up));
    router.post("/api/sign-out", for_all(on, sign_out));
    router.post("/api/forgotten", for_all(on, ask_for_new_password));
    router.post("/api/forgotten/check", for_all(on, check_new_password));
    router.post("/api/forgotten/password", for_all(on, set_new_password));
    router.post("/api/verify", for_all(on, verify_by_link));
    router.post("/api/second-factor/totp", for_owner(on, begin_totp));
    router.post("/api/second-factor/totp/confirm", for_owner(on, confirm_totp));
    router.post("/api/recovery-address", for_owner(on, give_recovery_address));
    router.post("/api/recovery-address/verify", for_owner(on, verify_recovery_address));
    router.post("/api/recovery-address/remove", for_pages(on, remove_recovery_address));
    router.post("/api/second-factor/totp/remove", for_pages(on, remove_totp));
    router.post("/api/second-factor/email", for_pages(on, use_email));
    router.post("/api/second-factor/recovery-codes", for_pages(on, make_recovery_codes));
    router.post("/api/second-factor/forget-browsers", for_pages(on, forget_browsers));
    router.post("/api/password", for_pages(on, change_password));
    router.post("/api/language", for_pages(on, change_language));
    router.get("/api/sessions", for_pages(on, list_sessions));
    router.remove("/api/sessions", for_pages(on, end_other_sessions));
    router.remove("/api/sessions/{id}", for_pages(on, end_session));
    router.post("/api/tokens", for_pages(on, make_token));
    router.get("/api/app-passwords", for_pages(on, list_app_passwords));
    router.post("/api/app-passwords", for_pages(on, make_app_password));
    router.remove("/api/app-passwords/{id}", for_pages(on, revoke_app_password));
}

awaitable<Result<Form>> read_form(http::Request& request, Names names, Names others) {
    if (!is_json(request.field("Content-Type"))) co_return Errc::unsupported;
    auto body = co_await request.body->whole(largest_form);
    if (!body) co_return body.error();
    auto form = form_from(*body, names, others);
    OPENSSL_cleanse(body->data(), body->size());
    co_return form;
}

Secret value_of(const Form& form, std::string_view name) {
    auto at = form.find(name);
    return at == form.end() ? Secret() : at->second;
}

http::Response bad_form(const boost::system::error_code& error) {
    auto code = errc_of(error);
    if (code == Errc::unsupported) return refused(415, "notJSON", "The content type is application/json.");
    if (code == Errc::bad_syntax)
        return refused(400, "badForm", "A JSON object was expected, with the documented members.");
    return http::problem(error);
}

http::Response refused(int status, std::string_view type, std::string detail) {
    return http::problem(
        {.status = status, .type = "urn:bailey:error:" + std::string(type), .detail = std::move(detail)});
}

http::Response answer(const json::object& body, int status) {
    std::string text;
    jmap::write_json(body, text);
    return http::json(std::move(text), status);
}

std::optional<std::int64_t> id_in(const http::Request& request) {
    auto text = request.parameter("id");
    std::int64_t id = 0;
    auto read = std::from_chars(text.data(), text.data() + text.size(), id);
    if (read.ec != std::errc{} || read.ptr != text.data() + text.size()) return {};
    return id;
}

http::Response no_such_thing() { return refused(404, "notFound", "There is none of that id."); }

}  // namespace bailey::signin_pages
