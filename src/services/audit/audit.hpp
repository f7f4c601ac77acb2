// Reading the audit and checking that nobody has touched it. Writing is done by each act, in its own transaction.
#pragma once
#include <vector>

#include "services/audit/acting.hpp"
#include "store/community/community.hpp"
#include "store/tables/audit.hpp"

namespace bailey::audit {

using Entry = store::audit::Entry;
using Filter = store::audit::Filter;
using Record = store::audit::Record;
using Verdict = store::audit::Verdict;

// What `acting` did now: the rest of the entry is the caller's.
Entry entry(const Acting& acting, Time now, std::string act);

// Newest first. Without an organisation in the filter the whole community is meant. Errors: denied, not_found (the
// organisation).
Result<std::vector<Record>> list(store::Community& community, const Acting& acting, const Filter& filter);

// Errors: denied, those of the store. A fault found is no error: it is in the verdict.
Result<Verdict> verify(store::Community& community, const Acting& acting);

// An actor with the grants the database holds for the account. Errors: not_found, denied (the account is not active).
Result<Actor> actor_for(store::Community& community, AccountId account);

}  // namespace bailey::audit
