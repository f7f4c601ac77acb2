#include "api/spelling/endpoints.hpp"

#include "base/text.hpp"
#include "net/workers.hpp"
#include "protocol/jmap/json.hpp"
#include "services/spelling/spelling.hpp"

namespace bailey::spelling {
namespace {

namespace http = net::http;
namespace json = boost::json;
using http::awaitable;

constexpr std::size_t most_words = 1000, most_suggestions = 8, largest_request = 256 * 1024;

http::Response refused(int status, std::string_view type, std::string detail) {
    return http::problem(
        {.status = status, .type = "urn:bailey:error:" + std::string(type), .detail = std::move(detail)});
}

http::Response answer(const json::object& body) { return http::json(jmap::write_json(body)); }

http::Response refusal(const boost::system::error_code& error, const std::string& language) {
    if (errc_of(error) != Errc::not_found) return http::problem(error);
    return refused(404, "noDictionary", "There is no dictionary here for the language \"" + language + "\".");
}

// What was asked: a language, and one word or several.
struct Asked {
    std::string language;
    std::vector<std::string> words;
};

Result<Asked> asked_from(std::string_view body, std::string_view name) {
    BAILEY_TRY(auto value, jmap::parse_json(body));
    if (!value.is_object() || value.get_object().size() != 2) return Errc::bad_syntax;
    auto language = jmap::member(value.get_object(), "language"), what = jmap::member(value.get_object(), name);
    if (!language || !language->is_string() || !what) return Errc::bad_syntax;
    Asked asked{std::string(jmap::text_of(language->get_string())), {}};
    if (what->is_string()) {
        asked.words.emplace_back(jmap::text_of(what->get_string()));
        return asked;
    }
    if (!what->is_array()) return Errc::bad_syntax;
    if (what->get_array().size() > most_words) return Errc::too_many;
    for (const auto& word : what->get_array()) {
        if (!word.is_string()) return Errc::bad_syntax;
        asked.words.emplace_back(jmap::text_of(word.get_string()));
    }
    return asked;
}

awaitable<Result<Asked>> read(http::Request& request, std::string_view name) {
    auto type = request.field("Content-Type");
    if (!equals_ignoring_case(trim(type.substr(0, type.find(';'))), "application/json")) co_return Errc::unsupported;
    auto body = co_await request.body->whole(largest_request);
    if (!body) co_return body.error();
    co_return asked_from(*body, name);
}

http::Response bad_request(const boost::system::error_code& error) {
    auto code = errc_of(error);
    if (code == Errc::unsupported) return refused(415, "notJSON", "The content type is application/json.");
    if (code == Errc::too_many) return refused(400, "tooManyWords", "At most 1000 words go into one request.");
    if (code == Errc::bad_syntax)
        return refused(400, "badForm", "A JSON object with the documented members was expected.");
    return http::problem(error);
}

awaitable<http::Response> check(Endpoints& on, http::Request& request) {
    auto asked = co_await read(request, "words");
    if (!asked) co_return bad_request(asked.error());
    auto unknown =
        co_await net::on_worker(on.workers, [&] { return on.spelling.unknown(asked->language, asked->words); });
    if (!unknown) co_return refusal(unknown.error(), asked->language);
    co_return answer(json::object{{"language", asked->language}, {"unknown", jmap::array_of(*unknown)}});
}

awaitable<http::Response> suggest(Endpoints& on, http::Request& request) {
    auto asked = co_await read(request, "word");
    if (asked && asked->words.size() != 1) asked = Errc::bad_syntax;
    if (!asked) co_return bad_request(asked.error());
    const auto& word = asked->words.front();
    auto found = co_await net::on_worker(on.workers,
                                         [&] { return on.spelling.suggest(asked->language, word, most_suggestions); });
    if (!found) co_return refusal(found.error(), asked->language);
    co_return answer(
        json::object{{"language", asked->language}, {"word", word}, {"suggestions", jmap::array_of(*found)}});
}

}  // namespace

void add_routes(http::Router& router, Endpoints& on) {
    router.post("/api/spelling", on.callers.signed_in([&on](http::Request& request, const http::Caller&) {
        return check(on, request);
    }));
    router.post("/api/spelling/suggest", on.callers.signed_in([&on](http::Request& request, const http::Caller&) {
        return suggest(on, request);
    }));
}

}  // namespace bailey::spelling
