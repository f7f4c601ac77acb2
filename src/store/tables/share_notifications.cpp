#include "store/tables/share_notifications.hpp"

#include "store/tables/counters.hpp"

namespace bailey::store::share_notifications {
namespace {

constexpr sql::Query insert_one{"share_notification_insert", R"(
    insert into share_notification (share_notification_id, account_id, at, changed_by, mailbox_id, old_rights,
        new_rights, name, created_change, change, destroyed, kind, object_id)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, 0, $10, $11))"};
constexpr sql::Query bury_one{"share_notification_bury", R"(
    update share_notification set destroyed = 1, change = $3
    where account_id = $1 and share_notification_id = $2 and destroyed = 0)"};
constexpr sql::Query bury_oldest{"share_notification_bury_oldest", R"(
    update share_notification set destroyed = 1, change = $2
    where account_id = $1 and destroyed = 0 and share_notification_id not in (
        select share_notification_id from share_notification where account_id = $1 and destroyed = 0
        order by share_notification_id desc limit $3))"};
#define BAILEY_NOTIFICATION_SELECT                                                                   \
    "select n.share_notification_id, n.account_id, n.at, n.changed_by, n.mailbox_id, n.old_rights, " \
    "n.new_rights, n.name, n.created_change, n.change, n.destroyed, coalesce(a.first_name, ''), "    \
    "coalesce(a.last_name, ''), coalesce(ad.address, ''), n.kind, n.object_id "                      \
    "from share_notification n "                                                                     \
    "left join account a on a.account_id = n.changed_by "                                            \
    "left join address ad on ad.account_id = n.changed_by and ad.is_primary = 1 where n.account_id = $1 "
constexpr sql::Query list{"share_notification_all",
                          BAILEY_NOTIFICATION_SELECT "and n.destroyed = 0 order by n.share_notification_id"};
constexpr sql::Query list_changed{"share_notification_changed", BAILEY_NOTIFICATION_SELECT
                                  "and n.change > $2 order by n.change, n.share_notification_id"};
#undef BAILEY_NOTIFICATION_SELECT
constexpr sql::Query newest{"share_notification_newest",
                            "select coalesce(max(change), 0) from share_notification where account_id = $1"};

Notification read(const sql::Row& r) {
    Notification n{.id = r.integer(0),
                   .account = AccountId{r.integer(1)},
                   .at = from_millis(r.integer(2)),
                   .changed_by = AccountId{r.integer(3)},
                   .mailbox = AccountId{r.integer(4)},
                   .old_rights = static_cast<unsigned>(r.integer(5)),
                   .new_rights = static_cast<unsigned>(r.integer(6)),
                   .name = std::string(r.text(7)),
                   .created = r.integer(8),
                   .change = r.integer(9),
                   .destroyed = r.integer(10) != 0,
                   .changed_by_name = std::string(r.text(11)),
                   .changed_by_address = std::string(r.text(13)),
                   .kind = static_cast<int>(r.integer(14)),
                   .object = r.integer(15)};
    if (!n.changed_by_name.empty() && !r.text(12).empty()) n.changed_by_name += ' ';
    n.changed_by_name += r.text(12);
    return n;
}

}  // namespace

Result<void> add(sql::Connection& c, const Notification& n, std::int64_t change, std::int64_t most) {
    BAILEY_TRY(auto id, counters::take(c, "share_notification"));
    BAILEY_CHECK(c.run(insert_one, {id, n.account, to_millis(n.at), n.changed_by, n.mailbox, n.old_rights, n.new_rights,
                                    n.name, change, n.kind, n.object}));
    BAILEY_CHECK(c.run(bury_oldest, {n.account, change, most}));
    return {};
}

Result<void> destroy(sql::Connection& c, AccountId account, std::int64_t id, std::int64_t change) {
    BAILEY_TRY(auto changed, c.run(bury_one, {account, id, change}));
    if (changed == 0) return Errc::not_found;
    return {};
}

Result<std::vector<Notification>> all(sql::Connection& c, AccountId account) {
    std::vector<Notification> found;
    BAILEY_CHECK(c.run(list, {account}, [&](const sql::Row& r) { found.push_back(read(r)); }));
    return found;
}

Result<std::vector<Notification>> changed(sql::Connection& c, AccountId account, std::int64_t since) {
    std::vector<Notification> found;
    BAILEY_CHECK(c.run(list_changed, {account, since}, [&](const sql::Row& r) { found.push_back(read(r)); }));
    return found;
}

Result<std::int64_t> newest_change(sql::Connection& c, AccountId account) {
    std::int64_t change = 0;
    BAILEY_CHECK(c.run(newest, {account}, [&](const sql::Row& r) { change = r.integer(0); }));
    return change;
}

}  // namespace bailey::store::share_notifications
