// The handlers behind the routes, and what they have in common. Private to this folder.
#pragma once
#include <array>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "api/signin/endpoints.hpp"
#include "protocol/jmap/json.hpp"
#include "services/signin/app_passwords.hpp"
#include "services/signin/sessions.hpp"

namespace bailey::signin_pages {

namespace http = net::http;
namespace json = boost::json;
using http::awaitable;

awaitable<http::Response> sign_in(Endpoints& on, http::Request& request);
awaitable<http::Response> change_password(Endpoints& on, http::Request& request);
awaitable<http::Response> sign_out(Endpoints& on, http::Request& request, const http::Caller& caller);
awaitable<http::Response> list_sessions(Endpoints& on, http::Request& request, const http::Caller& caller);
awaitable<http::Response> end_session(Endpoints& on, http::Request& request, const http::Caller& caller);
awaitable<http::Response> make_token(Endpoints& on, http::Request& request, const http::Caller& caller);
awaitable<http::Response> list_app_passwords(Endpoints& on, http::Request& request, const http::Caller& caller);
awaitable<http::Response> make_app_password(Endpoints& on, http::Request& request, const http::Caller& caller);
awaitable<http::Response> revoke_app_password(Endpoints& on, http::Request& request, const http::Caller& caller);

// What a page filled in: the members of a JSON object, all of them strings, each perhaps a password.
using Form = std::map<std::string, Secret, std::less<>>;
using Names = std::span<const std::string_view>;  // of constants
inline constexpr std::array<std::string_view, 1> name_form{"name"};
// Of exactly these names, none empty. Errors: unsupported (another Content-Type), too_long, bad_syntax, and those of
// reading.
awaitable<Result<Form>> read_form(http::Request& request, Names names);
http::Response bad_form(const boost::system::error_code& error);

http::Response refused(int status, std::string_view type, std::string detail);  // "urn:bailey:error:" type
http::Response answer(const json::object& body, int status = 200);

// An id in a path; none: there is no such thing.
std::optional<std::int64_t> id_in(const http::Request& request);
http::Response no_such_thing();

}  // namespace bailey::signin_pages
