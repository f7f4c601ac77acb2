// What changed among an account's submissions: for EmailSubmission/changes and queryChanges.
#pragma once
#include "api/jmap/standard/changes.hpp"

namespace bailey::jmap {

class Sending;

// Error: cannotCalculateChanges.
Answer<Changed> submissions_changed(const Sending& sending, AccountId account, const std::string& since,
                                    std::size_t most);

}  // namespace bailey::jmap
