#include "net/http/router.hpp"

#include <algorithm>
#include <optional>

namespace bailey::net::http {
namespace {

std::vector<std::string> segments_of(std::string_view path) {
    std::vector<std::string> all;
    path.remove_prefix(1);  // the first "/"
    for (;;) {
        auto slash = path.find('/');
        all.emplace_back(path.substr(0, slash));
        if (slash == std::string_view::npos) return all;
        path.remove_prefix(slash + 1);
    }
}

bool is_name(std::string_view segment) { return segment.starts_with('{'); }
bool is_rest(std::string_view segment) { return segment.ends_with("*}"); }
std::string_view name_in(std::string_view segment) {
    segment.remove_prefix(1);
    return segment.substr(0, segment.find_first_of("*}"));
}

bool fits(const std::vector<std::string>& pattern, const std::vector<std::string>& path) {
    for (std::size_t n = 0; n < pattern.size(); ++n) {
        if (is_rest(pattern[n])) return n < path.size();
        if (n >= path.size()) return false;
        if (is_name(pattern[n]) ? path[n].empty() : pattern[n] != path[n]) return false;
    }
    return pattern.size() == path.size();
}

// Literal before {name} before {name*}.
bool goes_before(const std::vector<std::string>& a, const std::vector<std::string>& b) {
    auto rank = [](std::string_view s) { return is_rest(s) ? 2 : is_name(s) ? 1 : 0; };
    for (std::size_t n = 0; n < std::min(a.size(), b.size()); ++n)
        if (rank(a[n]) != rank(b[n])) return rank(a[n]) < rank(b[n]);
    return false;
}

Result<void> take_parameters(Request& request, const std::vector<std::string>& pattern,
                             const std::vector<std::string>& path) {
    request.parameters.clear();
    for (std::size_t n = 0; n < pattern.size(); ++n) {
        if (!is_name(pattern[n])) continue;
        auto text = path[n];
        if (is_rest(pattern[n]))
            for (auto m = n + 1; m < path.size(); ++m) text.append("/").append(path[m]);
        BAILEY_TRY(request.parameters[std::string(name_in(pattern[n]))], percent_decoded(text));
    }
    return {};
}

std::string allowed(const std::vector<std::pair<Method, Handler>>& methods) {
    std::string list;
    for (auto& [method, handler] : methods) {
        list.append(list.empty() ? "" : ", ").append(to_string(method));
        if (method == Method::get) list += ", HEAD";
    }
    return list + ", OPTIONS";
}

awaitable<Response> at_once(Response response) { co_return response; }

Response not_allowed(const Request& request, const std::vector<std::pair<Method, Handler>>& methods) {
    auto response = request.method == Method::options
                        ? empty(204)
                        : problem(Problem{.status = 405, .detail = "This resource has no such method."});
    response.fields.set("Allow", allowed(methods));
    return response;
}

}  // namespace

void Router::add(Method method, std::string_view pattern, Handler handler) {
    auto segments = segments_of(pattern);
    auto at = std::ranges::find(routes_, segments, &Route::segments);
    if (at == routes_.end()) {
        auto before = std::ranges::find_if(routes_, [&](auto& r) { return goes_before(segments, r.segments); });
        at = routes_.insert(before, {.segments = segments, .methods = {}});
    }
    at->methods.emplace_back(method, std::move(handler));
}

Handler Router::handler() const {
    return [this](Request& request) -> awaitable<Response> {
        auto path = segments_of(request.path);
        auto route = std::ranges::find_if(routes_, [&](auto& r) { return fits(r.segments, path); });
        if (route == routes_.end()) return at_once(problem(Problem{.status = 404}));
        auto wanted = request.method == Method::head ? Method::get : request.method;
        auto method = std::ranges::find(route->methods, wanted, &std::pair<Method, Handler>::first);
        if (method == route->methods.end()) return at_once(not_allowed(request, route->methods));
        if (!take_parameters(request, route->segments, path))
            return at_once(problem(Problem{.status = 400, .detail = "The path cannot be decoded."}));
        return method->second(request);
    };
}

}  // namespace bailey::net::http
