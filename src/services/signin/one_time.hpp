// Codes and links that are sent to somebody's non-secure address: to show that it is theirs, as a second factor, to set
// a new password. Each is good once, for its time, and until a few wrong tries. What is stored are keyed digests.
#pragma once
#include <chrono>
#include <string>

#include "base/clock.hpp"
#include "base/secret.hpp"
#include "store/tables/one_time_codes.hpp"

namespace bailey::signin {

using store::one_time_codes::Purpose;

std::chrono::minutes lifetime(Purpose purpose);  // 60 to verify an address, 10 for a second factor, 30 for a password

// Within a transaction of the community.
class OneTimeCodes {
public:
    static constexpr std::int64_t most_tries = 5;

    explicit OneTimeCodes(const Key& key) : key_(key) {}  // KeyRing::purpose("one-time codes")

    struct Issued {
        Secret code;   // digits: 6, for a new password 8, since nothing else protects that
        Secret token;  // 43 letters, digits, "-" and "_": what the link ends with
    };
    // In place of the one there was.
    Result<Issued> issue(sql::Connection& c, AccountId account, Purpose purpose, std::string_view address,
                         Time now) const;

    // Is it the right one? A wrong one is counted: commit, too, where the answer is false. Errors: not_found (there is
    // none, it has expired, or was tried too often).
    Result<bool> is_code(sql::Connection& c, AccountId account, Purpose purpose, const Secret& typed, Time now) const;
    // What the link stands for; not_found likewise.
    Result<store::one_time_codes::Code> of_link(sql::Connection& c, Purpose purpose, const Secret& token,
                                                Time now) const;
    // One that is good still; not_found.
    Result<store::one_time_codes::Code> waiting(sql::Connection& c, AccountId account, Purpose purpose, Time now) const;

private:
    Bytes digest(AccountId account, Purpose purpose, std::string_view what) const;

    const Key key_;
};

// 256 random bits in base64url without padding (RFC 4648 section 5): for cookies, links and bearer tokens.
Secret random_token();
// The typed form of a code without the spaces and hyphens that are for the eye, in lower case.
Secret without_signs(const Secret& typed);

}  // namespace bailey::signin
