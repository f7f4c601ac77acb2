// Types of an account's data, as bits: what a change says of itself.
#pragma once
#include <cstdint>

namespace bailey::types {

constexpr std::uint64_t email = 1, mailbox = 2, thread = 4, email_delivery = 8;
constexpr std::uint64_t items = 16;  // bit of item type number 0; number n: items << n

constexpr std::uint64_t mail = email | mailbox | thread;
constexpr std::uint64_t delivery = mail | email_delivery;  // RFC 8621 section 1.5

}  // namespace bailey::types
