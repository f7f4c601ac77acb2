// JMAP for Sieve, RFC 9661: the capability and the methods of SieveScript over services/filter/scripts.hpp.
#pragma once
#include <functional>
#include <string_view>

#include "api/jmap/api.hpp"
#include "services/mailbox/account.hpp"

namespace bailey::jmap {

inline constexpr std::string_view sieve_uri = "urn:ietf:params:jmap:sieve";

struct SieveSettings {
    std::size_t max_script_name = 512;                          // octets (section 1.3.1 asks for that many)
    std::size_t max_scripts = 100;                              // an account
    std::function<bool(std::string_view address)> inside = {};  // see sieve::Rules; may block
};

// `accounts` outlives `api`.
void add_sieve(Api& api, mailbox::Accounts& accounts, SieveSettings settings);

}  // namespace bailey::jmap
