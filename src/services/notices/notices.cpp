#include "services/notices/notices.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "services/audit/audit.hpp"
#include "store/tables/accounts.hpp"
#include "store/tables/counters.hpp"
#include "store/tables/organisations.hpp"

namespace bailey::notices {
namespace {

namespace rows = store::notices;

constexpr std::array<std::string_view, 3> levels{"info", "warning", "problem"};
constexpr std::size_t longest = 2000;

bool is_text(std::string_view text) {
    auto control = [](char c) { return (c >= 0 && c < ' ' && c != '\n') || c == '\x7f'; };
    return text.size() <= longest && valid_utf8(text) && std::ranges::none_of(text, control);
}

Result<void> allow(sql::Connection& c, const Acting& acting, OrganisationId organisation) {
    BAILEY_TRY(auto tree, store::organisations::path(c, organisation));
    if (!may(acting.actor, Action::write_notice, {.organisation = organisation, .account = {}}, tree))
        return Errc::denied;
    return {};
}

Result<void> record(sql::Connection& c, store::Community& community, audit::Entry entry, const Notice& notice) {
    entry.organisation = notice.organisation;
    entry.detail = "notice " + std::to_string(notice.id);
    return store::audit::append(c, community.audit_key(), {&entry, 1});
}

// Leaves those for the account's organisation, those above it, and the community.
Result<void> leave_meant_for(sql::Connection& c, AccountId account, std::vector<Notice>& all) {
    if (all.empty()) return {};
    BAILEY_TRY(auto who, store::accounts::find(c, account));
    BAILEY_TRY(auto path, store::organisations::path(c, who.organisation));
    std::erase_if(all, [&](const Notice& n) { return !path.contains(n.organisation); });
    return {};
}

}  // namespace

std::string_view to_string(Level level) { return levels[static_cast<std::size_t>(level)]; }

Result<Level> level_from(std::string_view name) {
    auto at = std::ranges::find(levels, name);
    if (at == levels.end()) return Errc::bad_syntax;
    return static_cast<Level>(at - levels.begin());
}

Result<std::int64_t> Notices::add(const Acting& acting, Notice notice) {
    if (notice.english.empty() || !is_text(notice.english) || !is_text(notice.welsh)) return Errc::bad_syntax;
    if (notice.until && *notice.until <= notice.from) return Errc::bad_syntax;
    if (notice.welsh.empty()) notice.welsh = notice.english;
    return community_.write([&](sql::Connection& c) -> Result<std::int64_t> {
        BAILEY_CHECK(allow(c, acting, notice.organisation));
        BAILEY_TRY(auto change, store::counters::next_change(c));
        BAILEY_TRY(notice.id, rows::insert(c, notice, change));
        BAILEY_CHECK(record(c, community_, audit::entry(acting, clock_.now(), "notice_written"), notice));
        return notice.id;
    });
}

Result<void> Notices::remove(const Acting& acting, std::int64_t id) {
    return community_.write([&](sql::Connection& c) -> Result<void> {
        BAILEY_TRY(auto notice, rows::find(c, id));
        BAILEY_CHECK(allow(c, acting, notice.organisation));
        BAILEY_TRY(auto change, store::counters::next_change(c));
        BAILEY_CHECK(rows::remove(c, id, change));
        return record(c, community_, audit::entry(acting, clock_.now(), "notice_removed"), notice);
    });
}

Result<std::vector<Notice>> Notices::list(const Acting& acting) {
    return community_.read([&](sql::Connection& c) -> Result<std::vector<Notice>> {
        BAILEY_CHECK(allow(c, acting, store::organisations::community));
        return rows::all(c);
    });
}

Result<Notices::Seen> Notices::seen_by(AccountId account) {
    return community_.read([&](sql::Connection& c) -> Result<Seen> {
        Seen seen;
        // First: what comes meanwhile is told again rather than never.
        BAILEY_TRY(seen.state, rows::newest_change(c));
        BAILEY_TRY(seen.list, rows::all(c));
        const auto now = clock_.now();
        std::erase_if(seen.list, [&](const Notice& n) { return n.until && *n.until <= now; });
        BAILEY_CHECK(leave_meant_for(c, account, seen.list));
        return seen;
    });
}

Result<Notices::Seen> Notices::changed(AccountId account, std::int64_t state) {
    return community_.read([&](sql::Connection& c) -> Result<Seen> {
        Seen seen;
        BAILEY_TRY(seen.state, rows::newest_change(c));
        BAILEY_TRY(seen.list, rows::changed(c, state));
        std::erase_if(seen.list, [&](const Notice& n) { return n.change > seen.state; });
        BAILEY_CHECK(leave_meant_for(c, account, seen.list));
        return seen;
    });
}

}  // namespace bailey::notices
