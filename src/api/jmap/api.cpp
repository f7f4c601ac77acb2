#include "api/jmap/api.hpp"

#include <algorithm>

#include "api/jmap/standard/query.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "protocol/jmap/arguments.hpp"

namespace bailey::jmap {
namespace {

bool uses(const Request& request, std::string_view uri) {
    return std::find(request.using_.begin(), request.using_.end(), uri) != request.using_.end();
}

json::object core_capability(const Limits& limits) {
    return {
        {"maxSizeUpload", limits.max_size_upload},          {"maxConcurrentUpload", limits.max_concurrent_upload},
        {"maxSizeRequest", limits.max_size_request},        {"maxConcurrentRequests", limits.max_concurrent_requests},
        {"maxCallsInRequest", limits.max_calls_in_request}, {"maxObjectsInGet", limits.max_objects_in_get},
        {"maxObjectsInSet", limits.max_objects_in_set},     {"collationAlgorithms", array_of(collations())}};
}

Reply refused(const Problem& problem, const json::object& first = {}) {
    json::object object = first;
    for (const auto& [name, value] : to_json(problem)) object[name] = value;
    std::string body;
    write_json(object, body);
    return {problem.status, std::move(body), true};
}

Reply unavailable(const json::object& first) {
    json::object object = first;
    object["type"] = "about:blank";
    object["status"] = 503;
    object["detail"] = "The server cannot answer at the moment; try again later.";
    std::string body;
    write_json(object, body);
    return {503, std::move(body), true};
}

RequestLimits request_limits(const Limits& limits) {
    RequestLimits out;
    out.size = limits.max_size_request;
    out.calls = limits.max_calls_in_request;
    return out;
}

}  // namespace

std::optional<json::object> value_of(const Capability& capability, const Account& account) {
    if (!capability.of_account || (account.view && !capability.in_part)) return {};
    return capability.of_account(account);
}

Api::Api(Limits limits, const Clock& clock, Accounts accounts)
    : limits_(limits), clock_(clock), accounts_(std::move(accounts)) {
    add(Capability{std::string(core_uri), core_capability(limits_)});
    // Section 4.
    add(Method{"Core/echo", std::string(core_uri),
               [](Context&, json::object arguments) -> Answer<json::object> { return arguments; }});
}

void Api::add(Capability capability) { capabilities_.push_back(std::move(capability)); }
void Api::add(Method method) { methods_.insert_or_assign(method.name, method); }
void Api::add(std::vector<Method> methods) {
    for (auto& method : methods) add(std::move(method));
}

Reply Api::process(const Caller& caller, std::string_view body, const Origin& origin) const {
    auto value = parse_body(body, request_limits(limits_));
    if (!value) return refused(value.error());
    return process(caller, std::move(*value), origin, {});
}

Reply Api::process(const Caller& caller, json::value value, const Origin& origin, const json::object& first) const {
    auto request = request_from(std::move(value), request_limits(limits_));
    if (!request) return refused(request.error(), first);
    for (const auto& uri : request->using_) {
        auto known = [&](const Capability& c) { return c.uri == uri && !c.of_accounts_only; };
        if (std::none_of(capabilities_.begin(), capabilities_.end(), known)) {
            return refused({RequestError::unknown_capability, "This server does not support '" + uri + "'."}, first);
        }
    }
    auto accounts = accounts_(caller);
    if (!accounts) return unavailable(first);
    Context context(caller, *accounts, limits_, clock_.now());
    context.uses = request->using_;
    auto state = session(caller, *accounts, origin)["state"];
    auto response = run(context, std::move(*request));
    response.session_state = text_of(state.get_string());
    return {200, write_response(response, first), false};
}

Response Api::run(Context& context, Request request) const {
    Response response;
    context.created_ids = std::move(request.created_ids);
    auto calls = std::exchange(request.calls, {});
    std::size_t budget = limits_.max_referenced;
    std::size_t implicit = 0;
    for (auto& invocation : calls) {
        auto call_id = invocation.call_id;
        call(context, {std::move(invocation), &request}, budget, response.responses);
        // Calls that the method asked for come before the next of the request, and may ask for more themselves.
        auto more = context.take_implicit();
        for (std::size_t i = 0; i < more.size() && implicit < limits_.max_implicit_calls; ++i, ++implicit) {
            auto next = std::move(more[i]);
            next.call_id = call_id;
            call(context, {std::move(next), nullptr}, budget, response.responses);
            for (auto& asked : context.take_implicit()) more.push_back(std::move(asked));
        }
    }
    response.with_created_ids = request.with_created_ids;
    response.created_ids = std::move(context.created_ids);
    return response;
}

void Api::call(Context& context, Call call, std::size_t& budget, std::vector<Invocation>& responses) const {
    auto& invocation = call.invocation;
    auto result = answer(context, call, budget, responses);
    if (result) {
        responses.push_back({std::move(invocation.name), std::move(*result), std::move(invocation.call_id)});
        return;
    }
    context.take_implicit();  // a method that failed has no follow-up
    auto error = std::move(result).error();
    if (error.type == ErrorType::server_fail) {
        log::error("jmap.method_failed", {{"method", invocation.name}, {"why", error.description}});
    }
    responses.push_back({"error", to_json(error), std::move(invocation.call_id)});
}

Answer<json::object> Api::answer(Context& context, Call& call, std::size_t& budget,
                                 const std::vector<Invocation>& responses) const {
    auto& invocation = call.invocation;
    auto method = methods_.find(invocation.name);
    if (method == methods_.end()) return ErrorType::unknown_method;
    if (call.request) {
        // Section 1.8: what a client did not opt in to is not there for it.
        if (!uses(*call.request, method->second.capability)) return ErrorType::unknown_method;
        JMAP_CHECK(resolve_references(invocation.arguments, responses, budget));
    }
    auto is_its = [&](const Capability& c) { return c.uri == method->second.capability; };
    auto capability = std::find_if(capabilities_.begin(), capabilities_.end(), is_its);
    context.capability = capability == capabilities_.end() ? nullptr : &*capability;
    try {
        return method->second.run(context, std::move(invocation.arguments));
    } catch (const std::exception& thrown) {
        log::error("jmap.method_threw", {{"method", invocation.name}, {"what", thrown.what()}});
        return Error(ErrorType::server_fail, "an unexpected error; the operator can find it in the log");
    }
}

Result<json::object> Api::session(const Caller& caller, const Origin& origin) const {
    BAILEY_TRY(auto accounts, accounts_(caller));
    return session(caller, accounts, origin);
}

}  // namespace bailey::jmap
