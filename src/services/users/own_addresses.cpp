#include "services/users/own_addresses.hpp"

#include "store/community/community.hpp"
#include "store/community/directory.hpp"
#include "store/tables/accounts.hpp"

namespace bailey::users {

Result<std::vector<std::string>> OwnAddresses::of(AccountId account) const { return directory_.addresses(account); }

Result<bool> OwnAddresses::owns(AccountId account, std::string_view email) const {
    auto address = Address::parse(email);
    if (!address) return false;
    return directory_.owns(account, names_.secure(*address));
}

Result<std::string> OwnAddresses::display_name(AccountId account) const {
    return community_.read([&](sql::Connection& c) -> Result<std::string> {
        BAILEY_TRY(auto person, store::accounts::find(c, account));
        auto space = person.first_name.empty() || person.last_name.empty() ? "" : " ";
        return person.first_name + space + person.last_name;
    });
}

Result<signin::SignedIn> OwnAddresses::as_sender(AccountId account) const {
    BAILEY_TRY(auto mailbox, directory_.find(account));
    BAILEY_TRY(auto addresses, directory_.addresses(account));
    if (addresses.empty()) return Errc::not_found;
    return signin::SignedIn{account, mailbox.organisation, mailbox.cell, addresses.front()};
}

}  // namespace bailey::users
