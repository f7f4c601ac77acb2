// By what Email/query sorts, RFC 8621 section 4.4.2.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/jmap/standard/query.hpp"
#include "services/mailbox/query.hpp"

namespace bailey::jmap {

const std::vector<std::string>& email_sorts();  // emailQuerySortOptions
// Errors: unsupportedSort (an unknown property or member, a collation that the index does not sort by),
// invalidArguments (a keyword that is missing or none).
Answer<mailbox::Comparator> email_comparator(const Comparator& comparator);

}  // namespace bailey::jmap
