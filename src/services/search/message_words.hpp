// Where the words of a message stand, for search (RFC 8621 section 4.4.1).
#pragma once
#include <cstdint>
#include <functional>
#include <string_view>

namespace bailey::search {

// The conditions of Email/query that the index answers; "text" is all of them.
namespace field {
constexpr std::uint8_t from = 1, to = 2, cc = 4, bcc = 8, subject = 16, body = 32;
constexpr std::uint8_t any = 63;
}  // namespace field

// Each text in the message with the field it stands in, decoded. The body is mailbox::searchable_text(), of which at
// most the first megabyte is looked at, so that one message costs bounded work.
void each_text(std::string_view message, const std::function<void(std::string_view text, std::uint8_t field)>& each);

}  // namespace bailey::search
