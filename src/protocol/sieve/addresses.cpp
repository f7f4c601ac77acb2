#include "protocol/sieve/addresses.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "protocol/sieve/arguments.hpp"

namespace bailey::sieve {
namespace {

constexpr char detail_separator = '+';

constexpr std::array<std::string_view, 21> address_fields{
    "from",
    "to",
    "cc",
    "bcc",
    "sender",
    "reply-to",
    "resent-from",
    "resent-to",
    "resent-cc",
    "resent-bcc",
    "resent-sender",
    "resent-reply-to",
    "return-path",
    "delivered-to",
    "x-original-to",
    "errors-to",
    "apparently-to",
    "mail-followup-to",
    "mail-reply-to",
    "disposition-notification-to",
    "return-receipt-to",
};

}  // namespace

std::optional<mime::Mailbox> sieve_address(std::string_view text) {
    auto read = mime::parse_mailboxes(text, 1);
    if (!read || read->size() != 1) return std::nullopt;
    return std::move(read->front());
}

AddressPart address_part(const Arguments& arguments) {
    constexpr std::string_view names[] = {"all", "localpart", "domain", "user", "detail"};
    for (std::size_t n = 0; n < std::size(names); ++n)
        if (arguments.has(names[n])) return static_cast<AddressPart>(n);
    return AddressPart::all;
}

std::optional<std::string> part_of(std::string_view address, AddressPart part) {
    if (part == AddressPart::all) return std::string(address);
    const auto at = address.rfind('@');
    if (at == std::string_view::npos || at == 0 || at + 1 == address.size()) return std::nullopt;
    const auto local = address.substr(0, at);
    const auto separator = local.find(detail_separator);
    switch (part) {
    case AddressPart::all:
    case AddressPart::localpart: break;
    case AddressPart::domain: return std::string(address.substr(at + 1));
    case AddressPart::user: return std::string(local.substr(0, separator));
    case AddressPart::detail:
        if (separator == std::string_view::npos) return std::nullopt;
        return std::string(local.substr(separator + 1));
    }
    return std::string(local);
}

bool has_addresses(std::string_view field) {
    return std::ranges::any_of(address_fields, [&](auto name) { return equals_ignoring_case(name, field); });
}

}  // namespace bailey::sieve
