#include "protocol/jmap/request.hpp"

#include <algorithm>
#include <stdexcept>

#include "protocol/jmap/pointer.hpp"
#include "protocol/jmap/values.hpp"

namespace bailey::jmap {
namespace {

std::string_view urn(RequestError type) {
    switch (type) {
    case RequestError::unknown_capability: return "urn:ietf:params:jmap:error:unknownCapability";
    case RequestError::not_json: return "urn:ietf:params:jmap:error:notJSON";
    case RequestError::not_request: return "urn:ietf:params:jmap:error:notRequest";
    case RequestError::limit: return "urn:ietf:params:jmap:error:limit";
    }
    return {};
}

Problem not_request(std::string detail) { return {RequestError::not_request, std::move(detail)}; }

template <class T>
using OrProblem = boost::system::result<T, Problem>;

OrProblem<std::vector<std::string>> using_from(const json::object& request) {
    auto value = member(request, "using");
    if (!value || !value->is_array()) return not_request("using is not an array of strings");
    std::vector<std::string> all;
    for (const auto& uri : value->get_array()) {
        if (!uri.is_string()) return not_request("using is not an array of strings");
        all.emplace_back(text_of(uri.get_string()));
    }
    return all;
}

// Section 3.2: [name, arguments, call id].
OrProblem<Invocation> invocation_from(json::value& value) {
    if (!value.is_array() || value.get_array().size() != 3) return not_request("a method call is not a triple");
    auto& parts = value.get_array();
    if (!parts[0].is_string()) return not_request("a method's name is not a string");
    if (!parts[1].is_object()) return not_request("a method's arguments are not an object");
    if (!parts[2].is_string()) return not_request("a method call id is not a string");
    return Invocation{std::string(text_of(parts[0].get_string())), std::move(parts[1].get_object()),
                      std::string(text_of(parts[2].get_string()))};
}

OrProblem<CreatedIds> created_ids_from(const json::value& value) {
    if (!value.is_object()) return not_request("createdIds is not an object");
    CreatedIds ids;
    for (const auto& [creation, id] : value.get_object()) {
        if (!is_id(text_of(creation)) || !id.is_string() || !is_id(text_of(id.get_string()))) {
            return not_request("createdIds is not a map of Id to Id");
        }
        ids.emplace(text_of(creation), text_of(id.get_string()));
    }
    return ids;
}

void write_invocations(const std::vector<Invocation>& all, std::string& to) {
    to += '[';
    for (const auto& one : all) {
        if (&one != all.data()) to += ',';
        to += '[';
        write_json(json::value(one.name), to);
        to += ',';
        write_json(one.arguments, to);
        to += ',';
        write_json(json::value(one.call_id), to);
        to += ']';
    }
    to += ']';
}

// Section 3.7, steps 1 to 3.
Answer<json::value> resolve(const std::string& name, const json::value& reference,
                            const std::vector<Invocation>& responses, std::size_t& budget) {
    auto fails = [&](std::string_view why) {
        return Error(ErrorType::invalid_result_reference, name + ": " + std::string(why));
    };
    if (!reference.is_object()) return fails("is not a ResultReference");
    auto text = [&](std::string_view property) {
        auto value = member(reference.get_object(), property);
        return value && value->is_string() ? &value->get_string() : nullptr;
    };
    auto of = text("resultOf"), response_name = text("name"), path = text("path");
    if (!of || !response_name || !path) return fails("is not a ResultReference");
    auto found = std::find_if(responses.begin(), responses.end(), [&](auto& r) { return r.call_id == text_of(*of); });
    if (found == responses.end()) return fails("no earlier call has that id");
    if (found->name != text_of(*response_name)) return fails("the first response to that call is " + found->name);
    // The pointer is into the arguments object: its first token names a member, the empty one the whole.
    auto value = evaluate(found->arguments, text_of(*path), budget);
    if (value) return std::move(*value);
    return fails(errc_of(value.error()) == Errc::too_long ? "the results referred to in this request are too large"
                                                          : "nothing is at that path");
}

}  // namespace

json::object to_json(const Problem& problem) {
    json::object object{{"type", urn(problem.type)}, {"status", problem.status}, {"detail", problem.detail}};
    if (!problem.limit.empty()) object["limit"] = problem.limit;
    return object;
}

void throw_exception_from_error(const Problem& problem, const boost::source_location&) {
    throw std::logic_error("a refused request was opened: " + problem.detail);
}

boost::system::result<json::value, Problem> parse_body(std::string_view text, const RequestLimits& limits) {
    if (text.size() > limits.size) {
        return Problem{RequestError::limit, "The request is larger than this server takes.", "maxSizeRequest"};
    }
    auto value = parse_json(text, limits.json);
    if (value) return std::move(*value);
    return Problem{RequestError::not_json, errc_of(value.error()) == Errc::too_long
                                               ? "The request is nested too deeply or has too many values."
                                               : "The request did not parse as I-JSON."};
}

boost::system::result<Request, Problem> request_from(json::value value, const RequestLimits& limits) {
    if (!value.is_object()) return not_request("the request is not an object");
    auto& object = value.get_object();
    Request request;
    auto uses = using_from(object);
    if (!uses) return std::move(uses).error();
    request.using_ = std::move(*uses);
    auto calls = object.find("methodCalls");
    if (calls == object.end() || !calls->value().is_array()) return not_request("methodCalls is not an array");
    for (auto& call : calls->value().get_array()) {
        auto invocation = invocation_from(call);
        if (!invocation) return std::move(invocation).error();
        if (request.calls.size() == limits.calls) {
            return Problem{RequestError::limit, "The request has too many method calls.", "maxCallsInRequest"};
        }
        request.calls.push_back(std::move(*invocation));
    }
    // The type signature lets createdIds be absent, not null (section 3.3).
    if (auto ids = member(object, "createdIds")) {
        auto read = created_ids_from(*ids);
        if (!read) return std::move(read).error();
        request.with_created_ids = true;
        request.created_ids = std::move(*read);
    }
    return request;
}

std::string write_response(const Response& response, const json::object& first) {
    std::string text = "{";
    for (const auto& [name, value] : first) {
        write_json(json::value(name), text);
        text += ':';
        write_json(value, text);
        text += ',';
    }
    text += "\"methodResponses\":";
    write_invocations(response.responses, text);
    if (response.with_created_ids) {
        json::object ids;
        for (const auto& [creation, id] : response.created_ids) ids[creation] = id;
        text += ",\"createdIds\":";
        write_json(ids, text);
    }
    text += ",\"sessionState\":";
    write_json(json::value(response.session_state), text);
    text += '}';
    return text;
}

Answer<void> resolve_references(json::object& arguments, const std::vector<Invocation>& responses,
                                std::size_t& budget) {
    std::vector<std::string> names;
    for (const auto& [name, value] : arguments) {
        if (name.starts_with('#')) names.emplace_back(text_of(name));
    }
    for (const auto& name : names) {
        auto plain = std::string_view(name).substr(1);
        if (arguments.contains(plain)) return invalid_arguments(plain, "is given twice, as itself and as a reference");
    }
    for (const auto& name : names) {
        JMAP_TRY(auto value, resolve(name, arguments.at(name), responses, budget));
        arguments.erase(name);
        arguments[std::string_view(name).substr(1)] = std::move(value);
    }
    return {};
}

}  // namespace bailey::jmap
