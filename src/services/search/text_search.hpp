// Email/query's conditions on text, answered by the index; what the index does not know (other header fields, whether
// words follow each other) is looked up in those emails that it leaves.
#pragma once
#include <memory>

#include "services/mailbox/search.hpp"
#include "services/search/search.hpp"

namespace bailey::search {

// `search` outlives it.
std::unique_ptr<mailbox::TextSearch> indexed_search(Search& search, const mailbox::ScanLimits& limits = {});

}  // namespace bailey::search
