// Who is asking, for the start of the pages; their language; and the conditions of use.
#include <array>

#include "api/signin/handlers.hpp"
#include "net/workers.hpp"
#include "protocol/jmap/values.hpp"
#include "services/signin/profile.hpp"

namespace bailey::signin_pages {
namespace {

constexpr std::array<std::string_view, 1> language_form{"language"};

json::value text_or_null(const std::optional<std::string>& text) { return text ? json::value(*text) : json::value(); }

json::object second_factor(const signin::SecondFactor::State& state) {
    json::array ways;
    for (auto way : state.ways) ways.emplace_back(signin::to_string(way));
    return {{"required", state.required},
            {"on", state.on},
            {"ways", std::move(ways)},
            {"recoveryCodesLeft", state.recovery_codes_left},
            {"rememberedBrowsers", state.browsers}};
}

json::object profile_json(const signin::Profile& p) {
    json::array to_set_up;
    if (!p.second_factor.on) to_set_up.emplace_back("secondFactor");
    if (!p.recovery_verified) to_set_up.emplace_back("recoveryAddress");
    json::object object{
        {"next", nullptr},
        {"name", p.name()},
        {"firstName", p.first_name},
        {"lastName", p.last_name},
        {"organisation", json::object{{"id", std::to_string(static_cast<std::int64_t>(p.organisation))},
                                      {"name", p.organisation_name}}},
        {"language", p.language},
        {"secondFactor", second_factor(p.second_factor)},
        {"recovery", json::object{{"address", text_or_null(p.recovery_address)},
                                  {"verified", p.recovery_verified},
                                  {"pending", text_or_null(p.pending_address)}}},
        {"password",
         json::object{{"changedAt",
                       p.password_changed_at ? json::value(jmap::utc_date(*p.password_changed_at)) : json::value()}}},
        {"conditions", nullptr},
        {"toSetUp", std::move(to_set_up)}};
    if (p.accepted)
        object["conditions"] =
            json::object{{"version", p.accepted->version}, {"acceptedAt", jmap::utc_date(p.accepted->at)}};
    return object;
}

awaitable<http::Response> on_the_way(Endpoints& on, const Secret& cookie) {
    auto standing = co_await net::on_worker(on.workers, [&] { return on.entrance.standing(cookie); });
    if (standing) co_return answer(to_json(*standing, on.conditions));
    if (errc_of(standing.error()) == Errc::try_later) co_return http::problem(standing.error());
    co_return answer(json::object{{"next", "signIn"}});
}

}  // namespace

awaitable<http::Response> me(Endpoints& on, http::Request& request) {
    if (request.fields.has("Authorization"))
        co_return refused(403, "notAPage", "Only somebody who signed in on the pages may do this.");
    auto cookie = cookie_of(request);
    if (cookie.empty()) co_return answer(json::object{{"next", "signIn"}});
    auto found = co_await net::on_worker(
        on.workers, [&] { return on.sessions.find(cookie, signin::SessionKind::page, request.peer); });
    if (!found && errc_of(found.error()) == Errc::try_later) co_return http::problem(found.error());
    if (!found) co_return co_await on_the_way(on, cookie);
    auto account = found->who.account;
    auto profile = co_await net::on_worker(
        on.workers, [&] { return signin::profile_of(on.community, on.second_factor, on.recovery, account); });
    if (!profile) co_return http::problem(profile.error());
    auto object = profile_json(*profile);
    object["username"] = found->who.address;
    object["session"] = std::to_string(found->id);
    co_return answer(object);
}

awaitable<http::Response> change_language(Endpoints& on, http::Request& request, const http::Caller& caller) {
    auto form = co_await read_form(request, language_form);
    if (!form) co_return bad_form(form.error());
    auto language = form->at("language").reveal();
    auto set = co_await net::on_worker(
        on.workers, [&] { return signin::set_language(on.community, caller.who.account, language); });
    if (set) co_return http::empty();
    if (errc_of(set.error()) == Errc::bad_syntax) co_return refused(422, "noSuchLanguage", "There are en and cy.");
    co_return http::problem(set.error());
}

awaitable<http::Response> show_conditions(Endpoints& on, http::Request& request) {
    if (!on.conditions.any()) co_return no_such_thing();
    auto shown = on.conditions.in(request.argument("language").value_or("en"));
    co_return answer(
        json::object{{"version", on.conditions.version()}, {"language", shown.language}, {"text", shown.text}});
}

}  // namespace bailey::signin_pages
