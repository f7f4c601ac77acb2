// The FilterConditions of Email/query, RFC 8621 section 4.4.1, as what services/mailbox asks its index, and what it
// looks for in text.
#pragma once
#include <vector>

#include "api/jmap/mail.hpp"
#include "api/jmap/standard/query.hpp"
#include "services/mailbox/query.hpp"

namespace bailey::jmap {

// Errors: unsupportedFilter (an unknown property), invalidArguments (a value of the wrong type, no keyword).
Answer<void> check_email_condition(const json::object& condition);

// Of a filter that was checked: every condition that looks into text, in the order of the filter. `negated`: it stands
// under an odd number of NOTs.
struct TextLeaf {
    mailbox::TextCondition condition;
    bool negated = false;
};
std::vector<TextLeaf> text_leaves(const Filter& filter);

// The whole filter for the index. What looks into text is looked up first, among those emails alone that the rest of
// the filter leaves open. Errors: unsupportedFilter (too much text to look through).
Answer<mailbox::Filter> email_filter(const Mail& mail, const Opened& opened, const std::optional<Filter>& filter);

}  // namespace bailey::jmap
