// Addresses as scripts give them and as tests look at them: RFC 5228 sections 2.4.2.3 and 2.7.4, RFC 5233.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "protocol/mime/mailboxes.hpp"

namespace bailey::sieve {

class Arguments;

// sieve-address = addr-spec / phrase "<" addr-spec ">"
std::optional<mime::Mailbox> sieve_address(std::string_view text);

enum class AddressPart { all, localpart, domain, user, detail };
AddressPart address_part(const Arguments& arguments);

// nullopt: the address has no such part; of one that is not well-formed, all but `all`.
std::optional<std::string> part_of(std::string_view address, AddressPart part);

// Of fields with addresses in them, RFC 5322 sections 3.6.2, 3.6.3 and 3.6.6 and those that mail systems add.
bool has_addresses(std::string_view field);

}  // namespace bailey::sieve
