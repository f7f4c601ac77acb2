// The password mechanisms of SASL (RFC 4422), server side, as values: PLAIN (RFC 4616) and LOGIN
// (draft-murchison-sasl-login-00, obsolete but the only one some mail programs know).
// SMTP (RFC 4954) and POP3 (RFC 5034) both carry an exchange as lines of base 64; the protocol writes "334 " or "+ "
// before a challenge.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "base/result.hpp"
#include "base/secret.hpp"

namespace bailey::sasl {

// What the client claims to be; nothing of it is verified here.
struct Credentials {
    std::string authzid;  // whom to act as; empty: the same as `name`
    std::string name;     // whose password it is, UTF-8
    Secret password;
};

// Does the client ask to act as somebody other than whose password it gave? Nobody may.
bool acts_for_another(const Credentials& c);

// The message of RFC 4616 section 2: [authzid] NUL authcid NUL passwd, in base 64.
// Errors: bad_syntax (base 64, UTF-8, a missing or empty part, a NUL too many).
Result<Credentials> decode_plain(std::string_view base64);
std::string encode_plain(std::string_view name, const Secret& password);

struct Challenge {
    std::string base64;  // may be empty
};
struct Cancelled {};  // the client sent "*" (RFC 4954 section 4, RFC 5034 section 4)
using Step = std::variant<Challenge, Credentials, Cancelled>;

// The mechanisms' names as EHLO and CAPA list them.
constexpr std::string_view mechanisms = "PLAIN LOGIN";

// One exchange: begin() once, then answer() with each line until something other than a Challenge comes.
class Exchange {
public:
    // Errors: unsupported (the mechanism's name is not known; letter case does not matter).
    static Result<Exchange> of(std::string_view mechanism);
    // `initial` is the initial response as the command line carries it: absent, "=" for an empty one, or base 64.
    // Errors: bad_syntax.
    Result<Step> begin(std::optional<std::string_view> initial);
    // The client's next line without its CRLF. Errors: bad_syntax.
    Result<Step> answer(std::string_view line);

private:
    struct Plain {};
    struct Login {
        std::optional<std::string> name = {};
    };
    explicit Exchange(std::variant<Plain, Login> mechanism) : mechanism_(std::move(mechanism)) {}
    static Result<Step> on(Plain&, std::string_view base64);
    static Result<Step> on(Login&, std::string_view base64);

    std::variant<Plain, Login> mechanism_;
};

}  // namespace bailey::sasl
