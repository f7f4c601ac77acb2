#include "store/tables/object_grants.hpp"

namespace bailey::store::object_grants {
namespace {

constexpr sql::Query find_one{"object_grant_find", R"(
    select rights from object_grant
    where owner_id = $1 and kind = $2 and object_id = $3 and account_id = $4)"};
constexpr sql::Query put_one{"object_grant_put", R"(
    insert into object_grant (owner_id, kind, object_id, account_id, rights) values ($1, $2, $3, $4, $5)
    on conflict (owner_id, kind, object_id, account_id) do update set rights = excluded.rights)"};
constexpr sql::Query remove_one{"object_grant_remove", R"(
    delete from object_grant where owner_id = $1 and kind = $2 and object_id = $3 and account_id = $4)"};
constexpr sql::Query of_account{"object_grant_of", R"(
    select owner_id, kind, object_id, account_id, rights from object_grant where account_id = $1
    order by owner_id, kind, object_id)"};
constexpr sql::Query of_owner{"object_grant_given", R"(
    select owner_id, kind, object_id, account_id, rights from object_grant where owner_id = $1
    order by kind, object_id, account_id)"};

Result<std::vector<ObjectGrant>> read(sql::Connection& c, const sql::Query& query, AccountId account) {
    std::vector<ObjectGrant> found;
    BAILEY_CHECK(c.run(query, {account}, [&](const sql::Row& r) {
        found.push_back({AccountId{r.integer(0)}, static_cast<ObjectKind>(r.integer(1)), r.integer(2),
                         AccountId{r.integer(3)}, static_cast<unsigned>(r.integer(4))});
    }));
    return found;
}

}  // namespace

Result<unsigned> set(sql::Connection& c, const ObjectGrant& g) {
    const auto kind = static_cast<std::int64_t>(g.kind);
    unsigned before = 0;
    BAILEY_CHECK(c.run(find_one, {g.owner, kind, g.object, g.person},
                       [&](const sql::Row& r) { before = static_cast<unsigned>(r.integer(0)); }));
    if (g.rights == 0) {
        BAILEY_CHECK(c.run(remove_one, {g.owner, kind, g.object, g.person}));
    } else {
        BAILEY_CHECK(c.run(put_one, {g.owner, kind, g.object, g.person, g.rights}));
    }
    return before;
}

Result<std::vector<ObjectGrant>> of(sql::Connection& c, AccountId person) { return read(c, of_account, person); }
Result<std::vector<ObjectGrant>> given(sql::Connection& c, AccountId owner) { return read(c, of_owner, owner); }

}  // namespace bailey::store::object_grants
