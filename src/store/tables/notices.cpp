#include "store/tables/notices.hpp"

#include "store/tables/counters.hpp"

namespace bailey::store::notices {
namespace {

#define BAILEY_NOTICE_SELECT                                                                         \
    "select notice_id, organisation_id, level, english, welsh, begins_at, ends_at, created_change, " \
    "change, removed from notice "
constexpr sql::Query by_id{"notice_by_id", BAILEY_NOTICE_SELECT "where notice_id = $1 and removed = 0"};
constexpr sql::Query list{"notice_all", BAILEY_NOTICE_SELECT "where removed = 0 order by notice_id"};
constexpr sql::Query list_changed{"notice_changed",
                                  BAILEY_NOTICE_SELECT "where change > $1 order by change, notice_id"};
#undef BAILEY_NOTICE_SELECT
constexpr sql::Query insert_one{"notice_insert", R"(
    insert into notice (notice_id, organisation_id, level, english, welsh, begins_at, ends_at, created_change, change,
        removed)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $8, 0))"};
constexpr sql::Query remove_one{"notice_remove", R"(
    update notice set removed = 1, english = '', welsh = '', change = $2 where notice_id = $1 and removed = 0)"};
constexpr sql::Query newest{"notice_newest", "select coalesce(max(change), 0) from notice"};

Notice read(const sql::Row& r) {
    Notice n{.id = r.integer(0),
             .organisation = OrganisationId{r.integer(1)},
             .level = static_cast<Level>(r.integer(2)),
             .english = std::string(r.text(3)),
             .welsh = std::string(r.text(4)),
             .from = from_millis(r.integer(5)),
             .created = r.integer(7),
             .change = r.integer(8),
             .removed = r.integer(9) != 0};
    if (!r.null(6)) n.until = from_millis(r.integer(6));
    return n;
}

Result<std::vector<Notice>> gather(sql::Connection& c, const sql::Query& query,
                                   std::initializer_list<sql::Param> params) {
    std::vector<Notice> found;
    BAILEY_CHECK(c.run(query, params, [&](const sql::Row& r) { found.push_back(read(r)); }));
    return found;
}

}  // namespace

Result<std::int64_t> insert(sql::Connection& c, const Notice& n, std::int64_t change) {
    BAILEY_TRY(auto id, counters::take(c, "notice"));
    auto until = n.until ? std::optional(to_millis(*n.until)) : std::nullopt;
    BAILEY_CHECK(
        c.run(insert_one, {id, n.organisation, n.level, n.english, n.welsh, to_millis(n.from), until, change}));
    return id;
}

Result<Notice> find(sql::Connection& c, std::int64_t id) {
    BAILEY_TRY(auto found, gather(c, by_id, {id}));
    if (found.empty()) return Errc::not_found;
    return std::move(found.front());
}

Result<void> remove(sql::Connection& c, std::int64_t id, std::int64_t change) {
    BAILEY_TRY(auto changed, c.run(remove_one, {id, change}));
    if (changed == 0) return Errc::not_found;
    return {};
}

Result<std::vector<Notice>> all(sql::Connection& c) { return gather(c, list, {}); }
Result<std::vector<Notice>> changed(sql::Connection& c, std::int64_t since) { return gather(c, list_changed, {since}); }

Result<std::int64_t> newest_change(sql::Connection& c) {
    std::int64_t change = 0;
    BAILEY_CHECK(c.run(newest, {}, [&](const sql::Row& r) { change = r.integer(0); }));
    return change;
}

}  // namespace bailey::store::notices
