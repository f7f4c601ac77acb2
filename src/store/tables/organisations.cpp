#include "store/tables/organisations.hpp"

#include <optional>

#include "store/tables/counters.hpp"

namespace bailey::store::organisations {
namespace {

#define BAILEY_ORGANISATION_COLUMNS                                                                  \
    "organisation_id, parent_id, name, business_type, area, connection, state, address1, address2, " \
    "town, postcode, telephone, created_at, second_factor"

constexpr sql::Query insert_one{"organisation_insert",
                                "insert into organisation (" BAILEY_ORGANISATION_COLUMNS
                                ", change) values "
                                "($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)"};
constexpr sql::Query by_id{"organisation_by_id", "select " BAILEY_ORGANISATION_COLUMNS
                                                 ", ceiling from organisation where organisation_id = $1"};
constexpr sql::Query by_name{"organisation_by_name",
                             "select " BAILEY_ORGANISATION_COLUMNS
                             ", ceiling from organisation where name = $1 order by organisation_id"};
constexpr sql::Query every{
    "organisation_all", "select " BAILEY_ORGANISATION_COLUMNS ", ceiling from organisation order by organisation_id"};
#undef BAILEY_ORGANISATION_COLUMNS

constexpr sql::Query set_state{"organisation_set_state",
                               "update organisation set state = $2, change = $3 where organisation_id = $1"};
constexpr sql::Query write_ceiling{"organisation_set_ceiling",
                                   "update organisation set ceiling = $2, change = $3 where organisation_id = $1"};
constexpr sql::Query set_factor{"organisation_set_second_factor",
                                "update organisation set second_factor = $2, change = $3 where organisation_id = $1"};
constexpr sql::Query touch_members{"organisation_touch_members",
                                   "update account set change = $2 where organisation_id = $1"};
// Top first. Union, not union all: a loop, which the service does not write, would not hang it.
constexpr sql::Query upward{"organisation_path", R"(
    with recursive above(id, parent, depth) as (
        select organisation_id, parent_id, cast(0 as bigint) from organisation where organisation_id = $1
        union select o.organisation_id, o.parent_id, a.depth + 1 from organisation o join above a
              on o.organisation_id = a.parent where a.depth < 1000)
    select id, parent from above order by depth desc)"};
// Parents have lower ids than their children only until an organisation is moved.
constexpr sql::Query links{"organisation_links", R"(
    with recursive below(id, parent, depth) as (
        select organisation_id, parent_id, cast(0 as bigint) from organisation where parent_id = 0
        union all select o.organisation_id, o.parent_id, b.depth + 1 from organisation o join below b
              on o.parent_id = b.id where b.depth < 1000)
    select id, parent from below order by depth, id)"};
constexpr sql::Query insert_domain{"domain_insert", "insert into domain (domain, organisation_id) values ($1, $2)"};
constexpr sql::Query domains_of{"domain_of", "select domain from domain where organisation_id = $1 order by domain"};
constexpr sql::Query owner_of{"domain_owner", "select organisation_id from domain where domain = $1"};

Organisation read(const sql::Row& r) {
    return {.id = OrganisationId{r.integer(0)},
            .parent = OrganisationId{r.integer(1)},
            .name = std::string(r.text(2)),
            .business_type = std::string(r.text(3)),
            .area = std::string(r.text(4)),
            .connection = static_cast<Connection>(r.integer(5)),
            .suspended = r.integer(6) != 0,
            .address1 = std::string(r.text(7)),
            .address2 = std::string(r.text(8)),
            .town = std::string(r.text(9)),
            .postcode = std::string(r.text(10)),
            .telephone = std::string(r.text(11)),
            .created_at = from_millis(r.integer(12)),
            .second_factor = r.integer(13) != 0,
            .ceiling = static_cast<int>(r.integer(14))};
}

Result<OrganisationTree> gather(sql::Connection& c, const sql::Query& query, std::initializer_list<sql::Param> params) {
    OrganisationTree tree;
    BAILEY_CHECK(tree.add(community, std::nullopt));
    Result<void> outcome;
    BAILEY_CHECK(c.run(query, params, [&](const sql::Row& r) {
        if (outcome) outcome = tree.add(OrganisationId{r.integer(0)}, OrganisationId{r.integer(1)});
    }));
    if (!outcome) return outcome.error();
    return tree;
}

}  // namespace

Result<OrganisationId> insert(sql::Connection& c, const Organisation& o, std::int64_t change) {
    BAILEY_TRY(auto id, counters::take(c, "organisation"));
    BAILEY_CHECK(c.run(
        insert_one, {id, o.parent, o.name, o.business_type, o.area, o.connection, o.suspended, o.address1, o.address2,
                     o.town, o.postcode, o.telephone, to_millis(o.created_at), o.second_factor, change}));
    return OrganisationId{id};
}

Result<Organisation> find(sql::Connection& c, OrganisationId id) {
    std::optional<Organisation> found;
    BAILEY_CHECK(c.run(by_id, {id}, [&](const sql::Row& r) { found = read(r); }));
    if (!found) return Errc::not_found;
    return std::move(*found);
}

Result<std::vector<Organisation>> named(sql::Connection& c, std::string_view name) {
    std::vector<Organisation> found;
    BAILEY_CHECK(c.run(by_name, {name}, [&](const sql::Row& r) { found.push_back(read(r)); }));
    return found;
}

Result<std::vector<Organisation>> all(sql::Connection& c) {
    std::vector<Organisation> found;
    BAILEY_CHECK(c.run(every, {}, [&](const sql::Row& r) { found.push_back(read(r)); }));
    return found;
}

Result<void> set_suspended(sql::Connection& c, OrganisationId id, bool suspended, std::int64_t change) {
    BAILEY_TRY(auto changed, c.run(set_state, {id, suspended, change}));
    if (changed == 0) return Errc::not_found;
    return {};
}

Result<void> set_ceiling(sql::Connection& c, OrganisationId id, int rank, std::int64_t change) {
    BAILEY_TRY(auto changed, c.run(write_ceiling, {id, rank, change}));
    if (changed == 0) return Errc::not_found;
    return {};
}

Result<void> set_second_factor(sql::Connection& c, OrganisationId id, bool required, std::int64_t change) {
    BAILEY_TRY(auto changed, c.run(set_factor, {id, required, change}));
    if (changed == 0) return Errc::not_found;
    BAILEY_CHECK(c.run(touch_members, {id, change}));
    return {};
}

Result<OrganisationTree> path(sql::Connection& c, OrganisationId id) {
    BAILEY_TRY(auto tree, gather(c, upward, {id}));
    if (!tree.contains(id)) return Errc::not_found;
    return tree;
}

Result<OrganisationTree> tree(sql::Connection& c) { return gather(c, links, {}); }

Result<void> add_domain(sql::Connection& c, OrganisationId id, std::string_view domain) {
    BAILEY_CHECK(c.run(insert_domain, {domain, id}));
    return {};
}

Result<std::vector<std::string>> domains(sql::Connection& c, OrganisationId id) {
    std::vector<std::string> found;
    BAILEY_CHECK(c.run(domains_of, {id}, [&](const sql::Row& r) { found.emplace_back(r.text(0)); }));
    return found;
}

Result<OrganisationId> domain_owner(sql::Connection& c, std::string_view domain) {
    std::optional<OrganisationId> owner;
    BAILEY_CHECK(c.run(owner_of, {domain}, [&](const sql::Row& r) { owner = OrganisationId{r.integer(0)}; }));
    if (!owner) return Errc::not_found;
    return *owner;
}

}  // namespace bailey::store::organisations
