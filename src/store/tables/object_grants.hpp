// Who may open which folder or address book of somebody else's account.
#pragma once
#include <vector>

#include "domain/people/object_rights.hpp"
#include "store/sql/sql.hpp"

namespace bailey::store::object_grants {

// The caller has taken a change number and writes it to both accounts (accounts::touch), so that caches follow. Rights
// of 0 take them away. Returns those before; 0: none.
Result<unsigned> set(sql::Connection& c, const ObjectGrant& grant);
Result<std::vector<ObjectGrant>> of(sql::Connection& c, AccountId person);    // by owner, kind, object
Result<std::vector<ObjectGrant>> given(sql::Connection& c, AccountId owner);  // by kind, object, person

}  // namespace bailey::store::object_grants
