// What /query and /queryChanges have in common: reading filter, sort and calculateTotal.
#pragma once
#include "api/jmap/standard/query.hpp"

namespace bailey::jmap {

// The type checks every condition and comparator. Errors: invalidArguments, unsupportedFilter, unsupportedSort.
Answer<Query> read_query(Context& context, Arguments& arguments, Querier& type);

}  // namespace bailey::jmap
