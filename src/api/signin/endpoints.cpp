#include "api/signin/endpoints.hpp"

#include <openssl/crypto.h>

#include <charconv>

#include "api/signin/handlers.hpp"
#include "base/text.hpp"

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

bool is_json(std::string_view content_type) {
    return equals_ignoring_case(trim(content_type.substr(0, content_type.find(';'))), "application/json");
}

Result<Form> form_from(std::string_view body, Names names) {
    BAILEY_TRY(auto value, jmap::parse_json(body));
    if (!value.is_object()) return Errc::bad_syntax;
    auto& object = value.get_object();
    Form form;
    for (auto& [name, member] : object) {
        if (!member.is_string()) return Errc::bad_syntax;
        auto& text = member.get_string();
        if (!text.empty()) form.emplace(std::string(jmap::text_of(name)), Secret(jmap::text_of(text)));
        OPENSSL_cleanse(text.data(), text.size());
    }
    if (object.size() != names.size()) return Errc::bad_syntax;
    for (auto name : names)
        if (!form.contains(name)) return Errc::bad_syntax;
    return form;
}

}  // namespace

void add_routes(http::Router& router, Endpoints& on) {
    router.post("/api/sign-in", [&on](http::Request& request) { return sign_in(on, request); });
    router.post("/api/password", [&on](http::Request& request) { return change_password(on, request); });
    router.post("/api/sign-out", for_pages(on, sign_out));
    router.get("/api/sessions", for_pages(on, list_sessions));
    router.remove("/api/sessions/{id}", for_pages(on, end_session));
    router.post("/api/tokens", for_pages(on, make_token));
    router.get("/api/app-passwords", for_pages(on, list_app_passwords));
    router.post("/api/app-passwords", for_pages(on, make_app_password));
    router.remove("/api/app-passwords/{id}", for_pages(on, revoke_app_password));
}

awaitable<Result<Form>> read_form(http::Request& request, Names names) {
    if (!is_json(request.field("Content-Type"))) co_return Errc::unsupported;
    auto body = co_await request.body->whole(largest_form);
    if (!body) co_return body.error();
    auto form = form_from(*body, names);
    OPENSSL_cleanse(body->data(), body->size());
    co_return form;
}

http::Response bad_form(const boost::system::error_code& error) {
    auto code = errc_of(error);
    if (code == Errc::unsupported) return refused(415, "notJSON", "The content type is application/json.");
    if (code == Errc::bad_syntax)
        return refused(400, "badForm", "A JSON object was expected, with the documented members, all of them strings.");
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
