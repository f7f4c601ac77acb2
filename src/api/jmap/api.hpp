// The API: a table of capabilities and methods, and the requests that call them (RFC 8620 section 3).
#pragma once
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/jmap/context.hpp"

namespace bailey::jmap {

inline constexpr std::string_view core_uri = "urn:ietf:params:jmap:core";

// Where the client reached us; the URLs of the Session object begin with it.
struct Origin {
    std::string http;                // "https://mail.example:8443"
    std::string web_socket() const;  // "wss://mail.example:8443"
};

struct Capability {
    std::string uri;
    json::object server = {};  // its value in Session.capabilities
    // Its value in an account's accountCapabilities; none where the account does not have it. A capability without
    // accounts (core, websocket) leaves this empty.
    std::function<std::optional<json::object>(const Account&)> of_account = {};
    std::function<json::object(const Origin&)> server_at = {};  // instead of `server`, where it has URLs
    bool in_part = false;           // also of accounts of which only parts are shared; `of_account` says which
    bool of_accounts_only = false;  // not in Session.capabilities, and no request can use it (RFC 9670 section 1.5.2)
};

// Its value in that account's accountCapabilities; none where the account does not have it.
std::optional<json::object> value_of(const Capability& capability, const Account& account);

// Returns the response's arguments; an error becomes an "error" response. May block.
using Run = std::function<Answer<json::object>(Context&, json::object arguments)>;

struct Method {
    std::string name;        // "Email/get"
    std::string capability;  // its URI: the method is unknown to requests that do not use it
    Run run;
};

// What a request comes to: an HTTP status and a body.
struct Reply {
    int status = 200;
    std::string body;
    bool problem = false;  // problem details instead of a Response
};

// Filled when the program starts; then thread-safe.
class Api {
public:
    Api(Limits limits, const Clock& clock, Accounts accounts);

    void add(Capability capability);
    void add(Method method);
    void add(std::vector<Method> methods);

    const Limits& limits() const { return limits_; }
    const Accounts& accounts() const { return accounts_; }
    const Clock& clock() const { return clock_; }

    // All of these block. A request's body in, its answer out; `first` are members put before those of the answer
    // (RFC 8887 section 4.3.3).
    Reply process(const Caller& caller, std::string_view body, const Origin& origin) const;
    Reply process(const Caller& caller, json::value request, const Origin& origin, const json::object& first) const;
    // The Session object (section 2). Errors: those of Accounts.
    Result<json::object> session(const Caller& caller, const Origin& origin) const;
    // An Account object (section 2), as in the session's "accounts".
    json::object account_object(const Account& account) const;

private:
    json::object session(const Caller& caller, const std::vector<Account>& accounts, const Origin& origin) const;
    Response run(Context& context, Request request) const;
    struct Call {
        Invocation invocation;
        const Request* request;  // null: a method asked for it (Context::then)
    };
    void call(Context& context, Call call, std::size_t& budget, std::vector<Invocation>& responses) const;
    Answer<json::object> answer(Context& context, Call& call, std::size_t& budget,
                                const std::vector<Invocation>& responses) const;

    const Limits limits_;
    const Clock& clock_;
    const Accounts accounts_;
    std::vector<Capability> capabilities_;
    std::map<std::string, Method, std::less<>> methods_;
};

}  // namespace bailey::jmap
