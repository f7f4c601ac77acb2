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
#include "services/signin/entrance.hpp"
#include "services/signin/sessions.hpp"

namespace bailey::signin_pages {

namespace http = net::http;
namespace json = boost::json;
using http::awaitable;

// For everybody.
using Open = awaitable<http::Response> (*)(Endpoints&, http::Request&);
awaitable<http::Response> me(Endpoints& on, http::Request& request);
awaitable<http::Response> show_conditions(Endpoints& on, http::Request& request);
awaitable<http::Response> sign_out(Endpoints& on, http::Request& request);
awaitable<http::Response> sign_in(Endpoints& on, http::Request& request);
awaitable<http::Response> ask_for_new_password(Endpoints& on, http::Request& request);
awaitable<http::Response> check_new_password(Endpoints& on, http::Request& request);
awaitable<http::Response> set_new_password(Endpoints& on, http::Request& request);
awaitable<http::Response> verify_by_link(Endpoints& on, http::Request& request);

// The steps that follow the password.
awaitable<http::Response> send_code(Endpoints& on, http::Request& request);
awaitable<http::Response> show_second_factor(Endpoints& on, http::Request& request);
awaitable<http::Response> set_first_password(Endpoints& on, http::Request& request);
awaitable<http::Response> accept_conditions(Endpoints& on, http::Request& request);
awaitable<http::Response> skip_set_up(Endpoints& on, http::Request& request);

// For the owner of an account: signed in on the pages, or about to be, with this to be set up.
struct Owner {
    signin::SignedIn who;
    std::int64_t session = 0;
    Secret entering = {};  // the cookie of the latter; empty: signed in
};
using OwnPage = awaitable<http::Response> (*)(Endpoints&, http::Request&, const Owner&);
awaitable<http::Response> begin_totp(Endpoints& on, http::Request& request, const Owner& owner);
awaitable<http::Response> confirm_totp(Endpoints& on, http::Request& request, const Owner& owner);
awaitable<http::Response> give_recovery_address(Endpoints& on, http::Request& request, const Owner& owner);
awaitable<http::Response> verify_recovery_address(Endpoints& on, http::Request& request, const Owner& owner);

// For those who are signed in on the pages.
awaitable<http::Response> change_password(Endpoints& on, http::Request& request, const http::Caller& caller);
awaitable<http::Response> change_language(Endpoints& on, http::Request& request, const http::Caller& caller);
awaitable<http::Response> remove_totp(Endpoints& on, http::Request& request, const http::Caller& caller);
awaitable<http::Response> use_email(Endpoints& on, http::Request& request, const http::Caller& caller);
awaitable<http::Response> make_recovery_codes(Endpoints& on, http::Request& request, const http::Caller& caller);
awaitable<http::Response> forget_browsers(Endpoints& on, http::Request& request, const http::Caller& caller);
awaitable<http::Response> remove_recovery_address(Endpoints& on, http::Request& request, const http::Caller& caller);
awaitable<http::Response> list_sessions(Endpoints& on, http::Request& request, const http::Caller& caller);
awaitable<http::Response> end_session(Endpoints& on, http::Request& request, const http::Caller& caller);
awaitable<http::Response> end_other_sessions(Endpoints& on, http::Request& request, const http::Caller& caller);
awaitable<http::Response> make_token(Endpoints& on, http::Request& request, const http::Caller& caller);
awaitable<http::Response> list_app_passwords(Endpoints& on, http::Request& request, const http::Caller& caller);
awaitable<http::Response> make_app_password(Endpoints& on, http::Request& request, const http::Caller& caller);
awaitable<http::Response> revoke_app_password(Endpoints& on, http::Request& request, const http::Caller& caller);

// What a page filled in: the members of a JSON object, all of them strings, each perhaps a password; true and false
// are "true" and "false".
using Form = std::map<std::string, Secret, std::less<>>;
using Names = std::span<const std::string_view>;  // of constants
inline constexpr std::array<std::string_view, 1> name_form{"name"}, password_form{"password"};
// Of these names, none empty, perhaps of some of the others, and of nothing else. Errors: unsupported (another
// Content-Type), too_long, bad_syntax, and those of reading.
awaitable<Result<Form>> read_form(http::Request& request, Names names, Names others = {});
Secret value_of(const Form& form, std::string_view name);  // empty where it was not given
http::Response bad_form(const boost::system::error_code& error);

// Before anything is read of somebody who is not signed in. A stranger's page must not sign people in as somebody else.
std::optional<http::Response> not_let_in(Endpoints& on, const http::Request& request);
signin::Client client_of(const http::Request& request);
Secret cookie_of(const http::Request& request);  // the session's, or of somebody on the way in

// How far somebody is, with the cookie that goes with it.
json::object to_json(const signin::Standing& standing, const signin::Conditions& conditions);
http::Response entry(Endpoints& on, const signin::Standing& standing, json::object more = {});
void set_cookie(http::Response& response, std::string_view name, std::string_view value, std::string_view more = {});

// Never 401 with a challenge: the page's own form asks again, not the browser.
http::Response no_entry(const boost::system::error_code& error);
// Of a step that is not the next, or of nobody; else no_entry().
http::Response no_step(const http::Request& request, const boost::system::error_code& error);
http::Response too_weak(users::Weakness weakness);
// Is it the caller's own? Otherwise what to answer.
awaitable<std::optional<http::Response>> wrong_password(Endpoints& on, const signin::SignedIn& who,
                                                        const Secret& password, const std::string& peer);

http::Response refused(int status, std::string_view type, std::string detail);  // "urn:bailey:error:" type
http::Response answer(const json::object& body, int status = 200);

// An id in a path; none: there is no such thing.
std::optional<std::int64_t> id_in(const http::Request& request);
http::Response no_such_thing();

}  // namespace bailey::signin_pages
