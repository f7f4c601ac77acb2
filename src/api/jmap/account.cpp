#include "api/jmap/account.hpp"

#include <charconv>

namespace bailey::jmap {

const Account nobody{};

std::string account_id(AccountId number) { return "a" + std::to_string(static_cast<std::int64_t>(number)); }

std::optional<AccountId> account_from(std::string_view id) {
    if (!id.starts_with('a')) return {};
    std::int64_t number = 0;
    auto end = id.data() + id.size();
    auto read = std::from_chars(id.data() + 1, end, number);
    // One spelling an account: no sign, no leading zeros.
    if (read.ec != std::errc{} || read.ptr != end || account_id(AccountId{number}) != id) return {};
    return AccountId{number};
}

}  // namespace bailey::jmap
