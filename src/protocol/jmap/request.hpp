// The Request and Response objects of the API (RFC 8620 sections 3.2 to 3.7), and the errors that refuse a whole
// request.
#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/jmap/error.hpp"

namespace bailey::jmap {

enum class RequestError { unknown_capability, not_json, not_request, limit };  // section 3.6.1

// Why a request was refused as a whole; problem details (RFC 7807) for HTTP and the WebSocket.
struct Problem {
    RequestError type = RequestError::not_request;
    std::string detail = {};
    std::string limit = {};  // where type is limit: the name of the core capability's limit
    int status = 400;
};
json::object to_json(const Problem& problem);

struct Invocation {
    std::string name;
    json::object arguments;
    std::string call_id;
};

// Creation ids and the ids the server gave (section 3.3), case-sensitive, one map for all types.
using CreatedIds = std::map<std::string, std::string, std::less<>>;

struct Request {
    std::vector<std::string> using_;
    std::vector<Invocation> calls;
    bool with_created_ids = false;  // the request had createdIds: so will the response
    CreatedIds created_ids;
};

struct RequestLimits {
    std::size_t size = 10'000'000;  // maxSizeRequest
    std::size_t calls = 64;         // maxCallsInRequest
    JsonLimits json = {};
};

// The whole text of a request's body, or the Request's JSON. Errors: notJSON, notRequest, limit. Capabilities are not
// looked at.
boost::system::result<json::value, Problem> parse_body(std::string_view text, const RequestLimits& limits);
boost::system::result<Request, Problem> request_from(json::value value, const RequestLimits& limits);

[[noreturn]] void throw_exception_from_error(const Problem& problem, const boost::source_location& where);

struct Response {
    std::vector<Invocation> responses;
    bool with_created_ids = false;
    CreatedIds created_ids;
    std::string session_state;
};
// `first` are members written before the others: @type and requestId on a WebSocket (RFC 8887 section 4.3.3).
std::string write_response(const Response& response, const json::object& first = {});

// Replaces every "#name" of the arguments by what its ResultReference points at in `responses` (section 3.7).
// `budget` as for evaluate() of protocol/jmap/pointer.hpp. Errors: invalidArguments, invalidResultReference.
Answer<void> resolve_references(json::object& arguments, const std::vector<Invocation>& responses, std::size_t& budget);

}  // namespace bailey::jmap
