#include "api/jmap/context.hpp"

#include <algorithm>

#include "api/jmap/api.hpp"

namespace bailey::jmap {
namespace {

const Account* find(const std::vector<Account>& all, std::string_view id) {
    auto number = account_from(id);
    auto at = std::find_if(all.begin(), all.end(), [&](const Account& a) { return number == a.number; });
    return at == all.end() ? nullptr : &*at;
}

bool supports(const Account& account, const Capability* capability) {
    return !capability || !capability->of_account || value_of(*capability, account).has_value();
}

}  // namespace

Answer<const Account*> Context::account(std::string_view id, Access access) const {
    auto found = find(accounts, id);
    if (!found) return ErrorType::account_not_found;
    if (!supports(*found, capability)) return ErrorType::account_not_supported_by_method;
    if (access == Access::write && found->read_only) return ErrorType::account_read_only;
    return found;
}

Answer<const Account*> Context::from_account(std::string_view id) const {
    auto found = find(accounts, id);
    if (!found) return ErrorType::from_account_not_found;
    if (!supports(*found, capability)) return ErrorType::from_account_not_supported_by_method;
    return found;
}

void Context::then(std::string method, json::object arguments) {
    implicit_.push_back({std::move(method), std::move(arguments), {}});
}

}  // namespace bailey::jmap
