// The ids of RFC 8621's objects as clients see them: one spelling each, and none begins with a digit or a dash (RFC
// 8620 section 1.2).
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/jmap/json.hpp"

namespace bailey::jmap {

std::string mailbox_id(std::int64_t number);  // "m17"
std::string email_id(std::int64_t number);    // "e" and 13 characters
std::string thread_id(std::int64_t number);   // "t" and 13 characters

// None: no such id can be.
std::optional<std::int64_t> mailbox_from(std::string_view id);
std::optional<std::int64_t> email_from(std::string_view id);
std::optional<std::int64_t> thread_from(std::string_view id);

std::vector<std::string> mailbox_ids(const std::vector<std::int64_t>& numbers);
std::vector<std::string> email_ids(const std::vector<std::int64_t>& numbers);
std::vector<std::string> thread_ids(const std::vector<std::int64_t>& numbers);

}  // namespace bailey::jmap
