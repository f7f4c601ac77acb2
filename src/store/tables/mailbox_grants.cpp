#include "store/tables/mailbox_grants.hpp"

namespace bailey::store::mailbox_grants {
namespace {

constexpr sql::Query find_one{"mailbox_grant_find",
                              "select rights from mailbox_grant where mailbox_id = $1 and account_id = $2"};
constexpr sql::Query put_one{"mailbox_grant_put",
                             "insert into mailbox_grant (mailbox_id, account_id, rights) values ($1, $2, $3) "
                             "on conflict (mailbox_id, account_id) do update set rights = excluded.rights"};
constexpr sql::Query remove_one{"mailbox_grant_remove",
                                "delete from mailbox_grant where mailbox_id = $1 and account_id = $2"};
constexpr sql::Query of_account{"mailbox_grant_of",
                                "select mailbox_id, rights from mailbox_grant where account_id = $1 "
                                "order by mailbox_id"};
constexpr sql::Query of_mailbox{"mailbox_grant_holders", R"(
    select g.account_id, coalesce(ad.address, ''), g.rights
    from mailbox_grant g left join address ad on ad.account_id = g.account_id and ad.is_primary = 1
    where g.mailbox_id = $1 order by 2, 1)"};

}  // namespace

Result<unsigned> set(sql::Connection& c, AccountId mailbox, AccountId person, unsigned rights) {
    unsigned before = 0;
    BAILEY_CHECK(
        c.run(find_one, {mailbox, person}, [&](const sql::Row& r) { before = static_cast<unsigned>(r.integer(0)); }));
    if (rights == 0) {
        BAILEY_CHECK(c.run(remove_one, {mailbox, person}));
    } else {
        BAILEY_CHECK(c.run(put_one, {mailbox, person, rights}));
    }
    return before;
}

Result<std::vector<MailboxGrant>> of(sql::Connection& c, AccountId person) {
    std::vector<MailboxGrant> found;
    BAILEY_CHECK(c.run(of_account, {person}, [&](const sql::Row& r) {
        found.push_back({AccountId{r.integer(0)}, static_cast<unsigned>(r.integer(1))});
    }));
    return found;
}

Result<std::vector<Holder>> holders(sql::Connection& c, AccountId mailbox) {
    std::vector<Holder> found;
    BAILEY_CHECK(c.run(of_mailbox, {mailbox}, [&](const sql::Row& r) {
        found.push_back({AccountId{r.integer(0)}, std::string(r.text(1)), static_cast<unsigned>(r.integer(2))});
    }));
    return found;
}

}  // namespace bailey::store::mailbox_grants
